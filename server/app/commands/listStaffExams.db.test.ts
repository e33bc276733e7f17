import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pune } from '../../test/exams.ts';
import { type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';

let door: StaffDoor;

beforeAll(async () => {
  door = await startStaffDoor();
});

afterAll(() => door.stop());

describe('[WEB-48] the rooms that staff may enter', () => {
  it('[WEB-48] are those of published exams, with the parts of the state that are their own', async () => {
    const { exam } = await door.hall();
    const scope = { kind: 'district', districtId: pune } as const;
    const proctor = await door.proctor(scope);
    const reply = await door.get(proctor, '/api/staff/exams');
    expect(reply.body).toMatchObject({ ok: true, scopes: [scope], serverNow: door.world.clock.now() });
    expect(reply.body['exams']).toContainEqual(expect.objectContaining({ id: exam.examId }));
    expect((await door.get(door.admin, '/api/staff/exams')).body).toMatchObject({
      scopes: [{ kind: 'all' }],
    });
  });

  it('[WEB-48] are none for somebody without an assignment', async () => {
    expect((await door.get(await door.proctor(), '/api/staff/exams')).code).toBe('not-in-scope');
    expect((await door.get(null, '/api/staff/exams')).code).toBe('unauthenticated');
  });
});
