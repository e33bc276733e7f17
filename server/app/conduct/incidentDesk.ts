import type { Place } from '../../domain/command.ts';
import type { RosterIncident } from '../../protocol/proctor.ts';
import type { StaffDesk } from '../commands/staffDesk.ts';
import type { Incidents, LostTimes } from '../ports/incidents.ts';
import type { Log } from '../ports.ts';
import { covers, type StaffScope } from '../staff.ts';

/** What staff need to deal with incidents and with lost time. */
export interface IncidentDesk extends StaffDesk {
  readonly incidents: Incidents;
  readonly lostTimes: LostTimes;
  readonly operator: Log;
}

/** No district has it: what has no place is for those who see the whole state. */
const nowhere = -1;

/** Whether somebody with these rights deals with this incident. */
export function concerns(rights: readonly StaffScope[], incident: RosterIncident): boolean {
  const { candidateId, districtId, centreId } = incident;
  const place: Place = { candidateId: candidateId ?? '', districtId: districtId ?? nowhere, centreId };
  return covers(rights, place);
}
