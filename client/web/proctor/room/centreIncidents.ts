import type { CentreIncidents, RosterTile } from '../../../../server/protocol/proctor.ts';

export type IncidentCounts = Pick<CentreIncidents, 'incidents' | 'concerned'>;

/** The incidents of each centre as the server has counted them; this page may have only some of them. */
export type IncidentsByCentre = ReadonlyMap<string, IncidentCounts>;

interface Told {
  readonly tiles?: readonly RosterTile[];
  readonly centreIncidents?: readonly CentreIncidents[];
}

const none: IncidentCounts = { incidents: 0, concerned: 0 };

/** `centreId` is `null` for the people of the district who have no centre. */
export function incidentsAt(
  counted: IncidentsByCentre,
  districtId: number,
  centreId: string | null,
): IncidentCounts {
  return counted.get(keyOf(districtId, centreId)) ?? none;
}

/** With what an opening or a delta tells: of a whole state apart, of a district or centre in its tiles. */
export function withCounts(
  before: IncidentsByCentre,
  { tiles = [], centreIncidents = [] }: Told,
): IncidentsByCentre {
  const told = [...tiles, ...centreIncidents].flatMap(({ districtId, centreId, incidents, concerned }) =>
    centreId === undefined ? [] : [[keyOf(districtId, centreId), { incidents, concerned }] as const],
  );
  return told.length === 0 ? before : new Map([...before, ...told]);
}

function keyOf(districtId: number, centreId: string | null): string {
  return centreId ?? `none in ${districtId}`;
}
