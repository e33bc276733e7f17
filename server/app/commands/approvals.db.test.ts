import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../app/ports.ts';
import { claimsOf, pune } from '../../test/exams.ts';
import {
  type Hall,
  minute,
  type Reply,
  reason,
  type StaffDoor,
  startStaffDoor,
} from '../../test/staffDoor.ts';
import { Page } from '../../test/world.ts';

let door: StaffDoor;
let colleague: Claims;

/** Here two people are many. */
beforeAll(async () => {
  door = await startStaffDoor({ secondApproverAbove: 2 });
  colleague = await door.proctor({ kind: 'all' });
});

afterAll(() => door.stop());

const approvals = (examId: string) => `/api/staff/exams/${examId}/approvals`;

function idOf({ body }: Reply): string {
  return (body['approval'] as { id: string }).id;
}

async function ask(hall: Hall, kind = 'terminate', commandId = randomUUID()): Promise<Reply> {
  return door.issue(hall.exam.examId, kind, { reason }, { commandId });
}

function decide(hall: Hall, id: string, approve: boolean, who = colleague, why: string | null = 'Agreed.') {
  const body = { approve, ...(why !== null && { reason: why }) };
  return door.post(who, `${approvals(hall.exam.examId)}/${id}`, body);
}

function logOf({ exam: { examId } }: Hall) {
  return door.world.prisma.examCommand.findMany({ where: { examId }, orderBy: { seq: 'asc' } });
}

describe('[CMD-9] an end for many', () => {
  it('waits for a second person, and nothing happens before', async () => {
    const hall = await door.hall();
    const page = new Page(door.world, door.world.b, hall.exam);
    await page.open();
    for (const kind of ['terminate', 'force-submit']) {
      const asked = await ask(hall, kind);
      expect(asked.body).toEqual({
        ok: true,
        approval: { id: expect.any(String), needed: 'second-approver', state: 'open' },
        reaches: 4,
      });
    }
    door.world.clock.advance(minute);
    expect((await page.state()).status).toBe('open');
    expect(await logOf(hall)).toEqual([]);
  });

  it('does not wait when it reaches few, nor does anything else wait', async () => {
    const hall = await door.hall();
    const { examId } = hall.exam;
    const scope = { kind: 'centre', centreId: hall.centres[0] };
    expect((await door.issue(examId, 'terminate', { reason }, { scope })).body).toHaveProperty('command');
    expect((await door.issue(examId, 'pause', { reason })).body).toHaveProperty('command');
    const path = `/api/staff/exams/${examId}/commands/preview`;
    const waits = async (kind: string, scope: object) =>
      (await door.post(door.admin, path, { kind, scope })).body['needsApproval'];
    expect(await waits('terminate', { kind: 'all' })).toBe(true);
    expect(await waits('terminate', scope)).toBe(false);
    expect(await waits('extend', { kind: 'all' })).toBe(false);
  });

  it('[CMD-25] is not avoided by ending it for a few at a time', async () => {
    const hall = await door.hall();
    const { examId } = hall.exam;
    const end = async (kind: string, people: readonly number[], who = door.admin) => {
      const scope = { kind: 'candidates', candidateIds: people.map((index) => hall.ids[index]) };
      const preview = `/api/staff/exams/${examId}/commands/preview`;
      const { needsApproval } = (await door.post(who, preview, { kind, scope })).body;
      const reply = await door.issue(examId, kind, { reason }, { scope, who });
      expect(needsApproval).toBe('approval' in reply.body);
      return reply;
    };
    const centre = { scope: { kind: 'centre', centreId: hall.centres[0] } };
    expect((await door.issue(examId, 'force-submit', { reason }, centre)).body).toHaveProperty('command');
    expect((await end('terminate', [0])).body).toHaveProperty('command');
    expect((await end('terminate', [2], colleague)).body).toHaveProperty('command');
    const third = await end('terminate', [2]);
    expect(third.body).toMatchObject({ approval: { state: 'open' }, reaches: 1 });
    expect((await decide(hall, idOf(third), true)).code).toBe('ok');
    expect((await end('force-submit', [3])).body).toHaveProperty('command');
  });

  it('[CMD-2] asked for again under its id is the same request, and with other content refused', async () => {
    const hall = await door.hall();
    const commandId = randomUUID();
    const [one, other] = await Promise.all([
      ask(hall, 'terminate', commandId),
      ask(hall, 'terminate', commandId),
    ]);
    expect(other.body).toEqual(one.body);
    expect((await ask(hall, 'force-submit', commandId)).code).toBe('command-conflict');
    await decide(hall, idOf(one), true);
    const after = await ask(hall, 'terminate', commandId);
    expect(after.body).toMatchObject({ ok: true, command: { seq: 1, commandId }, reaches: 4 });
    expect((await ask(hall, 'force-submit', commandId)).code).toBe('command-conflict');
  });

  it('[CMD-3] needs its reason before it can wait', async () => {
    const hall = await door.hall();
    expect((await door.issue(hall.exam.examId, 'terminate', { reason: ' ' })).code).toBe('reason-required');
  });
});

