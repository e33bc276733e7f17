import { describe, expect, it } from 'vitest';
import { wireError } from '../../../../server/protocol/errorSentences.ts';
import type { RoomDelta } from '../../../../server/protocol/proctor.ts';
import { ServerClock } from '../../../session/serverClock.ts';
import { FakeEnvironment } from '../../../session/test/fakeEnvironment.ts';
import { FakeLink } from '../test/fakeLink.ts';
import { recordRoom } from '../test/recordedRoom.ts';
import { countByCentre } from './counts.ts';
import { Room, silenceMs } from './room.ts';

const recorded = recordRoom({ seed: 7, now: 1_790_000_000_000, share: 0.06 });
const { opened, pages, people } = recorded;

function delta(fields: Partial<RoomDelta>): RoomDelta {
  const { roomId, version, serverNow } = opened;
  return { roomId, from: version, version: version + 1, serverNow, stale: false, ...fields };
}

async function openRoom() {
  const environment = new FakeEnvironment();
  const link = new FakeLink();
  link.answer = { kind: 'done', reply: opened };
  const clock = new ServerClock(environment);
  const room = new Room({ link, environment, clock, examId: 'exam-1', scope: { kind: 'all' } });
  room.start();
  link.server.onLink(true);
  await environment.flush();
  return { room, link, environment };
}

async function filledRoom() {
  const parts = await openRoom();
  for (const page of pages) parts.link.server.onPage(page);
  return parts;
}

const [first, second] = people;
if (first === undefined || second === undefined || pages.length < 2)
  throw new Error('The recording is too small.');

describe('[WEB-40] pages and deltas', () => {
  const away = { ...first.live!, connected: false, answered: 99 };
  const changes = delta({ rows: [{ n: first.n, live: away }], saved: [[second.n, 55, 3, 77]] });

  it('[WEB-40] give the same people in whatever order they come', async () => {
    const after = await filledRoom();
    after.link.server.onDelta(changes);
    const before = await openRoom();
    before.link.server.onDelta(changes);
    for (const page of pages.toReversed()) before.link.server.onPage(page);
    for (const { room } of [after, before]) {
      const roster = room.state.view?.roster;
      expect(roster?.size).toBe(people.length);
      expect(roster?.at(first.n)?.live).toEqual(away);
      expect(roster?.find(second.candidateId)?.live).toMatchObject({ answered: 55, lastSaveAt: 77 });
    }
  });

  it('[WEB-40] may bring new people and take some away', async () => {
    const { room, link } = await filledRoom();
    const newcomer = { ...first, n: people.length, candidateId: 'new', rollNumber: 'ZZ1' };
    link.server.onDelta(delta({ people: [newcomer], gone: [second.n] }));
    const roster = room.state.view?.roster;
    expect(roster?.find('new')?.rollNumber).toBe('ZZ1');
    expect(roster?.find(second.candidateId)).toBeUndefined();
    expect(roster?.order('roll').at(-1)).toBe(newcomer.n);
    expect(roster?.size).toBe(people.length);
  });

  it('[WEB-40] of another room change nothing', async () => {
    const { room, link } = await filledRoom();
    const before = room.state;
    link.server.onDelta({ ...changes, roomId: 'another' });
    expect(room.state).toBe(before);
  });

  it('[WEB-45] bring the incidents of a centre as the server counts them, however few of them are here', async () => {
    const { room, link } = await filledRoom();
    const { districtId, centreId } = first;
    const many = { districtId, centreId, incidents: 700, concerned: 30 };
    link.server.onDelta(delta({ centreIncidents: [many] }));
    const view = room.state.view!;
    expect(countByCentre(view, districtId).get(centreId)).toMatchObject({ incidents: 700, concerned: 30 });
    expect(view.incidents).toEqual(opened.incidents.toSorted((a, b) => b.at - a.at));
  });

  it('[WEB-40] keep what was resolved meanwhile, and no older version of an incident', async () => {
    const { room, link } = await filledRoom();
    const [incident] = opened.incidents;
    const resolved = { ...incident!, state: 'resolved', updatedAt: incident!.updatedAt + 1 } as const;
    link.server.onDelta(delta({ incidents: [resolved] }));
    link.server.onDelta(delta({ from: 2, version: 3, incidents: [incident!] }));
    expect(room.state.view?.incidents.find(({ id }) => id === resolved.id)?.state).toBe('resolved');
    expect(room.state.view?.incidents).toHaveLength(opened.incidents.length);
  });
});

