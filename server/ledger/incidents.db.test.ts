import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewReport } from '../app/ports/incidents.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { pune } from '../test/exams.ts';
import { FakeClock } from '../test/fakeClock.ts';
import { startNode, type TestNode } from '../test/node.ts';
import { PostgresIncidents } from './incidents.ts';

const at = 1_800_000_000_000;

describe('incidents', () => {
  let database: TestDatabase;
  let node: TestNode;
  let incidents: PostgresIncidents;
  let asha: string;
  let vikram: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, new FakeClock());
    incidents = new PostgresIncidents(node.prisma);
    [asha = '', vikram = ''] = await Promise.all(['Asha Patil', 'Vikram Rao'].map(addProctor));
  });

  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  async function addProctor(displayName: string): Promise<string> {
    const id = randomUUID();
    await node.prisma.user.create({
      data: { id, username: id, displayName, role: 'proctor', passwordHash: '-' },
    });
    return id;
  }

  function call(examId: string, more: Partial<NewReport> = {}): NewReport {
    const attemptId = randomUUID();
    const candidateId = randomUUID();
    const place = { districtId: pune, centreId: null };
    const subject = {
      key: `call:${attemptId}`,
      kind: 'invigilator-call',
      examId,
      attemptId,
      candidateId,
      ...place,
    };
    return {
      subject,
      attemptId,
      candidateId,
      reportId: randomUUID(),
      detail: { text: 'Help' },
      text: 'Help',
      at,
      ...more,
    };
  }

  /** The only incident of a new exam. */
  async function opened(examId = randomUUID()) {
    const report = call(examId);
    await incidents.report(report);
    const [incident] = (await incidents.changedSince(examId, null)).incidents;
    if (incident === undefined) throw new Error('There is no incident.');
    return { examId, report, incident };
  }

  const note = (by: string, text: string) => ({ id: randomUUID(), by, text, at: at + 60_000 });

  it('[OBS-22, OBS-25] is dealt with while it is being brought up to date: neither waits for the other in vain', async () => {
    const examId = randomUUID();
    const subject = call(examId).subject;
    await incidents.observe(subject, { offline: 5 }, 5, at);
    const [incident] = (await incidents.changedSince(examId, null)).incidents;
    const { id } = incident!;
    const rounds = Array.from({ length: 40 }, (_, round) => [
      incidents.observe(subject, { offline: round }, round + 1, at + round),
      incidents.claim(id, asha, at + round),
      incidents.note(id, note(asha, `Round ${round}`)),
      incidents.release(id, asha, false, at + round),
    ]);
    const outcomes = await Promise.allSettled(rounds.flat());
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('[OBS-20] what happens again is the same incident until somebody has resolved it, and then another', async () => {
    const { examId, report, incident } = await opened();
    expect(incident).toMatchObject({
      kind: 'invigilator-call',
      state: 'open',
      count: 1,
      at,
      detail: { text: 'Help' },
    });
    await incidents.report({
      ...report,
      reportId: 'again',
      detail: { text: 'Water', more: 1 },
      text: 'Water',
    });
    expect(await incidents.find(incident.id)).toMatchObject({ count: 2, detail: { text: 'Water', more: 1 } });
    expect((await incidents.reports(incident.id, 10)).map(({ text }) => text).toSorted()).toEqual([
      'Help',
      'Water',
    ]);
    await incidents.resolve(incident.id, note(asha, 'Done'), false);
    await incidents.report({ ...report, reportId: 'later' });
    expect(await incidents.latest(examId, 10)).toMatchObject([
      { count: 1, state: 'open' },
      { state: 'resolved' },
    ]);
  });

  it('[OBS-21] the same report sent again, also at the same time and after the end of its incident, is one', async () => {
    const { examId, report, incident } = await opened();
    await Promise.all(Array.from({ length: 8 }, () => incidents.report({ ...report, reportId: 'twice' })));
    expect(await incidents.find(incident.id)).toMatchObject({ count: 2 });
    await incidents.resolve(incident.id, note(asha, 'Done'), false);
    await incidents.report(report);
    expect(await incidents.latest(examId, 10)).toHaveLength(1);
  });

  it('[OBS-22] one of many who claim it at once has it', async () => {
    const { incident } = await opened();
    const people = [asha, vikram, asha, vikram];
    const outcomes = await Promise.all(people.map((by) => incidents.claim(incident.id, by, at)));
    const owner = (await incidents.find(incident.id))?.claimedBy;
    expect([asha, vikram]).toContain(owner?.id);
    const expected = people.map((by) => (by === owner?.id ? 'changed' : 'already-claimed'));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(expected);
  });

  it('[OBS-22] what somebody has claimed is resolved and let go of by that person, or by who may anyway', async () => {
    const { incident } = await opened();
    await incidents.claim(incident.id, asha, at);
    expect(await incidents.resolve(incident.id, note(vikram, 'Mine'), false)).toEqual({
      outcome: 'already-claimed',
    });
    expect(await incidents.release(incident.id, vikram, false, at)).toEqual({ outcome: 'already-claimed' });
    expect(await incidents.release(incident.id, vikram, true, at)).toMatchObject({ outcome: 'changed' });
    await incidents.claim(incident.id, vikram, at);
    expect(await incidents.resolve(incident.id, note(vikram, 'Helped'), false)).toMatchObject({
      outcome: 'changed',
      incident: {
        state: 'resolved',
        resolvedAt: at + 60_000,
        claimedBy: { id: vikram, name: 'Vikram Rao' },
        notes: [{ by: { id: vikram, name: 'Vikram Rao' }, at: at + 60_000, text: 'Helped' }],
      },
    });
    expect(await incidents.claim(incident.id, asha, at)).toEqual({ outcome: 'already-resolved' });
    expect(await incidents.claim(randomUUID(), asha, at)).toEqual({ outcome: 'not-found' });
    expect(await incidents.claim('no id', asha, at)).toEqual({ outcome: 'not-found' });
  });

  it('[OBS-23] notes stand in their order, each once', async () => {
    const { incident } = await opened();
    const first = note(asha, 'On my way');
    await incidents.note(incident.id, first);
    await incidents.note(incident.id, first);
    await incidents.note(incident.id, { ...note(vikram, 'I see her'), at: at + 120_000 });
    expect((await incidents.find(incident.id))?.notes.map(({ text }) => text)).toEqual([
      'On my way',
      'I see her',
    ]);
  });

  it('[OBS-36] the id of a note stands for that note alone', async () => {
    const { incident } = await opened();
    const first = note(asha, 'On my way');
    await incidents.note(incident.id, first);
    for (const other of [
      { ...first, text: 'Not me' },
      { ...first, by: vikram },
    ]) {
      expect(await incidents.note(incident.id, other)).toEqual({ outcome: 'note-conflict' });
      expect(await incidents.resolve(incident.id, other, true)).toEqual({ outcome: 'note-conflict' });
    }
    const { incident: elsewhere } = await opened();
    expect(await incidents.note(elsewhere.id, first)).toEqual({ outcome: 'note-conflict' });
    expect(await incidents.find(incident.id)).toMatchObject({
      state: 'open',
      notes: [{ text: 'On my way' }],
    });
    expect(await incidents.resolve(incident.id, first, false)).toMatchObject({ outcome: 'changed' });
  });

  it('[OBS-24] whoever follows an exam hears of every change once it is committed, and of no other exam', async () => {
    const { examId, incident } = await opened();
    await opened();
    const { cursor, incidents: all } = await incidents.changedSince(examId, null);
    expect(all.map(({ id }) => id)).toEqual([incident.id]);
    expect(await incidents.changedSince(examId, cursor)).toEqual({ cursor, incidents: [] });
    let seen = new Set<string>();
    let at0 = cursor;
    const writers = Promise.all(Array.from({ length: 30 }, () => incidents.report(call(examId))));
    const follow = async () => {
      const batch = await incidents.changedSince(examId, at0);
      at0 = batch.cursor;
      seen = new Set([...seen, ...batch.incidents.map(({ id }) => id)]);
    };
    while (seen.size < 10) await follow();
    await writers;
    await follow();
    expect(seen.size).toBe(30);
    await incidents.claim(incident.id, asha, at);
    expect((await incidents.changedSince(examId, at0)).incidents).toMatchObject([
      { id: incident.id, state: 'claimed' },
    ]);
  });

  it('[OBS-25] a condition that goes on is one incident with its newest numbers, told only when they change', async () => {
    const examId = randomUUID();
    const subject = { ...call(examId).subject, key: `power-cut:${examId}`, kind: 'power-cut' };
    const look = (offline: number) => incidents.observe(subject, { offline }, offline, at);
    await Promise.all([look(12), look(12)]);
    const { cursor, incidents: first } = await incidents.changedSince(examId, null);
    expect(first).toMatchObject([{ count: 12, detail: { offline: 12 }, state: 'open' }]);
    await look(12);
    expect((await incidents.changedSince(examId, cursor)).incidents).toEqual([]);
    await look(14);
    expect((await incidents.changedSince(examId, cursor)).incidents).toMatchObject([{ count: 14 }]);
    await incidents.settle(subject.key, at + 1);
    expect(await incidents.latest(examId, 5)).toMatchObject([{ state: 'resolved', resolvedAt: at + 1 }]);
    await look(9);
    expect(await incidents.latest(examId, 5)).toHaveLength(2);
  });
});
