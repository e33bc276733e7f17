import { hash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyActor } from '../../domain/conduct.ts';
import type { ConductPolicy } from '../../domain/content.ts';
import { PostgresDepartures } from '../../ledger/departures.ts';
import { PostgresIncidents } from '../../ledger/incidents.ts';
import { createMemoryRoster } from '../../live/memory/roster.ts';
import { sha256 } from '../../main/core.ts';
import { MemoryLog } from '../../test/doors/fakes.ts';
import { type PublishedExam, pune } from '../../test/exams.ts';
import { startNode, type TestNode } from '../../test/node.ts';
import { minute, reason, type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';
import { answer, codeOf, must, Page } from '../../test/world.ts';
import { Absences } from './absences.ts';
import { ConductKeeper } from './conductKeeper.ts';
import { PowerCuts } from './powerCuts.ts';

const second = 1_000;
const text = { en: 'Please stay on this page.' };

const policy: ConductPolicy = {
  'tab-hidden': [
    { after: 2, do: 'warn', text },
    { after: 4, do: 'call' },
  ],
  disconnected: [],
};

interface UnissuedGrant {
  readonly grantId: string;
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
  readonly ms: number;
}

/** The UUID whose digits are the MD5 of these two. */
function md5Id(grantId: string, ms: number): string {
  const hex = hash('md5', `${grantId}:${ms}`, 'hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** What one node does by itself about conduct, at the test's command. */
function follow(node: TestNode, door: StaffDoor) {
  const { clock } = door.world;
  const { core, prisma } = node;
  const operator = new MemoryLog();
  const { attempts } = core.desk;
  const commands = { log: core.examLog, follower: core.follower, clock };
  const incidents = new PostgresIncidents(prisma);
  const keeper = new ConductKeeper({ commands, incidents, digest: sha256, operator });
  const departures = new PostgresDepartures(prisma, randomUUID());
  const absences = new Absences({ attempts, departures, clock, operator });
  attempts.listen(keeper);
  attempts.listen(absences);
  return { keeper, absences, operator };
}

describe('conduct', () => {
  let door: StaffDoor;
  let first: ReturnType<typeof follow>;
  let other: ReturnType<typeof follow>;

  beforeAll(async () => {
    door = await startStaffDoor();
    first = follow(door.world.a, door);
    other = follow(door.world.b, door);
  });

  afterAll(() => door.stop());

  const hidden = { kind: 'observed', type: 'tab-hidden', at: 1 };
  const commandsOf = async (examId: string) =>
    (await door.world.a.core.examLog.read(examId, 0)).map(({ kind, scope }) => [kind, scope]);

  /** A candidate's page on node a, shown there. */
  async function sit(exam: PublishedExam, index = 0): Promise<Page> {
    const page = new Page(door.world, door.world.a, exam, `page-${index}`, exam.candidates[index]);
    await page.open();
    page.node.useCases.attend(page.attemptId);
    return page;
  }

  /** The page's connection is cut now and back after `ms`, at whatever node; then the rounds of both nodes pass. */
  async function cutOff(page: Page, ms: number, back = page.node): Promise<Page> {
    const { clock } = door.world;
    page.node.useCases.leave(page.attemptId, clock.now());
    await first.absences.tick();
    clock.advance(ms);
    const returned = page.movedTo(back, door.world);
    must(await returned.reconnect());
    back.useCases.attend(page.attemptId);
    clock.advance(3 * second);
    await first.absences.tick();
    await other.absences.tick();
    return returned;
  }

  const returnsOf = async (page: Page) => {
    const where = { attemptId: page.attemptId, kind: 'returned' };
    const rows = await door.world.prisma.attemptFrame.findMany({ where, orderBy: { seq: 'asc' } });
    return rows.map(({ body }) => JSON.parse(body));
  };

  describe('the policy of an exam', () => {
    it('[OBS-6] warns and calls a person once, however many nodes see it, and never ends an exam', async () => {
      const { exam, ids } = await door.hall({ conduct: policy });
      const page = await sit(exam);
      must(await page.append(1, [hidden]));
      await first.keeper.idle();
      expect(await commandsOf(exam.examId)).toEqual([]);
      must(await page.append(2, [hidden, hidden]));
      must(await page.movedTo(door.world.b, door.world).append(4, [answer('q1', 'A'), hidden]));
      await first.keeper.idle();
      await other.keeper.idle();
      await page.state();
      await first.keeper.idle();
      const scope = { kind: 'candidates', candidateIds: [ids[0]] };
      expect(await commandsOf(exam.examId)).toEqual([
        ['warn', scope],
        ['pause', scope],
      ]);
      expect((await page.state()).status).toBe('paused');
      const rows = await door.world.prisma.examCommand.findMany({ where: { examId: exam.examId } });
      expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set([policyActor]));
      const { body } = await door.get(door.admin, `/api/staff/exams/${exam.examId}/incidents`);
      expect(body['incidents']).toMatchObject([
        {
          kind: 'conduct',
          state: 'open',
          count: 1,
          attemptId: page.attemptId,
          detail: { type: 'tab-hidden', times: 4 },
        },
      ]);
    });

    it('[OBS-6] is carried out for many at once, and holds up no command of the exam office', async () => {
      const exam = await door.world.exam({ conduct: policy }, { candidates: 80 });
      const pages: Page[] = [];
      for (const index of exam.candidates.keys()) pages.push(await sit(exam, index));
      await Promise.all(pages.map(async (page) => must(await page.append(1, [hidden, hidden]))));
      const issued = await door.issue(exam.examId, 'extend', { ms: minute, reason });
      await first.keeper.idle();
      expect(issued.code).toBe('ok');
      expect(first.operator.lines).toEqual([]);
      expect(await commandsOf(exam.examId)).toHaveLength(81);
    });

    it('[OBS-6] is carried out by the node that finds a step undone, as soon as the candidate is there', async () => {
      const { exam } = await door.hall({ conduct: policy });
      // It dies as soon as the frame is committed.
      const doomed = startNode(door.world.databaseUrl, door.world.clock);
      const page = new Page(door.world, doomed, exam);
      await page.open();
      must(await page.append(1, [hidden, hidden]));
      await doomed.stop();
      expect(await commandsOf(exam.examId)).toEqual([]);
      const moved = page.movedTo(door.world.b, door.world);
      must(await moved.reconnect());
      door.world.b.useCases.attend(page.attemptId);
      await other.keeper.idle();
      expect((await commandsOf(exam.examId)).map(([kind]) => kind)).toEqual(['warn']);
    });
  });

  describe('absences', () => {
    it('[OBS-10] are measured from the moment the connection was heard last, and recorded at the return', async () => {
      const { exam } = await door.hall({ conduct: policy });
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      const from = door.world.clock.now();
      await cutOff(page, 2 * minute);
      expect(await returnsOf(page)).toEqual([
        { from, to: from + 2 * minute, lostMs: 2 * minute, by: 'connection' },
      ]);
    });

    it('[OBS-11] are measured alike when the candidate comes back to another node', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      const moved = await cutOff(page, minute, door.world.b);
      expect(await returnsOf(page)).toMatchObject([{ lostMs: minute, by: 'connection' }]);
      must(await moved.append(1, [answer('q1', 'A')]));
      expect((await moved.state()).answers['q1']).toMatchObject({ value: 'A' });
    });

    it('[OBS-13] begin at the last word in the log where no node was left to tell of them', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      const heard = door.world.clock.now();
      must(await page.append(1, [answer('q1', 'A')]));
      door.world.clock.advance(minute);
      // Node a has died: it tells nobody that the candidate has left.
      const moved = page.movedTo(door.world.b, door.world);
      must(await moved.reconnect());
      door.world.b.useCases.attend(page.attemptId);
      door.world.clock.advance(3 * second);
      await other.absences.tick();
      expect(await returnsOf(page)).toMatchObject([{ from: heard, to: heard + minute, by: 'log' }]);
    });

    it('[OBS-13] begin with the last sign of life of a node that was killed', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await first.absences.tick();
      const killed = door.world.clock.now();
      door.world.clock.advance(minute);
      const moved = page.movedTo(door.world.b, door.world);
      must(await moved.reconnect());
      door.world.b.useCases.attend(page.attemptId);
      door.world.clock.advance(3 * second);
      await other.absences.tick();
      expect(await returnsOf(page)).toMatchObject([{ from: killed, lostMs: minute, by: 'connection' }]);
    });

    it('[OBS-13] wait for the word of a node that is there and has not noticed yet', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      const { clock, a, b } = door.world;
      clock.advance(5 * minute);
      await first.absences.tick();
      const heard = clock.now();
      clock.advance(15 * second);
      must(await page.movedTo(b, door.world).reconnect());
      b.useCases.attend(page.attemptId);
      clock.advance(3 * second);
      await first.absences.tick();
      await other.absences.tick();
      expect(await returnsOf(page)).toEqual([]);
      a.useCases.leave(page.attemptId, heard);
      await first.absences.tick();
      await other.absences.tick();
      expect(await returnsOf(page)).toMatchObject([
        { from: heard, to: heard + 15 * second, by: 'connection' },
      ]);
    });

    it('[OBS-10] that are short are none, and neither is another page while the first still shows the exam', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, 9 * second);
      page.node.useCases.attend(page.attemptId);
      page.node.useCases.leave(page.attemptId, door.world.clock.now());
      door.world.clock.advance(minute);
      await first.absences.tick();
      expect(await returnsOf(page)).toEqual([]);
    });

    it('[OBS-14] a candidate who goes on over plain HTTP is not away', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      const { clock } = door.world;
      clock.advance(5 * minute);
      const from = clock.now();
      const shown = door.world.a.core.desk.attempts.hosted.find(page.attemptId);
      page.node.useCases.leave(page.attemptId, from);
      clock.advance(20 * second);
      for (let poll = 0; poll < 12; poll += 1) {
        if (shown) first.absences.onRequest(shown);
        clock.advance(10 * second);
        await first.absences.tick();
      }
      must(await page.reconnect());
      page.node.useCases.attend(page.attemptId);
      clock.advance(3 * second);
      await first.absences.tick();
      expect(await returnsOf(page)).toMatchObject([{ from, to: from + 20 * second, lostMs: 20 * second }]);
    });
  });

  describe('lost time', () => {
    const lostOf = async (examId: string, who = door.admin) => {
      const { body } = await door.get(who, `/api/staff/exams/${examId}/lost-time`);
      return body as {
        candidates: { candidateId: string; ms: number; grantedMs: number }[];
        totalMs: number;
      };
    };
    const grant = (examId: string, candidateIds: readonly unknown[], more: object = {}, who = door.admin) =>
      door.post(who, `/api/staff/exams/${examId}/lost-time/grant`, {
        ...{ commandId: randomUUID(), candidateIds, reason },
        ...more,
      });

    /** A grant whose node died before its command. */
    const leaveUnissued = (page: Page, candidateId: string, more: UnissuedGrant) =>
      door.world.prisma.lostTimeGrant.create({
        data: {
          ...{ attemptId: page.attemptId, throughSeq: 1_000, examId: page.exam.examId, candidateId },
          ...{ at: new Date(door.world.clock.now()), issuedSeq: null },
          ...more,
        },
      });

    it('[OBS-30] is proposed, and given back to each their own, once', async () => {
      const { exam, ids } = await door.hall();
      const pages = [await sit(exam, 0), await sit(exam, 2), await sit(exam, 3)];
      const deadline = (await pages[0]!.state()).deadline;
      door.world.clock.advance(5 * minute);
      await cutOff(pages[0]!, 2 * minute);
      await cutOff(pages[1]!, 2 * minute);
      await cutOff(pages[2]!, 45_300);
      const before = await lostOf(exam.examId);
      expect(before.totalMs).toBe(4 * minute + 46 * second);
      expect(before.candidates.map(({ ms }) => ms)).toEqual([2 * minute, 2 * minute, 46 * second]);
      const all = [ids[0], ids[2], ids[3]];
      const commandId = randomUUID();
      const granted = await grant(exam.examId, all, { commandId });
      expect(granted.body).toMatchObject({ commands: [1, 2] });
      expect(await grant(exam.examId, all, { commandId })).toEqual(granted);
      expect((await grant(exam.examId, all)).body).toMatchObject({ granted: [], commands: [] });
      expect(await commandsOf(exam.examId)).toHaveLength(2);
      expect(await lostOf(exam.examId)).toMatchObject({ totalMs: 0 });
      expect((await pages[0]!.state()).deadline.at).toBe(deadline.at + 2 * minute);
      expect((await pages[2]!.state()).deadline.at).toBe(deadline.at + 46 * second);
    });

    it('[OBS-31] of two who grant at once only one gives it, and what comes later is given apart', async () => {
      const { exam, ids } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      await Promise.all([
        grant(exam.examId, [ids[0]]),
        grant(exam.examId, [ids[0]]),
        grant(exam.examId, [ids[0]]),
      ]);
      expect(await commandsOf(exam.examId)).toHaveLength(1);
      await cutOff(page, 30 * second);
      expect(await lostOf(exam.examId)).toMatchObject({
        totalMs: 30 * second,
        candidates: [{ grantedMs: minute }],
      });
    });

    it('[OBS-33] a grant whose id stands for another one changes nothing, and repeating one is harmless whatever was lost since', async () => {
      const { exam, ids } = await door.hall({ maxExtensionMs: 90 * second });
      const pages = [await sit(exam, 0), await sit(exam, 2)];
      door.world.clock.advance(5 * minute);
      await cutOff(pages[0]!, minute);
      await cutOff(pages[1]!, minute);
      const again = { commandId: randomUUID() };
      const granted = await grant(exam.examId, [ids[0]], again);
      expect(granted.code).toBe('ok');
      expect((await grant(exam.examId, [ids[2]], again)).code).toBe('command-conflict');
      expect((await grant(exam.examId, [ids[0]], { ...again, reason: 'another' })).code).toBe(
        'command-conflict',
      );
      await cutOff(pages[0]!, minute);
      expect(await grant(exam.examId, [ids[0]], again)).toEqual(granted);
      expect(await commandsOf(exam.examId)).toHaveLength(1);
    });

    it('[OBS-34] nobody can keep a grant from being given by using the id of its command before', async () => {
      const { exam, ids } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      const commandId = randomUUID();
      const { code } = await door.issue(
        exam.examId,
        'announce',
        { text },
        { commandId: md5Id(commandId, minute) },
      );
      expect(code).toBe('ok');
      expect((await grant(exam.examId, [ids[0]], { commandId })).body).toMatchObject({ commands: [2] });
    });

    it('[OBS-34] a grant with the id of another command is undone, and nobody’s look at lost time fails', async () => {
      const { exam, ids } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      const commandId = randomUUID();
      await door.issue(exam.examId, 'announce', { text }, { commandId });
      const grantOf = { grantId: randomUUID(), commandId, actor: door.admin.userId, reason, ms: minute };
      await leaveUnissued(page, ids[0]!, grantOf);
      const before = door.operator.lines.length;
      expect(await lostOf(exam.examId)).toMatchObject({ totalMs: minute });
      expect(door.operator.lines.slice(before)).toMatchObject([{ level: 'error' }]);
      expect((await grant(exam.examId, [ids[0]])).body).toMatchObject({ commands: [2] });
    });

    it('[OBS-35] time that was given meanwhile counts: a grant which would pass the limit by now is undone', async () => {
      const { exam, ids } = await door.hall({ maxExtensionMs: 90 * second });
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      const ofGrant = { grantId: randomUUID(), commandId: randomUUID(), actor: door.admin.userId, reason };
      await leaveUnissued(page, ids[0]!, { ...ofGrant, ms: minute });
      expect((await door.issue(exam.examId, 'extend', { ms: minute, reason })).code).toBe('ok');
      const again = { commandId: ofGrant.grantId };
      expect((await grant(exam.examId, [ids[0]], again)).code).toBe('beyond-limit');
      expect(await commandsOf(exam.examId)).toHaveLength(1);
      expect(await lostOf(exam.examId)).toMatchObject({ totalMs: minute, candidates: [{ grantedMs: 0 }] });
      expect(await commandsOf(exam.examId)).toHaveLength(1);
    });

    it('[OBS-35] of a grant and extensions at the same time only as many are given as the limit allows', async () => {
      const { exam, ids } = await door.hall({ maxExtensionMs: 90 * second });
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      const replies = await Promise.all([
        door.issue(exam.examId, 'extend', { ms: minute, reason }),
        grant(exam.examId, [ids[0]]),
        door.issue(exam.examId, 'extend', { ms: minute, reason }),
        grant(exam.examId, [ids[0]]),
      ]);
      expect(replies.map(({ code }) => code)).toContain('beyond-limit');
      expect(await commandsOf(exam.examId)).toHaveLength(1);
    });

    it('[OBS-32] a candidate who has handed in stands in nobody’s way', async () => {
      const { exam, ids } = await door.hall({ maxExtensionMs: minute });
      const pages = [await sit(exam, 0), await sit(exam, 2)];
      door.world.clock.advance(5 * minute);
      await cutOff(pages[0]!, 30 * second);
      must(await (await cutOff(pages[1]!, 2 * minute)).seal(0));
      expect((await grant(exam.examId, [ids[0], ids[2]])).body).toMatchObject({
        granted: [{ candidateId: ids[0], ms: 30 * second }],
      });
    });

    it('[OBS-31] a grant whose node died before its command is completed at the next look', async () => {
      const { exam, ids } = await door.hall();
      const page = await sit(exam);
      door.world.clock.advance(5 * minute);
      await cutOff(page, minute);
      await grant(exam.examId, [ids[0]]);
      const where = { examId: exam.examId };
      await door.world.prisma.lostTimeGrant.updateMany({ where, data: { issuedSeq: null } });
      await lostOf(exam.examId);
      expect(await commandsOf(exam.examId)).toHaveLength(1);
      expect(await door.world.prisma.lostTimeGrant.findMany({ where })).toMatchObject([{ issuedSeq: 1 }]);
    });

    it('[OBS-32] is shown and given only by whoever is responsible there, with a reason, and within the limit', async () => {
      const { exam, ids, centres } = await door.hall({ maxExtensionMs: minute });
      const pages = [await sit(exam, 0), await sit(exam, 2)];
      door.world.clock.advance(5 * minute);
      await cutOff(pages[0]!, 30 * second);
      await cutOff(pages[1]!, 2 * minute);
      const proctor = await door.proctor({ kind: 'centre', centreId: centres[0] });
      expect((await lostOf(exam.examId, proctor)).candidates).toMatchObject([{ candidateId: ids[0] }]);
      expect((await grant(exam.examId, [ids[2]], {}, proctor)).code).toBe('not-in-scope');
      expect((await grant(exam.examId, [ids[0]], { reason: ' ' }, proctor)).code).toBe('reason-required');
      expect((await grant(exam.examId, [ids[0], 'nobody'])).code).toBe('unknown-candidate');
      expect((await grant(exam.examId, [ids[0], ids[2]])).code).toBe('beyond-limit');
      expect((await grant(exam.examId, [ids[0]], {}, proctor)).code).toBe('ok');
      expect((await grant(randomUUID(), [ids[0]])).code).toBe('not-found');
      expect((await door.get(null, `/api/staff/exams/${exam.examId}/lost-time`)).code).toBe(
        'unauthenticated',
      );
      expect(await commandsOf(exam.examId)).toHaveLength(1);
    });
  });

  describe('calls and reports', () => {
    const incidentsOf = async (examId: string, who = door.admin) => {
      const { body } = await door.get(who, `/api/staff/exams/${examId}/incidents`);
      return body['incidents'] as { id: string; kind: string; count: number }[];
    };

    it('[OBS-26] a call reaches the staff once, and another one while nobody has come adds to it', async () => {
      const { exam } = await door.hall();
      const page = await sit(exam);
      const { attemptId, who } = page;
      const call = (callId: string, words: string) =>
        page.node.useCases.callInvigilator(who, { attemptId, callId, text: words });
      must(await call('call-1', 'My keyboard'));
      must(await call('call-1', 'My keyboard'));
      must(await call('call-2', 'Please come'));
      expect(await incidentsOf(exam.examId)).toMatchObject([
        {
          kind: 'invigilator-call',
          count: 2,
          attemptId,
          candidateId: who.userId,
          detail: { text: 'Please come' },
        },
      ]);
    });

    it('[OBS-27] what candidates of a district say about one question is one incident, with all their words', async () => {
      const { exam } = await door.hall();
      const pages = [await sit(exam, 0), await sit(exam, 2), await sit(exam, 3)];
      for (const [i, { node, who, attemptId }] of pages.entries()) {
        const report = { attemptId, reportId: 'r', questionId: 'q1', text: `No right option, says ${i}` };
        must(await node.useCases.reportQuestion(who, report));
      }
      const [ofNagpur, ofPune] = await incidentsOf(exam.examId);
      expect([ofNagpur, ofPune]).toMatchObject([
        { count: 1 },
        { count: 2, detail: { questionId: 'q1' }, attemptId: null },
      ]);
      const { body } = await door.get(door.admin, `/api/staff/incidents/${ofPune!.id}`);
      expect((body['reports'] as { text: string }[]).map((one) => one.text).toSorted()).toEqual([
        'No right option, says 0',
        'No right option, says 1',
      ]);
    });

    it('[OBS-28] nobody can call or report for another candidate, or report a question that they were not given', async () => {
      const { exam } = await door.hall();
      const { node, attemptId, who } = await sit(exam);
      const stranger = exam.candidates[1]!;
      const call = { attemptId, callId: 'c' };
      const report = { attemptId, reportId: 'r', questionId: 'q1', text: 'Odd' };
      expect(codeOf(await node.useCases.callInvigilator(stranger, call))).toBe('not-found');
      expect(codeOf(await node.useCases.reportQuestion(stranger, report))).toBe('not-found');
      const unknown = { ...report, questionId: 'q99' };
      expect(codeOf(await node.useCases.reportQuestion(who, unknown))).toBe('not-found');
      expect(await incidentsOf(exam.examId)).toEqual([]);
    });

    it('[OBS-22, OBS-29] staff see and deal with the incidents of their own districts and centres only', async () => {
      const { exam, centres } = await door.hall();
      const page = await sit(exam);
      const { attemptId, who } = page;
      must(await page.node.useCases.callInvigilator(who, { attemptId, callId: 'c' }));
      const near = await door.proctor({ kind: 'centre', centreId: centres[0] });
      const far = await door.proctor({ kind: 'centre', centreId: centres[1] });
      const [incident] = await incidentsOf(exam.examId, near);
      const path = `/api/staff/incidents/${incident!.id}`;
      expect(await incidentsOf(exam.examId, far)).toEqual([]);
      expect((await door.get(far, path)).code).toBe('not-in-scope');
      expect((await door.post(far, `${path}/claim`, {})).code).toBe('not-in-scope');
      expect((await door.post(near, `${path}/claim`, {})).body).toMatchObject({
        incident: { state: 'claimed' },
      });
      const colleague = await door.proctor({ kind: 'all' });
      expect((await door.post(colleague, `${path}/claim`, {})).body).toMatchObject({
        error: { code: 'already-claimed', details: { by: { id: near.userId } } },
      });
      expect((await door.post(colleague, `${path}/resolve`, { text: 'Done' })).code).toBe('already-claimed');
      expect((await door.post(colleague, `${path}/note`, { text: '  ' })).code).toBe('malformed');
      expect((await door.post(colleague, `${path}/note`, { text: 'I am near' })).code).toBe('ok');
      door.world.clock.advance(second);
      expect((await door.post(door.admin, `${path}/release`, {})).code).toBe('ok');
      expect((await door.post(colleague, `${path}/resolve`, { text: 'Helped' })).body).toMatchObject({
        incident: { state: 'resolved', notes: [{ text: 'I am near' }, { text: 'Helped' }] },
      });
      expect((await door.post(near, `${path}/claim`, {})).code).toBe('already-resolved');
      expect((await door.post(who, `${path}/claim`, {})).code).toBe('forbidden');
      expect((await door.get(near, `/api/staff/incidents/${randomUUID()}`)).code).toBe('not-found');
    });
  });

  it('[OBS-42] a power cut of a centre is one incident for all nodes, kept up to date, and closed when they are back', async () => {
    const { clock } = door.world;
    const { exam, centres } = await door.hall();
    const page = await sit(exam);
    const roster = createMemoryRoster();
    const incidents = new PostgresIncidents(door.world.prisma);
    let turn = 0;
    const nodes = [0, 1].map(
      (index) => new PowerCuts({ roster, turns: { take: async () => index === turn }, incidents, clock }),
    );
    const hosted = door.world.a.core.desk.attempts.hosted.find(page.attemptId)!;
    const tick = async () => {
      clock.advance(5 * second);
      for (const node of nodes) await node.tick();
    };
    const at = clock.now();
    const rowOf = (i: number, more: object) => ({
      ...{ examId: exam.examId, candidateId: `c${i}`, attemptId: `a${i}`, status: 'started' as const },
      ...{ districtId: pune, centreId: centres[0], connected: true, connectedAt: at, disconnectedAt: null },
      ...{ answered: 0, marked: 0, deadlineAt: null, deadlineVersion: 1, lastSaveAt: null, appliedSeq: 1 },
      ...{ examSeq: 0, confirmed: [], late: 0, version: clock.now() },
      ...more,
    });
    const gone = (i: number) => rowOf(i, { connected: false, disconnectedAt: clock.now() });
    const back = (i: number) => rowOf(i, { connectedAt: clock.now() });
    const publish = (from: number, to: number, row: (i: number) => ReturnType<typeof rowOf>) =>
      roster.publish(
        exam.examId,
        Array.from({ length: to - from }, (_, i) => row(from + i)),
      );
    const shown = async () =>
      (await incidents.latest(exam.examId, 10)).map(({ state, count, detail }) => [state, count, detail]);

    publish(0, 20, (i) => rowOf(i, {}));
    for (const node of nodes) node.onAttendance(hosted);
    await tick();
    expect(await shown()).toEqual([]);
    const since = clock.now();
    publish(0, 12, gone);
    await tick();
    expect(await shown()).toEqual([['open', 12, { offline: 12, started: 20, since }]]);
    turn = 1;
    publish(12, 15, gone);
    await tick();
    expect(await shown()).toEqual([['open', 15, { offline: 15, started: 20, since }]]);
    publish(0, 14, back);
    await tick();
    expect(await shown()).toMatchObject([['resolved', 15, {}]]);
    for (const node of nodes) node.close();
  });
});
