import { describe, expect, it } from 'vitest';
import { wireError } from '../../server/protocol/errorSentences.ts';
import type { ErrorCode } from '../../server/protocol/errors.ts';
import { type Page, World } from './test/world.ts';

/** Longer than a page waits between two asks, with both ways of a message. */
const oneAskMs = 9_000;

const statusOf = ({ session }: Page) => session.state.status.kind;

/** When the pages have asked, device's monotonic clock, ms. */
function asksOf({ server, environment }: World): readonly number[] {
  const asks: number[] = [];
  const { open } = server;
  server.open = (request) => {
    asks.push(environment.monotonic());
    return open.call(server, request);
  };
  return asks;
}

async function refusedPage(world: World): Promise<Page> {
  const page = world.page();
  await page.session.open('exam-1');
  await world.environment.until(() => statusOf(page) === 'refused');
  return page;
}

/** An exam that is being written elsewhere, and a page that needs the release of that device. */
async function turnedAway(seed = 1) {
  const world = new World(seed, { takeover: 'proctor-release' });
  const holder = await world.writingPage();
  return { world, holder, page: await refusedPage(world) };
}

describe('[CLI-41] whoever needs the release of another device', () => {
  it('goes on by itself once it is given, and has called one person', async () => {
    const { world, holder, page } = await turnedAway();
    const asks = asksOf(world);
    expect(page.session.state.status).toMatchObject({ goesOn: true });
    await world.environment.advance(120_000);
    const pauses = asks.slice(1).map((at, index) => at - (asks[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(oneAskMs);
    expect(new Set(pauses).size).toBeGreaterThan(5);
    expect(world.server.pens).toHaveLength(1);
    world.server.releaseDevice();
    await world.environment.until(() => statusOf(page) === 'writing', oneAskMs);
    expect(statusOf(holder)).toBe('superseded');
    expect(world.server.callsForRelease).toBe(1);
  });

  it('is not shown anything else while it asks', async () => {
    const { world, page } = await turnedAway();
    const seen = new Set<string>();
    page.session.subscribe(({ status }) => seen.add(status.kind));
    await world.environment.advance(30_000);
    expect([...seen].filter((kind) => kind !== 'refused')).toEqual([]);
  });

  it('calls a person again when the candidate tries again, also while the page is asking', async () => {
    const { world, page } = await turnedAway();
    const asks = asksOf(world);
    await world.environment.until(() => asks.length === 1);
    await page.session.takeOver();
    await world.environment.until(() => statusOf(page) === 'refused');
    expect(asks).toHaveLength(2);
    expect(world.server.callsForRelease).toBe(2);
  });

  it('goes on after a time without connection too, and calls nobody for that', async () => {
    const { world, page } = await turnedAway();
    page.transport.drop(60_000);
    await world.environment.advance(30_000);
    world.server.releaseDevice();
    await world.environment.until(() => statusOf(page) === 'writing', 31_000);
    expect(world.server.callsForRelease).toBe(1);
  });

  it('is let in alone of several, and the others take the pen only when they are told to', async () => {
    const { world, page } = await turnedAway();
    const other = await refusedPage(world);
    world.server.releaseDevice();
    await world.environment.until(() => [page, other].some((waiting) => statusOf(waiting) === 'writing'));
    await world.environment.advance(oneAskMs);
    const [first, second] = statusOf(page) === 'writing' ? [page, other] : [other, page];
    expect([statusOf(first), statusOf(second)]).toEqual(['writing', 'superseded']);
    world.server.releaseDevice();
    second.transport.drop(1_000);
    await world.environment.advance(60_000);
    expect(world.server.pens).toHaveLength(2);
    expect(world.server.callsForRelease).toBe(2);
    await second.session.takeOver();
    await world.environment.until(() => statusOf(second) === 'writing');
  });

  it('sees that the time is over meanwhile, and gets the receipt', async () => {
    const { world, page } = await turnedAway();
    await world.environment.until(
      () => page.session.state.status.kind === 'sealed' && page.session.state.status.receipt !== null,
      3_700_000,
    );
    expect(world.server.callsForRelease).toBe(1);
  });

  it('goes on with what it has written, where its own sign-in was another one meanwhile', async () => {
    const world = new World(1, { takeover: 'proctor-release' });
    const page = await world.writingPage();
    page.transport.drop(5_000);
    page.session.answer('q1', 'mine');
    world.server.signIn += 1;
    await world.environment.until(() => statusOf(page) === 'refused');
    await world.environment.advance(20_000);
    expect(page.session.state.save.kind).toBe('blocked');
    world.server.releaseDevice();
    await world.environment.until(() => statusOf(page) === 'writing', oneAskMs);
    await world.untilSaved(page);
    expect(world.server.log.map(({ epoch, fate }) => [epoch, fate])).toEqual([[2, 'applied']]);
    expect(world.server.callsForRelease).toBe(1);
  });

  it('[CLI-20] leaves no timer when the page is left', async () => {
    const { world, holder, page } = await turnedAway();
    await world.environment.advance(20_000);
    await Promise.all([page.session.close(), holder.session.close()]);
    await world.environment.advance(oneAskMs);
    expect(world.environment.timers).toBe(0);
  });
});

describe('[CLI-30, CLI-41] an exam that cannot be opened', () => {
  const opening = async (code: ErrorCode) => {
    const world = new World();
    world.server.trouble = wireError(code);
    const asks = asksOf(world);
    const page = await refusedPage(world);
    await world.environment.advance(60_000);
    return { world, page, asks };
  };

  it('yet is begun by itself when it opens', async () => {
    const { world, page } = await opening('not-open-yet');
    expect(page.session.state.status).toMatchObject({ goesOn: true, error: { code: 'not-open-yet' } });
    world.server.trouble = null;
    await world.environment.until(() => statusOf(page) === 'writing', oneAskMs);
  });

  it('any more, or is not there, is asked for once', async () => {
    for (const code of ['entry-closed', 'not-found', 'frame-limit'] as const) {
      const { page, asks } = await opening(code);
      expect(page.session.state.status).toMatchObject({ goesOn: false, error: { code } });
      expect(asks).toHaveLength(1);
    }
  });
});
