import { describe, expect, it } from 'vitest';
import type { RoomScope } from '../../protocol/proctor.ts';
import { maxIncidents, maxRowsPerDelta, maxSavedPerDelta } from '../../protocol/proctor.ts';
import { enrolledPerson } from '../../test/roster/rows.ts';
import { commandAt, incident, TestExam, TestViewer } from '../../test/roster/testExam.ts';

async function opened(count: number, scope: RoomScope = { kind: 'all' }) {
  const exam = new TestExam();
  exam.enrol(count);
  await exam.roster.load([], false);
  const room = exam.roster.room(scope);
  const viewer = new TestViewer(room);
  const tick = () => room.tick(exam.now, false);
  return { exam, room, viewer, tick };
}

describe('a live room', () => {
  it('[ROS-1] shows everyone enrolled, also who is absent, in pages of a thousand', async () => {
    const { room } = await opened(2_500);
    const { total, pages, counts } = room.state();
    expect({ total, pages }).toEqual({ total: 2_500, pages: 3 });
    const people = [0, 1, 2].flatMap((index) => room.page(index, pages).people);
    expect(new Set(people.map(({ candidateId }) => candidateId)).size).toBe(2_500);
    expect(people.every(({ live }) => live === null)).toBe(true);
    expect(counts).toMatchObject({ enrolled: 2_500, absent: 2_500, connected: 0 });
  });

  it('[ROS-2] says in a second without change only that it has passed', async () => {
    const { room, tick } = await opened(3);
    expect(tick().full).toEqual({ roomId: room.id, from: 1, version: 2, serverNow: 1_000, stale: false });
  });

  it('[ROS-3] numbers its deltas without a gap', async () => {
    const { exam, tick } = await opened(3);
    tick();
    exam.publish('p00001');
    expect(tick().full).toMatchObject({ from: 2, version: 3, rows: [{ n: 1 }] });
  });

  it('[ROS-4] tells of at most 500 rows a second, whoever has waited longest first', async () => {
    const { exam, tick } = await opened(1_200);
    for (const candidateId of [...exam.enrolled.keys()].reverse()) exam.publish(candidateId);
    const told = [tick(), tick(), tick(), tick()].map(({ full }) => (full.rows ?? []).map(({ n }) => n));
    expect(told.map((rows) => rows.length)).toEqual([maxRowsPerDelta, maxRowsPerDelta, 200, 0]);
    expect(told.flat()).toEqual(Array.from({ length: 1_200 }, (_, index) => 1_199 - index));
  });

  it('[ROS-4] does not let a row that changes every second wait for ever, nor keep others waiting', async () => {
    const { exam, tick } = await opened(900);
    const ids = [...exam.enrolled.keys()];
    const told = new Set<number>();
    for (let second = 0; second < 2; second += 1) {
      for (const candidateId of ids) exam.publish(candidateId, { deadlineVersion: second + 2 });
      for (const { n } of tick().full.rows ?? []) told.add(n);
    }
    expect(told.size).toBe(900);
  });

  it('[ROS-5] tells of saves in short, at most 2,500 a second, each with the latest answers', async () => {
    const { exam, tick } = await opened(3_000);
    for (const candidateId of exam.enrolled.keys()) exam.publish(candidateId);
    for (let second = 0; second < 6; second += 1) tick();
    for (const answered of [1, 2]) {
      for (const candidateId of exam.enrolled.keys()) exam.publish(candidateId, { answered, lastSaveAt: 5 });
    }
    const [first, second] = [tick(), tick()].map(({ full }) => full);
    expect([first?.saved?.length, second?.saved?.length]).toEqual([maxSavedPerDelta, 500]);
    expect([first, second].every((delta) => delta?.rows === undefined)).toBe(true);
    expect(first?.saved?.[0]).toEqual([0, 2, 0, 5]);
  });

  it('[ROS-6] tells a viewer of counts only nothing of single people', async () => {
    const { exam, tick } = await opened(3);
    exam.publish('p00000', { answered: 4 });
    const { slim } = tick();
    expect(slim).toMatchObject({
      counts: { absent: 2, started: 1, answered: 4 },
      tiles: [{ districtId: 1 }],
    });
    expect(Object.keys(slim)).not.toContain('rows');
  });

  it('[ROS-6] keeps nothing for viewers of rows when there are none', async () => {
    const { exam, room, tick } = await opened(3);
    room.unwatchRows();
    exam.publish('p00000');
    expect(tick().full.rows).toBeUndefined();
  });

  it('[ROS-7] knows from the database who has started or handed in while no node has them in memory', async () => {
    const exam = new TestExam();
    exam.enrol(1, { attempt: { attemptId: 'a1', status: 'open' } });
    exam.enrol(1, { attempt: { attemptId: 'a2', status: 'sealed' } });
    await exam.roster.load([], false);
    const room = exam.roster.room({ kind: 'all' });
    expect(room.state().counts).toMatchObject({ started: 1, handedIn: 1, offline: 1, absent: 0 });
    expect(room.page(0, 1).people.map(({ live }) => live)).toMatchObject([
      { status: 'started', connected: false, answered: null },
      { status: 'handed-in', connected: false, answered: null },
    ]);
  });

  it('[ROS-8] counts by status, by connection, and by late answers that wait', async () => {
    const { exam, room } = await opened(6);
    exam.publish('p00000', { status: 'signed-in', attemptId: null });
    exam.publish('p00001', { status: 'started', answered: 3 });
    exam.publish('p00002', { status: 'paused', connected: false, answered: 2, late: 1 });
    exam.publish('p00003', { status: 'handed-in', connected: false, answered: 9 });
    exam.publish('p00004', { status: 'started', connected: false });
    expect(room.state().counts).toEqual({
      ...{ enrolled: 6, absent: 1, signedIn: 1, started: 2, paused: 1, handedIn: 1 },
      ...{ connected: 2, offline: 2, answered: 14, late: 1, incidents: 0, concerned: 0 },
    });
  });

  it('[ROS-9] has a tile for each district of the state, and for each centre of a district', async () => {
    const exam = new TestExam();
    exam.enrol(3, { districtId: 1, centreId: 'c1' });
    exam.enrol(2, { districtId: 1, centreId: null });
    exam.enrol(1, { districtId: 2, centreId: 'c2' });
    await exam.roster.load([], false);
    const tilesOf = (scope: RoomScope) =>
      exam.roster
        .room(scope)
        .state()
        .tiles.map(({ districtId, centreId, enrolled }) => ({ districtId, centreId, enrolled }));
    expect(tilesOf({ kind: 'all' })).toEqual([
      { districtId: 1, enrolled: 5 },
      { districtId: 2, enrolled: 1 },
    ]);
    expect(tilesOf({ kind: 'district', districtId: 1 })).toEqual([
      { districtId: 1, centreId: 'c1', enrolled: 3 },
      { districtId: 1, centreId: null, enrolled: 2 },
    ]);
    expect(tilesOf({ kind: 'centre', centreId: 'c2' })).toEqual([
      { districtId: 2, centreId: 'c2', enrolled: 1 },
    ]);
  });

  it('[ROS-10] says of each command whom it reaches, where it has taken effect, and who has confirmed it', async () => {
    const { exam, room, tick } = await opened(4);
    exam.publish('p00000');
    exam.publish('p00001');
    exam.publish('p00002', { status: 'handed-in' });
    tick();
    exam.roster.hear([commandAt(1)]);
    const progress = () =>
      room
        .state()
        .commands.map(({ reaches, applied, confirmed, pending }) => [reaches, applied, confirmed, pending]);
    expect(progress()).toEqual([[4, 0, 0, 2]]);
    exam.publish('p00000', { examSeq: 1 });
    exam.publish('p00001', { examSeq: 1, confirmed: [1] });
    expect(progress()).toEqual([[4, 2, 1, 1]]);
    expect(tick().full.commands).toMatchObject([{ seq: 1, confirmed: 1, pending: 1 }]);
    expect(tick().full.commands).toBeUndefined();
  });

  it('[ROS-10] waits for no confirmation of what a page never shows', async () => {
    const { exam, room } = await opened(1);
    exam.publish('p00000', { examSeq: 1 });
    exam.roster.hear([commandAt(1, { kind: 'release-device', body: { reason: 'Broken.' } })]);
    expect(room.state().commands).toMatchObject([{ reaches: 1, applied: 1, pending: 0 }]);
  });

  it('[ROS-11] takes a candidate who is moved out of one room and into the other', async () => {
    const exam = new TestExam();
    exam.enrol(2);
    await exam.roster.load([], false);
    const [from, to] = (['c1', 'c2'] as const).map(
      (centreId) => new TestViewer(exam.roster.room({ kind: 'centre', centreId })),
    );
    exam.roster.hear([
      commandAt(1, {
        kind: 'move-centre',
        scope: { kind: 'candidates', candidateIds: ['p00001'] },
        body: { districtId: 2, centreId: 'c2', from: { districtId: 1, centreId: 'c1' }, reason: 'Flooded.' },
      }),
    ]);
    expect(from!.room.tick(1, false).full).toMatchObject({ gone: [1], counts: { enrolled: 1 } });
    expect(to!.room.tick(1, false).full).toMatchObject({
      people: [{ n: 1, candidateId: 'p00001', districtId: 2, centreId: 'c2' }],
      counts: { enrolled: 1 },
    });
  });

  it('[ROS-12] finds who is enrolled, renamed or struck off while it is open', async () => {
    const { exam, viewer, tick } = await opened(3);
    viewer.page(viewer.room.page(0, 1));
    exam.enrolled.delete('p00000');
    exam.enrolled.set('p00001', enrolledPerson('p00001', { name: 'A new name' }));
    exam.enrolled.set('p00009', enrolledPerson('p00009'));
    exam.publish('p00009');
    await exam.roster.readSlice();
    viewer.delta(tick().full);
    expect(viewer.people.map(({ candidateId, name, live }) => [candidateId, name, live?.status])).toEqual([
      ['p00001', 'A new name', undefined],
      ['p00002', 'Name of p00002', undefined],
      ['p00009', 'Name of p00009', 'started'],
    ]);
    expect(viewer.room.state().counts.enrolled).toBe(3);
  });

  it('[ROS-13] brings incidents of its part of the state, and takes them out of the counts when they are resolved', async () => {
    const { exam, room, tick } = await opened(1, { kind: 'centre', centreId: 'c1' });
    exam.raise(incident());
    exam.raise(incident({ id: 'i2', centreId: 'c2' }));
    await exam.roster.readIncidents();
    expect(tick().full).toMatchObject({ incidents: [{ id: 'i1' }], counts: { incidents: 1 } });
    exam.raise(incident({ state: 'resolved' }));
    await exam.roster.readIncidents();
    expect(tick().full).toMatchObject({
      incidents: [{ id: 'i1', state: 'resolved' }],
      counts: { incidents: 0 },
    });
    expect(room.state().incidents).toEqual([]);
  });

  describe('[ROS-28] with more incidents than a viewer can look at', () => {
    const ids = (some: readonly { readonly id: string }[] = []) => some.map(({ id }) => id);

    async function flooded() {
      const parts = await opened(1);
      const { exam } = parts;
      for (let at = 1; at <= maxIncidents + 40; at += 1)
        exam.raise(incident({ id: `i${at}`, kind: 'tab-hidden', at }));
      exam.raise(incident({ id: 'cut', kind: 'power-cut', at: 0 }));
      exam.raise(incident({ id: 'call', kind: 'invigilator-call', at: 0 }));
      await exam.roster.readIncidents();
      return parts;
    }

    it('[ROS-28] opens with the most urgent 500, and counts all', async () => {
      const { room } = await flooded();
      const { incidents, counts } = room.state();
      expect(counts.incidents).toBe(maxIncidents + 42);
      expect(incidents).toHaveLength(maxIncidents);
      expect(ids(incidents).slice(0, 3)).toEqual(['cut', 'call', `i${maxIncidents + 40}`]);
    });

    it('[ROS-28, ROS-29] counts in each district and centre what no viewer has, and whom it is about', async () => {
      const parts = await opened(2);
      const { exam, tick } = parts;
      for (let at = 1; at <= maxIncidents; at += 1) {
        exam.raise(incident({ id: `i${at}`, at, centreId: 'c2', candidateId: 'p00001' }));
      }
      exam.raise(incident({ id: 'least', at: 0, candidateId: 'p00000' }));
      exam.raise(incident({ id: 'question', at: 0, centreId: null }));
      await exam.roster.readIncidents();
      const many = maxIncidents;
      expect(tick().slim).toMatchObject({
        counts: { incidents: many + 2, concerned: 2 },
        tiles: [{ districtId: 1, incidents: many + 2, concerned: 2 }],
        centreIncidents: [
          { districtId: 1, centreId: 'c1', incidents: 1, concerned: 1 },
          { districtId: 1, centreId: 'c2', incidents: many, concerned: 1 },
        ],
      });
      exam.raise(incident({ id: 'least', candidateId: 'p00000', state: 'resolved' }));
      await exam.roster.readIncidents();
      const left = [{ districtId: 1, centreId: 'c1', incidents: 0, concerned: 0 }];
      expect(tick().slim).toMatchObject({
        counts: { incidents: many + 1, concerned: 1 },
        centreIncidents: left,
      });
      expect(tick().slim.centreIncidents).toBeUndefined();
      expect(exam.roster.room({ kind: 'all' }).state().centreIncidents).toHaveLength(1);
      expect(exam.roster.room({ kind: 'district', districtId: 1 }).state().centreIncidents).toBeUndefined();
    });

    it('[ROS-28] tells of at most 500 a second, the longest unsent first', async () => {
      const { tick } = await flooded();
      const told = [tick(), tick(), tick()].map(({ full }) => ids(full.incidents));
      expect(told.map((some) => some.length)).toEqual([maxIncidents, 42, 0]);
      expect(told.flat().slice(0, 2)).toEqual(['i1', 'i2']);
    });

    it('[ROS-28] lets others follow as those before them are resolved, for whoever has come in when', async () => {
      const { exam, room } = await flooded();
      const late = exam.roster.room({ kind: 'district', districtId: 1 });
      const opening = ids(late.state().incidents);
      expect(opening).not.toContain('i42');
      exam.raise(incident({ id: 'call', kind: 'invigilator-call', at: 0, state: 'resolved' }));
      await exam.roster.readIncidents();
      expect(ids(late.tick(exam.now, false).slim.incidents)).toEqual(['call', 'i42']);
      expect(late.tick(exam.now, false).slim.incidents).toBeUndefined();
      expect(ids(late.state().incidents)).toContain('i42');
      expect(room.state().counts.incidents).toBe(maxIncidents + 41);
    });
  });
});
