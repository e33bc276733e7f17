import { z } from 'zod';
import type { StaffIncidentUseCases } from '../app/useCases.ts';
import { id } from '../protocol/entries.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { rosterIncident } from '../protocol/incidentForm.ts';
import {
  type GrantLostTimeReply,
  grantRequest,
  type IncidentDetailReply,
  type IncidentReply,
  type IncidentsReply,
  type LostTimeReply,
  noteRequest,
} from '../protocol/incidents.ts';
import { noParts, type Route, staffRoute } from './route.ts';
import { staffErrors, watching } from './staffRoutes.ts';

const exam = z.object({ examId: id });
const oneIncident = z.object({ incidentId: id });

const epochMs = z.number();
const incidentsReply = z.object({ incidents: z.array(rosterIncident) }) satisfies z.ZodType<IncidentsReply>;
const incidentReply = z.object({ incident: rosterIncident }) satisfies z.ZodType<IncidentReply>;

const detailReply = z.object({
  incident: rosterIncident,
  reports: z.array(
    z.object({ attemptId: z.string(), candidateId: z.string(), text: z.string(), at: epochMs }),
  ),
}) satisfies z.ZodType<IncidentDetailReply>;

const lostTimeReply = z.object({
  candidates: z.array(
    z.object({
      attemptId: z.string(),
      candidateId: z.string(),
      districtId: z.number(),
      centreId: z.string().nullable(),
      status: z.enum(['open', 'sealed']),
      ms: z.number(),
      grantedMs: z.number(),
      absences: z.array(
        z.object({
          seq: z.number(),
          from: epochMs,
          to: epochMs,
          lostMs: z.number(),
          by: z.enum(['connection', 'log']),
          granted: z.boolean(),
        }),
      ),
    }),
  ),
  totalMs: z.number(),
}) satisfies z.ZodType<LostTimeReply>;

const grantReply = z.object({
  granted: z.array(z.object({ candidateId: z.string(), ms: z.number() })),
  commands: z.array(z.number()),
}) satisfies z.ZodType<GrantLostTimeReply>;

const dealing: readonly ErrorCode[] = [...staffErrors, 'too-large', 'already-claimed', 'already-resolved'];

/** Incidents and lost time, for proctors and the exam office. */
export function staffIncidentRoutes(useCases: StaffIncidentUseCases): readonly Route[] {
  return [
    staffRoute({
      method: 'get',
      path: '/api/staff/exams/{examId}/incidents',
      summary: 'The latest incidents of an exam, resolved ones too, the newest change first.',
      shape: { ...noParts, params: exam },
      reply: incidentsReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params }) => useCases.listIncidents(who, params.examId),
    }),
    staffRoute({
      method: 'get',
      path: '/api/staff/incidents/{incidentId}',
      summary: 'One incident with each time that it has happened.',
      shape: { ...noParts, params: oneIncident },
      reply: detailReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params }) => useCases.showIncident(who, params.incidentId),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/incidents/{incidentId}/claim',
      summary: 'Whoever claims an incident deals with it, and nobody else.',
      shape: { ...noParts, params: oneIncident },
      reply: incidentReply,
      errors: dealing,
      roles: watching,
      handle: ({ who, params }) => useCases.claimIncident(who, params.incidentId),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/incidents/{incidentId}/release',
      summary: 'Lets go of an incident; the exam office also of what somebody else has claimed.',
      shape: { ...noParts, params: oneIncident },
      reply: incidentReply,
      errors: dealing,
      roles: watching,
      handle: ({ who, params }) => useCases.releaseIncident(who, params.incidentId),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/incidents/{incidentId}/note',
      summary: 'Adds a note to an incident, also to a resolved one.',
      shape: { ...noParts, params: oneIncident, body: noteRequest },
      reply: incidentReply,
      errors: [...staffErrors, 'too-large', 'command-conflict'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.noteIncident(who, params.incidentId, body),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/incidents/{incidentId}/resolve',
      summary: 'Resolves an incident, with a last note.',
      shape: { ...noParts, params: oneIncident, body: noteRequest },
      reply: incidentReply,
      errors: [...dealing, 'command-conflict'],
      roles: watching,
      handle: ({ who, params, body }) => useCases.resolveIncident(who, params.incidentId, body),
    }),
    staffRoute({
      method: 'get',
      path: '/api/staff/exams/{examId}/lost-time',
      summary: 'What candidates have lost by being cut off, and what of it was given back.',
      shape: { ...noParts, params: exam },
      reply: lostTimeReply,
      errors: staffErrors,
      roles: watching,
      handle: ({ who, params }) => useCases.listLostTime(who, params.examId),
    }),
    staffRoute({
      method: 'post',
      path: '/api/staff/exams/{examId}/lost-time/grant',
      summary: 'Gives candidates back what each of them has lost; repeating it gives nothing more.',
      shape: { ...noParts, params: exam, body: grantRequest },
      reply: grantReply,
      errors: [
        ...staffErrors,
        'too-large',
        'busy',
        'reason-required',
        'unknown-candidate',
        'beyond-limit',
        'command-conflict',
      ],
      roles: watching,
      handle: ({ who, params, body }) => useCases.grantLostTime(who, params.examId, body),
    }),
  ];
}