describe('[WEB-41] a gap', () => {
  it('[WEB-41] makes the room open again, and what was there stays in sight until the new is whole', async () => {
    const { room, link, environment } = await filledRoom();
    const before = room.state.view?.roster;
    link.answer = { kind: 'done', reply: { ...opened, roomId: 'room-2', version: 9 } };
    link.server.onDelta(delta({ from: 5, version: 6 }));
    await environment.flush();
    expect(link.opens).toHaveLength(2);
    expect(link.closed).toEqual(['room-1']);
    const again = pages.map((page) => ({ ...page, roomId: 'room-2' }));
    for (const page of again.slice(1)) link.server.onPage(page);
    expect(room.state.view?.roster).toBe(before);
    link.server.onPage(again[0]!);
    expect(room.state.view?.roster).not.toBe(before);
    expect(room.state.view?.roster.size).toBe(people.length);
  });

  it('[WEB-41] is what every reconnect is', async () => {
    const { room, link, environment } = await filledRoom();
    link.server.onLink(false);
    expect(room.state).toMatchObject({ freshness: 'away', lastNewsAt: opened.serverNow });
    expect(room.state.view?.roster.size).toBe(people.length);
    link.server.onLink(true);
    await environment.flush();
    expect(link.opens).toHaveLength(2);
    expect(room.state.freshness).toBe('fresh');
  });
});

describe('[WEB-42] a room says how fresh it is', () => {
  it('[WEB-42] stale when the server does not hear all nodes', async () => {
    const { room, link } = await filledRoom();
    link.server.onDelta(delta({ stale: true }));
    expect(room.state.freshness).toBe('stale');
    link.server.onDelta(delta({ from: 2, version: 3 }));
    expect(room.state.freshness).toBe('fresh');
  });

  it('[WEB-42] silent when nothing comes, and then it is opened again', async () => {
    const { room, link, environment } = await filledRoom();
    await environment.advance(silenceMs);
    expect(room.state.freshness).toBe('silent');
    await environment.advance(20_000);
    expect(link.opens.length).toBeGreaterThan(1);
  });

  it('[WEB-42] and leaves no timer when it is closed', async () => {
    const { room, environment } = await filledRoom();
    room.close();
    expect(environment.timers).toBe(0);
  });
});

describe('[WEB-43] a room that is not there', () => {
  it('[WEB-43] for this viewer is refused once, and asked for again only when told', async () => {
    const { room, link, environment } = await filledRoom();
    link.answer = { kind: 'error', error: wireError('forbidden') };
    link.server.onLink(false);
    link.server.onLink(true);
    await environment.advance(60_000);
    expect(room.state.refusal?.code).toBe('forbidden');
    expect(link.opens).toHaveLength(2);
    link.answer = { kind: 'done', reply: opened };
    room.openAgain();
    await environment.flush();
    expect(room.state).toMatchObject({ refusal: null, freshness: 'fresh' });
  });

  it('[WEB-43] because the server has no time is asked for again by itself', async () => {
    const environment = new FakeEnvironment();
    const link = new FakeLink();
    link.answer = { kind: 'error', error: wireError('busy', { retryAfterMs: 1_000 }) };
    const clock = new ServerClock(environment);
    const room = new Room({ link, environment, clock, examId: 'exam-1', scope: { kind: 'all' } });
    room.start();
    link.server.onLink(true);
    await environment.flush();
    link.answer = { kind: 'done', reply: opened };
    await environment.until(() => room.state.view !== null);
    expect(link.opens).toHaveLength(2);
  });

  it('[WEB-43] because this page was too slow says so, and is opened again when told', async () => {
    const { room, link, environment } = await filledRoom();
    link.server.onDropped({ roomId: opened.roomId, reason: 'too-slow', message: 'Too slow.' });
    await environment.advance(60_000);
    expect(room.state).toMatchObject({ dropped: { reason: 'too-slow' }, freshness: 'away' });
    expect(link.opens).toHaveLength(1);
    room.openAgain();
    await environment.flush();
    expect(link.opens).toHaveLength(2);
    expect(room.state).toMatchObject({ dropped: null, freshness: 'fresh' });
  });
});
