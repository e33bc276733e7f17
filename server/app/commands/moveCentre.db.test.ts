import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nagpur, pune } from '../../test/exams.ts';
import { type Hall, minute, reason, type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';
import { Page } from '../../test/world.ts';

let door: StaffDoor;

beforeAll(async () => {
  door = await startStaffDoor();
});

afterAll(() => door.stop());

const centre = ({ centres }: Hall, n: 0 | 1) => ({ kind: 'centre', centreId: centres[n] });

function extend(hall: Hall, minutes: number, scope: object) {
  return door.issue(hall.exam.examId, 'extend', { ms: minutes * minute, reason }, { scope });
}

/** Moves candidate `index` to the second centre. */
function move(hall: Hall, index: number, more: object = {}) {
  const scope = { kind: 'candidates', candidateIds: [hall.ids[index]] };
  const body = { centreId: hall.centres[1], reason };
  return door.issue(hall.exam.examId, 'move-centre', body, { scope, ...more });
}

function pageOf(hall: Hall, index: number, node = door.world.b): Page {
  return new Page(door.world, node, hall.exam, 'page-1', hall.exam.candidates[index]);
}

describe('[CMD-12] somebody who is moved to another centre', () => {
  it.each(['before', 'after'] as const)(
    '%s the exam was opened keeps what the old centre brought, and gets what the new one brings',
    async (when) => {
      const hall = await door.hall();
      const page = pageOf(hall, 0);
      if (when === 'after') await page.open();
      expect((await extend(hall, 1, centre(hall, 0))).body['reaches']).toBe(2);
      expect((await extend(hall, 2, centre(hall, 1))).body['reaches']).toBe(1);
      expect((await move(hall, 0)).code).toBe('ok');
      expect((await extend(hall, 4, centre(hall, 0))).body['reaches']).toBe(1);
      expect((await extend(hall, 8, centre(hall, 1))).body['reaches']).toBe(2);
      if (when === 'before') await page.open();
      const end = door.world.clock.now() + hall.exam.content.rules.durationMs;
      const seen = [await page.state(), await pageOf(hall, 0, door.world.a).open()];
      expect(seen.map(({ deadline }) => (deadline.at - end) / minute)).toEqual([9, 9]);
      expect((await door.world.report()).violations).toEqual([]);
    },
  );

  it('is ended by the sweeper when the new centre is ended, although nobody is there', async () => {
    const hall = await door.hall();
    await pageOf(hall, 0).open();
    await pageOf(hall, 1).open();
    await move(hall, 0);
    await door.issue(hall.exam.examId, 'force-submit', { reason }, { scope: centre(hall, 1) });
    door.world.clock.advance(minute);
    await door.world.b.sweep();
    const statusOf = async (candidateId: string) =>
      (await door.world.prisma.attempt.findFirstOrThrow({ where: { candidateId } })).status;
    expect(await statusOf(hall.ids[0]!)).toBe('sealed');
    expect(await statusOf(hall.ids[1]!)).toBe('open');
  });

  it('belongs to the proctors of the new place from then on', async () => {
    const hall = await door.hall();
    const old = await door.proctor({ kind: 'district', districtId: nagpur });
    const next = await door.proctor({ kind: 'district', districtId: pune });
    const pause = async (who: typeof old) =>
      (
        await door.issue(
          hall.exam.examId,
          'pause',
          { reason },
          { who, scope: { kind: 'candidates', candidateIds: [hall.ids[3]] } },
        )
      ).code;
    expect([await pause(old), await pause(next)]).toEqual(['ok', 'not-in-scope']);
    expect((await move(hall, 3, { who: next })).code).toBe('not-in-scope');
    expect((await move(hall, 3)).code).toBe('ok');
    expect([await pause(old), await pause(next)]).toEqual(['not-in-scope', 'ok']);
    const where = { candidateId: hall.ids[3]! };
    expect((await door.world.prisma.enrolment.findFirstOrThrow({ where })).centreId).toBe(hall.centres[1]);
  });

  it('[CMD-26] stays where they are when whoever would move them is not responsible for the new centre', async () => {
    const hall = await door.hall();
    const old = await door.proctor({ kind: 'district', districtId: nagpur });
    expect((await move(hall, 3, { who: old })).code).toBe('not-in-scope');
    const both = await door.proctor(
      { kind: 'district', districtId: nagpur },
      { kind: 'centre', centreId: hall.centres[1] },
    );
    expect((await move(hall, 3, { who: both })).code).toBe('ok');
  });

  it('may be moved back, and each time only what is issued there counts', async () => {
    const hall = await door.hall();
    const back = { centreId: hall.centres[0], reason };
    const scope = { kind: 'candidates', candidateIds: [hall.ids[0]] };
    await move(hall, 0);
    await extend(hall, 1, centre(hall, 1));
    await door.issue(hall.exam.examId, 'move-centre', back, { scope });
    await extend(hall, 2, centre(hall, 1));
    await extend(hall, 4, centre(hall, 0));
    const page = pageOf(hall, 0);
    const end = door.world.clock.now() + hall.exam.content.rules.durationMs;
    expect(((await page.open()).deadline.at - end) / minute).toBe(5);
    const row = await door.world.prisma.attempt.findFirstOrThrow({ where: { candidateId: hall.ids[0]! } });
    expect(row.centreId).toBe(hall.centres[0]);
  });

  it('[CMD-2] is moved once when the request is repeated, although the seat has changed since', async () => {
    const hall = await door.hall();
    const commandId = '00000000-0000-4000-8000-000000000007';
    const first = await move(hall, 0, { commandId });
    expect((await move(hall, 0, { commandId })).body).toEqual(first.body);
    const other = { centreId: hall.centres[0], reason };
    const scope = { kind: 'candidates', candidateIds: [hall.ids[0]] };
    expect((await door.issue(hall.exam.examId, 'move-centre', other, { scope, commandId })).code).toBe(
      'command-conflict',
    );
  });

  it('[CMD-6] carries what they were granted at the old centre into the limit', async () => {
    const hall = await door.hall({ maxExtensionMs: 10 * minute });
    await extend(hall, 6, centre(hall, 0));
    await move(hall, 0);
    expect(await extend(hall, 6, centre(hall, 1))).toMatchObject({
      code: 'beyond-limit',
      body: { error: { details: { grantedMs: 6 * minute } } },
    });
    expect((await extend(hall, 6, { kind: 'candidates', candidateIds: [hall.ids[2]] })).code).toBe('ok');
  });

  it('[CMD-22] goes to a centre that is there, one at a time', async () => {
    const hall = await door.hall();
    const both = { kind: 'candidates', candidateIds: [hall.ids[0], hall.ids[1]] };
    const body = { centreId: hall.centres[1], reason };
    const { examId } = hall.exam;
    expect((await door.issue(examId, 'move-centre', body, { scope: both })).code).toBe('malformed');
    expect((await door.issue(examId, 'move-centre', body, { scope: centre(hall, 1) })).code).toBe(
      'malformed',
    );
    const one = { kind: 'candidates', candidateIds: [hall.ids[0]] };
    const lost = { centreId: hall.ids[0], reason };
    expect((await door.issue(examId, 'move-centre', lost, { scope: one })).code).toBe('malformed');
  });
});
