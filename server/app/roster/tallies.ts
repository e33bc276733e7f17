import type {
  CentreIncidents,
  RoomOpenReply,
  RoomScope,
  RosterIncident,
  RosterTile,
} from '../../protocol/proctor.ts';
import type { Person } from './person.ts';
import { Tally } from './tally.ts';

interface Centre {
  readonly districtId: number;
  /** `null`: the people of the district who have no centre. */
  readonly centreId: string | null;
  readonly tally: Tally;
}

type Figures = Pick<RoomOpenReply, 'counts' | 'tiles' | 'centreIncidents'>;

/** The counts that one room shows. */
export interface TallyView {
  all(): Figures;
  /** As far as they have changed since this was last asked. */
  takeChanged(): Partial<Figures>;
}

/** A part of a room's place that has a tile. */
type Part = readonly [place: Pick<RosterTile, 'districtId' | 'centreId'>, tally: Tally];

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
  countIncident({ candidateId, districtId, centreId, state }: RosterIncident, by: 1 | -1): void {
    if (state === 'resolved') return;
    this.#all.countIncident(candidateId, by);
    if (districtId === null) return;
    this.#district(districtId).countIncident(candidateId, by);
    // What is about nobody and no centre is about the district as such.
    if (centreId === null && candidateId === null) return;
    this.#centre(districtId, centreId).tally.countIncident(candidateId, by);
  }

  view(scope: RoomScope): TallyView {
    const whole = () => this.#whole(scope);
    const parts = () => this.#parts(scope);
    const centres = () => (scope.kind === 'all' ? [...this.#centres.values()] : []);
    const isNews = newsBy<Tally>(({ version }) => version);
    const hasIncidentNews = newsBy<Centre>(({ tally }) => tally.incidentVersion);
    return {
      all() {
        const centreIncidents = centres()
          .map(incidentsOf)
          .filter(({ incidents }) => incidents > 0);
        return {
          counts: whole().counts,
          tiles: parts().map(tileOf),
          ...(centreIncidents.length > 0 && { centreIncidents }),
        };
      },
      takeChanged() {
        const changed = parts().filter(([, tally]) => isNews(tally));
        const tiles = changed.map(tileOf);
        const centreIncidents = centres().filter(hasIncidentNews).map(incidentsOf);
        return {
          ...((isNews(whole()) || tiles.length > 0) && { counts: whole().counts }),
          ...(tiles.length > 0 && { tiles }),
          ...(centreIncidents.length > 0 && { centreIncidents }),
        };
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

  #parts(scope: RoomScope): readonly Part[] {
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

function tileOf([place, tally]: Part): RosterTile {
  return { ...place, ...tally.counts };
}

function incidentsOf({ districtId, centreId, tally }: Centre): CentreIncidents {
  const { incidents, concerned } = tally.counts;
  return { districtId, centreId, incidents, concerned };
}

/** Whether something has changed since this was last asked of it; version 0 is no news. */
function newsBy<T>(versionOf: (of: T) => number): (of: T) => boolean {
  const told = new Map<T, number>();
  return (of) => {
    const version = versionOf(of);
    if ((told.get(of) ?? 0) === version) return false;
    told.set(of, version);
    return true;
  };
}
