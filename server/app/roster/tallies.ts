import type { RoomScope, RosterCounts, RosterIncident, RosterTile } from '../../protocol/proctor.ts';
import type { Person } from './person.ts';
import { Tally } from './tally.ts';

interface Centre {
  readonly districtId: number;
  /** `null`: the people of the district who have no centre. */
  readonly centreId: string | null;
  readonly tally: Tally;
}

/** The counts that one room shows. */
export interface TallyView {
  counts(): RosterCounts;
  tiles(): readonly RosterTile[];
  /** `counts` and `tiles` as far as they have changed since this was last asked. */
  takeChanged(): { readonly counts?: RosterCounts; readonly tiles?: readonly RosterTile[] };
}

/** The counts of an exam: of the whole state, of each district and of each centre. */
export class Tallies {
  readonly #all = new Tally();
  readonly #districts = new Map<number, Tally>();
  readonly #centres = new Map<string, Centre>();

  add({ place, live }: Pick<Person, 'place' | 'live'>): void {
    for (const tally of this.#at(place.districtId, place.centreId)) tally.add(live);
  }

  remove({ place, live }: Pick<Person, 'place' | 'live'>): void {
    for (const tally of this.#at(place.districtId, place.centreId)) tally.remove(live);
  }

  /** Those that are resolved count nowhere. */
  countIncident({ districtId, centreId, state }: RosterIncident, by: 1 | -1): void {
    if (state === 'resolved') return;
    this.#all.addIncidents(by);
    if (districtId === null) return;
    this.#district(districtId).addIncidents(by);
    if (centreId !== null) this.#centre(districtId, centreId).tally.addIncidents(by);
  }

  view(scope: RoomScope): TallyView {
    const whole = () => this.#whole(scope);
    const parts = () => this.#parts(scope);
    const told = new Map<Tally, number>();
    const isNews = (tally: Tally) => {
      if (told.get(tally) === tally.version) return false;
      told.set(tally, tally.version);
      return true;
    };
    return {
      counts: () => whole().counts,
      tiles: () => parts().map(([place, tally]) => ({ ...place, ...tally.counts })),
      takeChanged() {
        const changed = parts().filter(([, tally]) => isNews(tally));
        const tiles = changed.map(([place, tally]) => ({ ...place, ...tally.counts }));
        const counts = isNews(whole()) || tiles.length > 0 ? { counts: whole().counts } : {};
        return tiles.length > 0 ? { ...counts, tiles } : counts;
      },
    };
  }

  #whole(scope: RoomScope): Tally {
    switch (scope.kind) {
      case 'all':
        return this.#all;
      case 'district':
        return this.#district(scope.districtId);
      case 'centre':
        return this.#centres.get(scope.centreId)?.tally ?? new Tally();
    }
  }

  #parts(
    scope: RoomScope,
  ): readonly (readonly [place: Pick<RosterTile, 'districtId' | 'centreId'>, tally: Tally])[] {
    if (scope.kind === 'all') {
      return [...this.#districts].map(([districtId, tally]) => [{ districtId }, tally] as const);
    }
    return [...this.#centres.values()]
      .filter(({ districtId, centreId }) =>
        scope.kind === 'district' ? districtId === scope.districtId : centreId === scope.centreId,
      )
      .map(({ districtId, centreId, tally }) => [{ districtId, centreId }, tally] as const);
  }

  #at(districtId: number, centreId: string | null): readonly Tally[] {
    return [this.#all, this.#district(districtId), this.#centre(districtId, centreId).tally];
  }

  #district(districtId: number): Tally {
    const known = this.#districts.get(districtId);
    if (known !== undefined) return known;
    const tally = new Tally();
    this.#districts.set(districtId, tally);
    return tally;
  }

  #centre(districtId: number, centreId: string | null): Centre {
    const key = centreId ?? `none in ${districtId}`;
    const known = this.#centres.get(key);
    if (known !== undefined) return known;
    const centre = { districtId, centreId, tally: new Tally() };
    this.#centres.set(key, centre);
    return centre;
  }
}
