import type {
  LivePart,
  LiveRow,
  RosterCentre,
  RosterDistrict,
  RosterPerson,
  SavedRow,
} from '../../../../server/protocol/proctor.ts';

/** What deltas have said of somebody whose page has not come yet. */
interface Early {
  live?: LivePart | null;
  saved?: SavedRow;
}

export interface Places {
  readonly districts: ReadonlyMap<number, RosterDistrict>;
  readonly centres: ReadonlyMap<string, RosterCentre>;
}

/** Orders that never change while the exam runs; each is computed once. */
export type FixedOrder = 'roll' | 'name' | 'centre';

/**
 * Everyone of a room, by their number `n`. A person is replaced, never changed, so that a view may compare by identity.
 * Pages and deltas may come in any order: what a delta said is newer than what a page says.
 */
export class Roster {
  readonly #places: Places;
  readonly #people: (RosterPerson | undefined)[] = [];
  /** What one may search for: lower case, one text a person. */
  readonly #searched: string[] = [];
  readonly #numberOf = new Map<string, number>();
  readonly #early = new Map<number, Early>();
  readonly #orders = new Map<FixedOrder, readonly number[]>();
  #size = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  /** How many people are known. */
  get size(): number {
    return this.#size;
  }

  /** By the number within the room. */
  at(n: number): RosterPerson | undefined {
    return this.#people[n];
  }

  find(candidateId: string): RosterPerson | undefined {
    const n = this.#numberOf.get(candidateId);
    return n === undefined ? undefined : this.#people[n];
  }

  searched(n: number): string {
    return this.#searched[n] ?? '';
  }

  /** In a page: somebody who is known already from a delta stays as the delta said. */
  addPage(people: readonly RosterPerson[]): void {
    for (const person of people) {
      if (this.#people[person.n] !== undefined) continue;
      this.#put(withNews(person, this.#early.get(person.n)));
      this.#early.delete(person.n);
    }
  }

  /** In a delta: new, moved or renamed. */
  replace(people: readonly RosterPerson[]): void {
    for (const person of people) {
      this.#early.delete(person.n);
      this.#put(person);
    }
  }

  remove(numbers: readonly number[]): void {
    for (const n of numbers) {
      const person = this.#people[n];
      if (person === undefined) continue;
      this.#people[n] = undefined;
      this.#numberOf.delete(person.candidateId);
      this.#size -= 1;
      this.#orders.clear();
    }
  }

  applyLive(rows: readonly LiveRow[]): void {
    for (const { n, live } of rows) {
      const person = this.#people[n];
      if (person === undefined) this.#early.set(n, { live });
      else this.#people[n] = { ...person, live };
    }
  }

  applySaved(rows: readonly SavedRow[]): void {
    for (const saved of rows) {
      const [n] = saved;
      const person = this.#people[n];
      if (person === undefined) this.#early.set(n, { ...this.#early.get(n), saved });
      else this.#people[n] = withSaved(person, saved);
    }
  }

  /** Everybody's number in this order. */
  order(by: FixedOrder): readonly number[] {
    const known = this.#orders.get(by);
    if (known !== undefined) return known;
    const keyOf = this.#keyOf(by);
    const order = this.#people
      .flatMap((person) => (person === undefined ? [] : { n: person.n, key: keyOf(person) }))
      // By code unit: a collator takes seconds for so many.
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.n - b.n))
      .map(({ n }) => n);
    this.#orders.set(by, order);
    return order;
  }

  #keyOf(by: FixedOrder): (person: RosterPerson) => string {
    switch (by) {
      case 'roll':
        return ({ rollNumber }) => rollNumber;
      case 'name':
        return ({ name }) => name.toLowerCase();
      case 'centre':
        return ({ centreId, rollNumber }) => `${this.#centre(centreId)?.code ?? '~'} ${rollNumber}`;
    }
  }

  #put(person: RosterPerson): void {
    if (this.#people[person.n] === undefined) this.#size += 1;
    this.#people[person.n] = person;
    this.#numberOf.set(person.candidateId, person.n);
    this.#searched[person.n] = this.#textOf(person);
    this.#orders.clear();
  }

  #textOf({ rollNumber, name, centreId, districtId }: RosterPerson): string {
    const centre = this.#centre(centreId);
    const district = this.#places.districts.get(districtId);
    return [rollNumber, name, centre?.code, centre?.name, district?.name, ...(district?.aliases ?? [])]
      .join(' ')
      .toLowerCase();
  }

  #centre(centreId: string | null): RosterCentre | undefined {
    return centreId === null ? undefined : this.#places.centres.get(centreId);
  }
}

function withNews(person: RosterPerson, early: Early | undefined): RosterPerson {
  if (early === undefined) return person;
  const known = early.live === undefined ? person : { ...person, live: early.live };
  return early.saved === undefined ? known : withSaved(known, early.saved);
}

/** Of somebody who is not there nothing can have been saved: then the row is about an attempt that comes with the next delta. */
function withSaved(person: RosterPerson, [, answered, marked, lastSaveAt]: SavedRow): RosterPerson {
  return person.live === null
    ? person
    : { ...person, live: { ...person.live, answered, marked, lastSaveAt } };
}
