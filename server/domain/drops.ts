/** A candidate who is sitting the exam, as drops of many at once are looked for. Times are epoch ms. */
export interface Seat {
  readonly districtId: number;
  readonly centreId: string | null;
  /** When the candidate's last connection ended; `null` while there is one, and where nobody saw it end. */
  readonly goneAt: number | null;
}

/** A place where many were cut off at about the same time. `centreId` is `null` for a district. */
export interface Drop {
  readonly districtId: number;
  readonly centreId: string | null;
  /** Of the place's candidates, those who have been gone since then. */
  readonly offline: number;
  readonly started: number;
  readonly since: number;
}

/** Since when a place is known to be cut off, by `placeKey`. */
export type OpenDrops = ReadonlyMap<string, number>;

export function placeKey({ districtId, centreId }: Pick<Drop, 'districtId' | 'centreId'>): string {
  return centreId === null ? `district:${districtId}` : `centre:${centreId}`;
}

const windowMs = 60_000;
const leastPeople = 5;
const leastShare = 0.3;
/** A drop that is open goes on until so few are left. */
const shareAtEnd = 0.1;
/** Whoever is back so soon has changed the node, which takes a little more than a second, or walked through a door. */
const settledMs = 2_500;

/**
 * The places that are cut off now: at least 30 % and at least 5 of those who sit the exam there were lost within 60 s. One
 * that is open already goes on until nearly all are back. A district is named only for what its centres do not explain.
 */
export function findDrops(seats: Iterable<Seat>, open: OpenDrops, now: number): readonly Drop[] {
  const districts = new Map<number, Map<string | null, Seat[]>>();
  for (const seat of seats) {
    const centres = districts.get(seat.districtId) ?? new Map<string | null, Seat[]>();
    districts.set(seat.districtId, centres);
    const there = centres.get(seat.centreId);
    if (there === undefined) centres.set(seat.centreId, [seat]);
    else there.push(seat);
  }
  return [...districts].flatMap(([districtId, centres]) => {
    const drops: Drop[] = [];
    const rest: Seat[] = [];
    for (const [centreId, there] of centres) {
      const drop = centreId === null ? null : dropAt({ districtId, centreId }, there, open, now);
      if (drop === null) rest.push(...there);
      else drops.push(drop);
    }
    const isOneCentre = centres.size === 1 && !centres.has(null);
    const ofDistrict = isOneCentre ? null : dropAt({ districtId, centreId: null }, rest, open, now);
    return ofDistrict === null ? drops : [...drops, ofDistrict];
  });
}

function dropAt(
  place: Pick<Drop, 'districtId' | 'centreId'>,
  seats: readonly Seat[],
  open: OpenDrops,
  now: number,
): Drop | null {
  const known = open.get(placeKey(place));
  const from = known ?? now - windowMs;
  const gone = seats.flatMap(({ goneAt }) =>
    goneAt !== null && goneAt >= from && goneAt <= now - settledMs ? [goneAt] : [],
  );
  const share = gone.length / seats.length;
  if (gone.length < leastPeople || share < (known === undefined ? leastShare : shareAtEnd)) return null;
  const since = known ?? gone.reduce((first, goneAt) => Math.min(first, goneAt), now);
  return { ...place, offline: gone.length, started: seats.length, since };
}
