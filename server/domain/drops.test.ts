import { describe, expect, it } from 'vitest';
import { type Drop, findDrops, placeKey, type Seat } from './drops.ts';

const now = 1_800_000_000_000;
const second = 1_000;

/** `gone` of `count` candidates of a centre, lost one after the other from `at` on. */
function seats(count: number, gone: number, more: Partial<Seat> = {}, at = now - 30 * second): Seat[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ districtId: 490, centreId: 'PUN-01' },
    goneAt: i < gone ? at + i * 100 : null,
    ...more,
  }));
}

const find = (all: readonly Seat[], open: readonly Drop[] = [], at = now) =>
  findDrops(all, new Map(open.map((drop) => [placeKey(drop), drop.since])), at);

describe('[OBS-40] many who are cut off at once', () => {
  it('are one drop of their centre, with its numbers and its beginning', () => {
    expect(find([...seats(70, 62), ...seats(40, 1, { centreId: 'PUN-02' })])).toEqual([
      { districtId: 490, centreId: 'PUN-01', offline: 62, started: 70, since: now - 30 * second },
    ]);
  });

  it('are at least five, and at least thirty in a hundred', () => {
    expect(find(seats(8, 4))).toEqual([]);
    expect(find(seats(16, 5))).toHaveLength(1);
    expect(find(seats(17, 5))).toEqual([]);
    expect(find(seats(100, 29))).toEqual([]);
    expect(find(seats(100, 30))).toHaveLength(1);
  });

  it('were lost within a minute, and are gone for more than a moment', () => {
    const apart = [...seats(20, 5, {}, now - 90 * second), ...seats(10, 4)];
    expect(find(apart)).toEqual([]);
    expect(find(seats(10, 10, {}, now - 2 * second))).toEqual([]);
    expect(find(seats(10, 10, {}, now - 4 * second))).toHaveLength(1);
  });

  it('are not those whose end nobody saw, as when a node of ours has died', () => {
    expect(find(seats(70, 0))).toEqual([]);
  });

  it('are a drop of the district only as far as its centres do not explain it', () => {
    const explained = [...seats(20, 20), ...seats(20, 0, { centreId: 'PUN-02' })];
    expect(find(explained).map(placeKey)).toEqual(['centre:PUN-01']);
    const small = Array.from({ length: 10 }, (_, i) => seats(4, 2, { centreId: `PUN-${i}` })).flat();
    expect(find(small)).toMatchObject([{ districtId: 490, centreId: null, offline: 20, started: 40 }]);
    const homes = seats(20, 10, { centreId: null });
    expect(find(homes).map(placeKey)).toEqual(['district:490']);
  });
});

describe('[OBS-41] a drop that is known', () => {
  const [known] = find(seats(70, 62));
  const open = known === undefined ? [] : [known];

  it('goes on with its beginning while those who were lost come back, and ends when few are left', () => {
    const later = now + 10 * 60 * second;
    expect(find(seats(70, 30), open, later)).toMatchObject([{ offline: 30, since: now - 30 * second }]);
    expect(find(seats(70, 7), open, later)).toHaveLength(1);
    expect(find(seats(70, 6), open, later)).toEqual([]);
  });

  it('takes in who is lost later', () => {
    const more = [...seats(60, 60), ...seats(10, 10, {}, now + 60 * second)];
    expect(find(more, open, now + 120 * second)).toMatchObject([{ offline: 70, since: now - 30 * second }]);
  });
});