describe('[CMD-10] the second person', () => {
  it('sees what waits, approves, and stands in the log beside the first', async () => {
    const hall = await door.hall();
    const { examId } = hall.exam;
    const page = new Page(door.world, door.world.b, hall.exam);
    await page.open();
    const asked = await ask(hall);
    const listed = async (who: Claims) => (await door.get(who, approvals(examId))).body['approvals'];
    const waiting = {
      ...{ id: idOf(asked), commandId: expect.any(String), kind: 'terminate', scope: { kind: 'all' } },
      ...{ body: { reason }, issuer: { id: door.admin.userId, name: 'The admin' } },
      ...{ issuedAt: door.world.clock.now(), reaches: 4 },
    };
    expect(await listed(colleague)).toEqual([{ ...waiting, own: false }]);
    expect(await listed(door.admin)).toEqual([{ ...waiting, own: true }]);

    door.world.clock.advance(minute);
    const approved = await decide(hall, idOf(asked), true);
    expect(approved.body).toMatchObject({
      ok: true,
      approved: true,
      command: { seq: 1, kind: 'terminate' },
      reaches: 4,
    });
    expect(await listed(colleague)).toEqual([]);
    const [row] = await logOf(hall);
    expect(row).toMatchObject({ actor: door.admin.userId, issuedAt: BigInt(door.world.clock.now()) });
    expect(JSON.parse(row!.body)).toEqual({
      reason,
      approval: { id: idOf(asked), by: colleague.userId, reason: 'Agreed.' },
    });
    door.world.clock.advance(minute);
    expect((await page.state()).status).toBe('sealed');
  });

  it('is somebody else, who may act on all of them, and says why', async () => {
    const hall = await door.hall();
    const id = idOf(await ask(hall));
    const ofPune = await door.proctor({ kind: 'district', districtId: pune });
    expect((await decide(hall, id, true, door.admin)).code).toBe('approval-needed-from-other');
    expect((await decide(hall, id, false, door.admin)).code).toBe('approval-needed-from-other');
    expect((await decide(hall, id, true, ofPune)).code).toBe('not-in-scope');
    expect((await decide(hall, id, true, claimsOf(hall.ids[0]!))).code).toBe('forbidden');
    expect((await decide(hall, id, true, colleague, null)).code).toBe('reason-required');
    expect((await decide(hall, randomUUID(), true)).code).toBe('not-found');
    expect((await decide(await door.hall(), id, true)).code).toBe('not-found');
    expect(await logOf(hall)).toEqual([]);
  });

  it('decides once: the first word stands, the same again is harmless, the other is told so', async () => {
    const hall = await door.hall();
    const third = await door.proctor({ kind: 'all' });
    const rejected = idOf(await ask(hall));
    expect((await decide(hall, rejected, false)).body).toEqual({ ok: true, approved: false, reaches: 4 });
    expect((await decide(hall, rejected, false, third)).code).toBe('ok');
    expect((await decide(hall, rejected, true, third)).code).toBe('already-decided');
    expect(await logOf(hall)).toEqual([]);

    const approved = idOf(await ask(hall));
    const both = await Promise.all([decide(hall, approved, true), decide(hall, approved, true, third)]);
    expect(both.map(({ code }) => code)).toEqual(['ok', 'ok']);
    expect((await decide(hall, approved, false, third)).code).toBe('already-decided');
    expect(await logOf(hall)).toHaveLength(1);
  });

  it('cannot bring back what was rejected: asking again under its id says so', async () => {
    const hall = await door.hall();
    const commandId = randomUUID();
    await decide(hall, idOf(await ask(hall, 'terminate', commandId)), false);
    expect((await ask(hall, 'terminate', commandId)).body).toMatchObject({ approval: { state: 'rejected' } });
  });

  it('[CMD-11] completes an approval that was cut off by repeating it', async () => {
    const hall = await door.hall();
    const id = idOf(await ask(hall));
    const decision = {
      approvalId: id,
      actor: colleague.userId,
      approve: true,
      reason: 'Agreed.',
      decidedAt: 1n,
    };
    await door.world.prisma.approvalDecision.create({ data: decision });
    const third = await door.proctor({ kind: 'all' });
    expect((await door.get(third, approvals(hall.exam.examId))).body['approvals']).toMatchObject([{ id }]);
    expect((await decide(hall, id, true, third)).code).toBe('ok');
    const [row] = await logOf(hall);
    expect(JSON.parse(row!.body)).toMatchObject({ approval: { by: colleague.userId } });
  });

  it('[LOG-40] leaves rows that nobody changes', async () => {
    const hall = await door.hall();
    const id = idOf(await ask(hall));
    await decide(hall, id, false);
    const { prisma } = door.world;
    const refused = /append-only/;
    await expect(prisma.$executeRaw`UPDATE approval SET reason = 'x'`).rejects.toThrow(refused);
    await expect(prisma.$executeRaw`DELETE FROM approval`).rejects.toThrow(refused);
    await expect(prisma.$executeRaw`UPDATE approval_decision SET approve = true`).rejects.toThrow(refused);
  });
});
