import type { RoomScope, RosterIncident } from '../../../../server/protocol/proctor.ts';
import type { Action, ActionScope } from '../act/actions.ts';
import { textIn } from './incidentWords.ts';

/** What may help in an incident, ready to be given. `here`: the part of the state that the room is about. */
export function remediesFor(
  incident: RosterIncident,
  here: RoomScope,
  powerReason: string,
): readonly Action[] {
  const { kind, candidateId, detail } = incident;
  if (kind === 'question-report') {
    return [{ kind: 'erratum', scope: here, questionId: textIn(detail, 'questionId') ?? '' }];
  }
  const scope = concernedBy(incident);
  if (scope === null) return [];
  if (kind === 'device-waiting') return [{ kind: 'release-device', scope }];
  const extend: Action = { kind: 'extend', scope, ...(candidateId === null && { reason: powerReason }) };
  return detail['paused'] === true ? [{ kind: 'resume', scope }, extend] : [extend];
}

/** The candidate, else the centre, else the district. */
function concernedBy({ candidateId, centreId, districtId }: RosterIncident): ActionScope | null {
  if (candidateId !== null) return { kind: 'candidates', candidateIds: [candidateId] };
  if (centreId !== null) return { kind: 'centre', centreId };
  return districtId === null ? null : { kind: 'district', districtId };
}
