import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, must, Page, startWorld, type World } from '../../test/world.ts';
import { heardOverHttp } from '../conduct/heardOverHttp.ts';
import type { RosterRow } from '../ports/live.ts';
import { RosterFeed } from './rosterFeed.ts';

let world: World;
let feed: RosterFeed;
let published: (readonly RosterRow[])[];

beforeAll(async () => {
  world = await startWorld();
  feed = new RosterFeed({
    roster: { publish: (_examId, rows) => void published.push(rows) },
    source: { seatsOf: async () => [] },
    clock: world.clock,
  });
  world.a.core.desk.attempts.listen(feed);
});
afterAll(() => world.stop());

async function publishedNow(): Promise<readonly RosterRow[]> {
  published = [];
  await feed.tick();
  return published.flat();
}

describe('what a node tells of its attempts', () => {
  it('[ROS-24] publishes each attempt that has changed once, as it is then', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    must(await page.append(1, [answer('q1', 'A'), answer('q2', ['A', 'B'])]));
    must(await page.append(3, [{ ...answer('q2', null), marked: true }]));
    const [row, ...others] = await publishedNow();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ attemptId: page.attemptId, status: 'started', answered: 1, marked: 1, late: 0, appliedSeq: 3 },
      ...{ connected: false, lastSaveAt: world.clock.now() },
    });
    expect(await publishedNow()).toEqual([]);
  });

  it('[ROS-24] tells when a page begins and ceases to show an attempt, but not of its second one', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    const { useCases } = world.a;
    useCases.attend(page.attemptId);
    expect(await publishedNow()).toMatchObject([{ connected: true, connectedAt: world.clock.now() }]);
    useCases.attend(page.attemptId);
    useCases.leave(page.attemptId);
    expect(await publishedNow()).toEqual([]);
    world.clock.advance(1_000);
    useCases.leave(page.attemptId);
    expect(await publishedNow()).toMatchObject([{ connected: false, disconnectedAt: world.clock.now() }]);
  });

  it('[ROS-26] takes who sits over plain HTTP for connected as long as they ask', async () => {
    const page = new Page(world, world.a, await world.exam());
    const { attempts } = world.a.core.desk;
    const useCases = heardOverHttp(world.a.useCases, attempts.hosted, [feed]);
    const { examId } = page.exam;
    const { attemptId } = must(await useCases.openAttempt(page.who, { examId, deviceId: 'd' }));
    expect(await publishedNow()).toMatchObject([{ connected: true, connectedAt: world.clock.now() }]);
    world.clock.advance(30_000);
    expect(await publishedNow()).toEqual([]);
    must(await useCases.attemptState(page.who, attemptId));
    expect(await publishedNow()).toMatchObject([{ connected: true, connectedAt: world.clock.now() }]);
    world.clock.advance(30_001);
    expect(await publishedNow()).toMatchObject([{ connected: false, disconnectedAt: world.clock.now() }]);
  });

  it('[ROS-30] counts the late answers that wait, and nothing else that came late', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    must(await page.seal(0));
    must(await page.append(1, [{ kind: 'visited', questionId: 'q1', ms: 0, at: 1 }]));
    expect(await publishedNow()).toMatchObject([{ late: 0 }]);
    must(await page.append(2, [answer('q1', 'A'), answer('q2', ['A', 'B'])]));
    expect(await publishedNow()).toMatchObject([{ late: 2 }]);
  });

  it('[ROS-24] tells of a hand-in', async () => {
    const page = new Page(world, world.a, await world.exam());
    await page.open();
    must(await page.seal(0));
    expect(await publishedNow()).toMatchObject([{ status: 'handed-in' }]);
  });
});
