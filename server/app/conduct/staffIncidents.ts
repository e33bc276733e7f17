import type {
  IncidentDetailReply,
  IncidentReply,
  IncidentsReply,
  NoteRequest,
} from '../../protocol/incidents.ts';
import type { RosterIncident } from '../../protocol/proctor.ts';
import { enter } from '../commands/staffDesk.ts';
import type { IncidentChange, StaffNote } from '../ports/incidents.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { concerns, type IncidentDesk } from './incidentDesk.ts';

const mostListed = 1_000;
const mostReports = 200;

/** The latest incidents of an exam that concern whoever asks. Errors: `not-found`, `not-in-scope`. */
export async function listIncidents(
  desk: IncidentDesk,
  who: Claims,
  examId: string,
): Promise<Result<IncidentsReply>> {
  const view = await enter(desk, who, examId);
  if (!view.ok) return view;
  const incidents = await desk.incidents.latest(examId, mostListed);
  return ok({ incidents: incidents.filter((incident) => concerns(view.value.rights, incident)) });
}

/** One incident with what it is made of. Errors: `not-found`, `not-in-scope`. */
export async function showIncident(
  desk: IncidentDesk,
  who: Claims,
  incidentId: string,
): Promise<Result<IncidentDetailReply>> {
  const found = await findOwn(desk, who, incidentId);
  if (!found.ok) return found;
  return ok({ incident: found.value, reports: await desk.incidents.reports(incidentId, mostReports) });
}

/** Errors: `not-found`, `not-in-scope`, `already-claimed`, `already-resolved`. */
export function claimIncident(desk: IncidentDesk, who: Claims, incidentId: string) {
  return change(desk, who, incidentId, (incidents) =>
    incidents.claim(incidentId, who.userId, desk.clock.now()),
  );
}

/** An admin may let go of what somebody else has claimed. Errors: as of a claim. */
export function releaseIncident(desk: IncidentDesk, who: Claims, incidentId: string) {
  return change(desk, who, incidentId, (incidents) =>
    incidents.release(incidentId, who.userId, mayAnyway(who), desk.clock.now()),
  );
}

/** Errors: `not-found`, `not-in-scope`; `command-conflict` when the note's id stands for another note. */
export function noteIncident(desk: IncidentDesk, who: Claims, incidentId: string, request: NoteRequest) {
  return change(desk, who, incidentId, (incidents) => incidents.note(incidentId, noteOf(desk, who, request)));
}

/** An admin may resolve what somebody else has claimed. Errors: as of a claim and of a note. */
export function resolveIncident(desk: IncidentDesk, who: Claims, incidentId: string, request: NoteRequest) {
  return change(desk, who, incidentId, (incidents) =>
    incidents.resolve(incidentId, noteOf(desk, who, request), mayAnyway(who)),
  );
}

async function change(
  desk: IncidentDesk,
  who: Claims,
  incidentId: string,
  work: (incidents: IncidentDesk['incidents']) => Promise<IncidentChange>,
): Promise<Result<IncidentReply>> {
  const found = await findOwn(desk, who, incidentId);
  if (!found.ok) return found;
  const changed = await work(desk.incidents);
  switch (changed.outcome) {
    case 'changed':
      return ok({ incident: changed.incident });
    case 'already-claimed': {
      const now = await desk.incidents.find(incidentId);
      return fail('already-claimed', { details: { by: now?.claimedBy ?? null } });
    }
    case 'note-conflict':
      return fail('command-conflict');
    case 'not-found':
    case 'already-resolved':
      return fail(changed.outcome);
  }
}

async function findOwn(desk: IncidentDesk, who: Claims, incidentId: string): Promise<Result<RosterIncident>> {
  const incident = await desk.incidents.find(incidentId);
  if (incident === null) return fail('not-found');
  return concerns(await desk.scopes.of(who), incident) ? ok(incident) : fail('not-in-scope');
}

function noteOf({ chance, clock }: IncidentDesk, who: Claims, { noteId, text }: NoteRequest): StaffNote {
  return { id: noteId ?? chance.id(), by: who.userId, text, at: clock.now() };
}

function mayAnyway({ role }: Claims): boolean {
  return role === 'admin';
}
