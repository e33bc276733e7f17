import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../app/ports.ts';
import { nagpur } from '../../test/exams.ts';
import { receipts } from '../../test/node.ts';
import { type Hall, minute, reason, type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';
import { answer, must, Page } from '../../test/world.ts';

let door: StaffDoor;

beforeAll(async () => {
  door = await startStaffDoor();
});

afterAll(() => door.stop());

interface LateAttempt {
  readonly hall: Hall;
  readonly page: Page;
  /** The frame of the late entries: 1 and 3 are answers, 2 is none. */
  readonly seq: number;
}

/** An attempt whose earlier page has sent three entries after the pen had gone to another. */
async function lateAttempt(isSealed: boolean): Promise<LateAttempt> {
  const hall = await door.hall();
  const old = new Page(door.world, door.world.b, hall.exam, 'page-1');
  await old.open();
  const page = new Page(door.world, door.world.b, hall.exam, 'page-2');
  await page.open();
  if (isSealed) must(await page.seal(0));
  const entries = [answer('q1', 'A'), { kind: 'observed', type: 'tab-hidden', at: 1 }, answer('q1', 'B')];
  must(await old.append(1, entries));
  const frames = await page.frames();
  const seq = Number(frames.find((frame) => frame.endsWith('late'))?.split(' ')[0]);
  return { hall, page, seq };
}

function judge(
  { page, seq }: LateAttempt,
  admit: number[],
  more: { who?: Claims; why?: string | null } = {},
) {
  const { who = door.admin, why = reason } = more;
  return door.post(who, `/api/staff/attempts/${page.attemptId}/late/${seq}`, {
    admit,
    ...(why !== null && { reason: why }),
  });
}

describe('[CMD-16] late answers of', () => {
  it('an open attempt count once a person admits them, and are sealed with the rest', async () => {
    const late = await lateAttempt(false);
    const { page, seq } = late;
    expect((await page.state()).answers['q1']).toBeUndefined();
    const judged = await judge(late, [1, 2]);
    expect(judged.body).toEqual({ ok: true, seq: seq + 1, admitted: [1] });
    expect((await page.state()).answers['q1']?.value).toBe('A');
    must(await page.append(1, [answer('q2', ['A'])]));
    const { receipt } = must(await page.seal(1));
    expect(JSON.parse(receipts.verify(receipt)!.payload)).toMatchObject({ answered: 2, reason: 'submitted' });
  });

  it('[SEAL-10] a sealed attempt make a new receipt that covers them and supersedes the old one', async () => {
    const late = await lateAttempt(true);
    const { page, hall } = late;
    const read = async () => must(await page.node.useCases.receipt(hall.exam.candidates[0]!, page.attemptId));
    const before = await read();
    expect((await judge(late, [3])).code).toBe('ok');
    const after = await read();
    expect(after).toMatchObject({ supersedes: 3 });
    expect(after.receipt).not.toBe(before.receipt);
    expect(JSON.parse(receipts.verify(after.receipt)!.payload)).toMatchObject({
      answered: 1,
      reason: 'adjudicated',
    });
    expect((await page.state()).answers['q1']?.value).toBe('B');
    expect((await door.world.report()).violations).toEqual([]);
  });

  it('are judged once: the same verdict again is harmless, another is refused', async () => {
    for (const isSealed of [false, true]) {
      const late = await lateAttempt(isSealed);
      const first = await judge(late, [1, 2]);
      const frames = await late.page.frames();
      expect((await judge(late, [2, 1])).body).toEqual(first.body);
      expect((await judge(late, [1], { why: 'Another reason.' })).body).toEqual(first.body);
      expect((await judge(late, [3])).code).toBe('already-judged');
      expect((await judge(late, [])).code).toBe('already-judged');
      expect(await late.page.frames()).toEqual(frames);
    }
  });

  it('may be rejected as a whole', async () => {
    const late = await lateAttempt(false);
    expect((await judge(late, [])).body).toMatchObject({ ok: true, admitted: [] });
    expect((await late.page.state()).answers['q1']).toBeUndefined();
    expect((await judge(late, [1])).code).toBe('already-judged');
  });

  it('[CMD-3, CMD-7, CMD-8, CMD-22, CMD-27] are judged with a reason, where they are, by who may', async () => {
    const late = await lateAttempt(false);
    const elsewhere = await door.proctor({ kind: 'district', districtId: nagpur });
    expect((await judge(late, [1], { why: null })).code).toBe('reason-required');
    expect((await judge(late, [1], { who: elsewhere })).code).toBe('not-in-scope');
    expect((await judge(late, [1], { who: late.hall.exam.candidates[0]! })).code).toBe('forbidden');
    expect((await judge({ ...late, seq: 2 }, [1])).code).toBe('not-found');
    expect((await judge({ ...late, seq: 1e9 }, [1])).code).toBe('malformed');
    expect((await judge(late, [0])).code).toBe('malformed');
    expect((await judge(late, [1, 4])).body).toMatchObject({
      error: { code: 'malformed', details: { issues: ['admit: no such entry: 4'] } },
    });
    const path = `/api/staff/attempts/${randomUUID()}/late/3`;
    expect((await door.post(door.admin, path, { admit: [1], reason })).code).toBe('not-found');
    expect((await late.page.frames()).at(-1)).toMatch(/late/);
  });
});

describe('[CMD-17] the timeline of an attempt', () => {
  const timelineOf = (page: Page, who = door.admin, query = '') =>
    door.get(who, `/api/staff/attempts/${page.attemptId}/timeline${query}`);

  it('tells everything that happened, who did it, and what waits to be judged', async () => {
    const late = await lateAttempt(false);
    const { hall, page, seq } = late;
    const { examId } = hall.exam;
    const centre = { kind: 'centre', centreId: hall.centres[0] };
    await door.issue(examId, 'extend', { ms: minute, reason }, { scope: centre });
    await door.issue(examId, 'pause', { reason }, { scope: { kind: 'centre', centreId: hall.centres[1] } });
    must(await page.append(1, [answer('q2', ['A'])]));
    const before = await timelineOf(page);
    expect(before.body).toMatchObject({
      examId,
      candidate: {
        ...{ candidateId: hall.ids[0], name: 'A candidate', rollNumber: 'R1', centreId: hall.centres[0] },
        ...{ status: 'open', deadlineVersion: 2, answered: 1, marked: 0, late: 2 },
      },
      frames: [
        { seq: 1, kind: 'opened', body: { deviceId: 'page-1' } },
        { seq: 2, kind: 'entered', body: { epoch: 2 } },
        { seq, kind: 'late', body: { why: 'older-epoch', from: 1 }, verdict: null },
        { seq: 4, kind: 'answered', examSeq: expect.any(Number) },
      ],
      more: false,
      commands: [{ seq: 1, kind: 'extend', actor: { id: door.admin.userId, name: 'The admin' } }],
    });
    expect((before.body['questionIds'] as string[]).length).toBe(9);
    await judge(late, [1]);
    const after = await timelineOf(page, door.admin, '?after=2');
    const verdict = { admitted: [1], actor: { name: 'The admin' }, reason, seq: 5 };
    expect(after.body).toMatchObject({
      candidate: { answered: 2, late: 0 },
      frames: [{ seq: 3, verdict }, { seq: 4 }, { seq: 5, kind: 'adjudicated', body: { lateSeq: 3 } }],
    });
  });

  it('[SEC-40] holds no key, no receipt, no sign-in and no code', async () => {
    const { hall, page } = await lateAttempt(true);
    const path = `/api/staff/exams/${hall.exam.examId}/candidates/${hall.ids[0]}/sign-in-code`;
    const { body } = await door.post(door.admin, path, { commandId: randomUUID(), reason });
    const told = JSON.stringify((await timelineOf(page)).body);
    const { receipt } = must(await page.node.useCases.receipt(hall.exam.candidates[0]!, page.attemptId));
    for (const secret of ['codeHash', 'receipt', 'sessionId', 'seed', receipt, String(body['code'])]) {
      expect(told).not.toContain(secret);
    }
  });

  it('[CMD-7, CMD-22] is shown to who may see the candidate', async () => {
    const { page, hall } = await lateAttempt(false);
    const mine = await door.proctor({ kind: 'centre', centreId: hall.centres[0] });
    const other = await door.proctor({ kind: 'centre', centreId: hall.centres[1] });
    expect((await timelineOf(page, mine)).code).toBe('ok');
    expect((await timelineOf(page, other)).code).toBe('not-in-scope');
    expect((await timelineOf(page, hall.exam.candidates[0])).code).toBe('forbidden');
    expect((await door.get(door.admin, '/api/staff/attempts/x/timeline')).code).toBe('not-found');
    expect((await timelineOf(page, door.admin, '?after=-1')).code).toBe('malformed');
  });
});
