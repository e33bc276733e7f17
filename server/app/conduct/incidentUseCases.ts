import { whenAvailable } from '../outcomes.ts';
import type { StaffIncidentUseCases } from '../useCases.ts';
import type { IncidentDesk } from './incidentDesk.ts';
import { grantLostTime, listLostTime } from './lostTime.ts';
import {
  claimIncident,
  listIncidents,
  noteIncident,
  releaseIncident,
  resolveIncident,
  showIncident,
} from './staffIncidents.ts';

/** What staff do with incidents and lost time over one desk, in the form the transports call it. */
export function incidentUseCases(desk: IncidentDesk): StaffIncidentUseCases {
  return {
    listIncidents: (who, examId) => whenAvailable(() => listIncidents(desk, who, examId)),
    showIncident: (who, incidentId) => whenAvailable(() => showIncident(desk, who, incidentId)),
    claimIncident: (who, incidentId) => whenAvailable(() => claimIncident(desk, who, incidentId)),
    releaseIncident: (who, incidentId) => whenAvailable(() => releaseIncident(desk, who, incidentId)),
    noteIncident: (who, incidentId, request) =>
      whenAvailable(() => noteIncident(desk, who, incidentId, request)),
    resolveIncident: (who, incidentId, request) =>
      whenAvailable(() => resolveIncident(desk, who, incidentId, request)),
    listLostTime: (who, examId) => whenAvailable(() => listLostTime(desk, who, examId)),
    grantLostTime: (who, examId, request) => whenAvailable(() => grantLostTime(desk, who, examId, request)),
  };
}
