import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../app/ports.ts';
import { sha256 } from '../../main/core.ts';
import { pune } from '../../test/exams.ts';
import { type Hall, minute, reason, type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';

let door: StaffDoor;

beforeAll(async () => {
  door = await startStaffDoor();
});

afterAll(() => door.stop());

interface Ask {
  readonly who?: Claims;
  readonly commandId?: string;
  readonly why?: string | undefined;
}

function ask({ exam }: Hall, candidateId: string, ask: Ask = {}) {
  const { who = door.admin, commandId = randomUUID() } = ask;
  const why = 'why' in ask ? ask.why : reason;
  return door.post(who, `/api/staff/exams/${exam.examId}/candidates/${candidateId}/sign-in-code`, {
    commandId,
    ...(why !== undefined && { reason: why }),
  });
}

async function codeFor(hall: Hall, candidateId: string): Promise<string> {
  return String((await ask(hall, candidateId)).body['code']);
}

const signIn = (username: string, code: string) => door.post(null, '/api/sessions', { username, code });

describe('[CMD-13] a sign-in code', () => {
  it('lets its candidate in, once, however it is typed', async () => {
    const hall = await door.hall();
    const issued = await ask(hall, hall.ids[0]!);
    expect(issued.body).toEqual({
      ok: true,
      code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/),
      username: hall.ids[0],
      expiresAt: door.world.clock.now() + 15 * minute,
    });
    const typed = ` ${String(issued.body['code']).toLowerCase().replace('-', ' ').replaceAll('0', 'o')} `;
    const first = await signIn(` ${hall.ids[0]!.toUpperCase()}`, typed);
    expect(first.body).toMatchObject({ ok: true, user: { id: hall.ids[0], role: 'candidate' } });
    expect((await signIn(hall.ids[0]!, typed)).code).toBe('bad-credentials');
  });

  it('lets one of two in who use it at the same time', async () => {
    const hall = await door.hall();
    const code = await codeFor(hall, hall.ids[0]!);
    const both = await Promise.all([signIn(hall.ids[0]!, code), signIn(hall.ids[0]!, code)]);
    expect(both.map((reply) => reply.code).toSorted()).toEqual(['bad-credentials', 'ok']);
  });

  it('is no good for anybody else, nor misspelt, nor for a user that is not there', async () => {
    const hall = await door.hall();
    const code = await codeFor(hall, hall.ids[0]!);
    const other = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`;
    expect((await signIn(hall.ids[1]!, code)).code).toBe('bad-credentials');
    expect((await signIn(hall.ids[0]!, other)).code).toBe('bad-credentials');
    expect((await signIn('nobody', code)).code).toBe('bad-credentials');
    expect((await signIn(hall.ids[0]!, code)).code).toBe('ok');
  });

  it('is good for 15 minutes', async () => {
    const hall = await door.hall();
    const [early, late] = [await codeFor(hall, hall.ids[0]!), await codeFor(hall, hall.ids[1]!)];
    door.world.clock.advance(15 * minute - 1);
    expect((await signIn(hall.ids[0]!, early)).code).toBe('ok');
    door.world.clock.advance(1);
    expect((await signIn(hall.ids[1]!, late)).code).toBe('bad-credentials');
  });

  it('takes the place of the one before', async () => {
    const hall = await door.hall();
    const old = await codeFor(hall, hall.ids[0]!);
    door.world.clock.advance(1);
    const young = await codeFor(hall, hall.ids[0]!);
    expect((await signIn(hall.ids[0]!, old)).code).toBe('bad-credentials');
    expect((await signIn(hall.ids[0]!, young)).code).toBe('ok');
  });

  it('opens nothing for somebody who is disabled meanwhile', async () => {
    const hall = await door.hall();
    const code = await codeFor(hall, hall.ids[0]!);
    const data = { disabledAt: new Date(door.world.clock.now()) };
    await door.world.prisma.user.update({ where: { id: hall.ids[0]! }, data });
    expect((await signIn(hall.ids[0]!, code)).code).toBe('bad-credentials');
  });

  it('[SEC-20] guessed at is answered after a growing delay', async () => {
    const hall = await door.hall();
    await codeFor(hall, hall.ids[0]!);
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await signIn(hall.ids[0]!, `AAAAA-AAAA${n}`)).code);
    expect(codes).toEqual([...Array(4).fill('bad-credentials'), 'rate-limited', 'rate-limited']);
  });

  it('stands in the log as its SHA-256 only, and not even that is shown', async () => {
    const hall = await door.hall();
    const { examId } = hall.exam;
    const code = await codeFor(hall, hall.ids[0]!);
    const [row] = await door.world.prisma.examCommand.findMany({ where: { examId } });
    const expiresAt = door.world.clock.now() + 15 * minute;
    expect(JSON.parse(row!.body)).toEqual({ reason, codeHash: sha256(code.replace('-', '')), expiresAt });
    const listed = await door.get(door.admin, `/api/staff/exams/${examId}/commands`);
    expect(listed.body).toMatchObject({
      commands: [{ kind: 'sign-in-code', body: { reason, expiresAt }, reaches: 1 }],
    });
    expect(JSON.stringify(listed.body)).not.toContain(sha256(code.replace('-', '')));
  });

  it('[CMD-14] is shown once: the request repeated says so, the id used otherwise is a conflict', async () => {
    const hall = await door.hall();
    const commandId = randomUUID();
    const [one, other] = await Promise.all([
      ask(hall, hall.ids[0]!, { commandId }),
      ask(hall, hall.ids[0]!, { commandId }),
    ]);
    expect([one.code, other.code].toSorted()).toEqual(['code-shown', 'ok']);
    expect((await ask(hall, hall.ids[0]!, { commandId })).code).toBe('code-shown');
    const paused = await door.issue(hall.exam.examId, 'pause', { reason }, { commandId });
    expect(paused.code).toBe('command-conflict');
    const used = randomUUID();
    await door.issue(hall.exam.examId, 'pause', { reason }, { commandId: used });
    expect((await ask(hall, hall.ids[0]!, { commandId: used })).code).toBe('command-conflict');
  });

  it('[CMD-3, CMD-4, CMD-7] is issued with a reason, to who is enrolled, by who may', async () => {
    const hall = await door.hall();
    const ofPune = await door.proctor({ kind: 'district', districtId: pune });
    expect((await ask(hall, hall.ids[0]!, { why: undefined })).code).toBe('reason-required');
    expect((await ask(hall, randomUUID())).code).toBe('unknown-candidate');
    expect((await ask(hall, 'x')).code).toBe('unknown-candidate');
    expect((await ask(hall, hall.ids[3]!, { who: ofPune })).code).toBe('not-in-scope');
    expect((await ask(hall, hall.ids[0]!, { who: hall.exam.candidates[0]! })).code).toBe('forbidden');
    expect((await ask(hall, hall.ids[0]!, { who: ofPune })).code).toBe('ok');
  });
});
