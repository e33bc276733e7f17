import '../jitless.ts';

import { z } from 'zod';
import { rosterIncident } from '../../../../server/protocol/incidentForm.ts';
import type {
  CentreIncidents,
  CommandProgress,
  LivePart,
  RoomDelta,
  RoomDropped,
  RoomOpenReply,
  RoomPage,
  RoomScope,
  RosterCounts,
  RosterExam,
  RosterPerson,
  RosterTile,
} from '../../../../server/protocol/proctor.ts';

/**
 * What the server sends to a room, as it is read here. Fields that this page does not know are passed over, so that a
 * newer server does not break it.
 */

const moment = z.number().nullable();

const live: z.ZodType<LivePart> = z.object({
  attemptId: z.string().nullable(),
  status: z.enum(['signed-in', 'started', 'paused', 'handed-in']),
  connected: z.boolean(),
  since: moment,
  answered: z.number().nullable(),
  marked: z.number().nullable(),
  deadlineAt: moment,
  deadlineVersion: z.number(),
  lastSaveAt: moment,
  late: z.number(),
});

const person: z.ZodType<RosterPerson> = z.object({
  n: z.number().int().min(0),
  candidateId: z.string(),
  rollNumber: z.string(),
  name: z.string(),
  districtId: z.number(),
  centreId: z.string().nullable(),
  extraPerHourMs: z.number(),
  live: live.nullable(),
});

const countFields = {
  enrolled: z.number(),
  absent: z.number(),
  signedIn: z.number(),
  started: z.number(),
  paused: z.number(),
  handedIn: z.number(),
  connected: z.number(),
  offline: z.number(),
  answered: z.number(),
  late: z.number(),
  incidents: z.number(),
  // A node of the version before does not tell, while all are restarted one by one.
  concerned: z.number().default(0),
};

const counts: z.ZodType<RosterCounts> = z.object(countFields);

const tile: z.ZodType<RosterTile> = z.object({
  ...countFields,
  districtId: z.number(),
  centreId: z.string().nullable().exactOptional(),
});

const centreIncidents: z.ZodType<readonly CentreIncidents[]> = z.array(
  z.object({
    districtId: z.number(),
    centreId: z.string().nullable(),
    incidents: z.number(),
    concerned: z.number(),
  }),
);

const command: z.ZodType<CommandProgress> = z.object({
  seq: z.number(),
  commandId: z.string(),
  kind: z.string(),
  issuedAt: z.number(),
  reaches: z.number(),
  applied: z.number(),
  confirmed: z.number(),
  pending: z.number(),
});

const exam: z.ZodType<RosterExam> = z.object({
  id: z.string(),
  title: z.record(z.string(), z.string()),
  status: z.enum(['published', 'closed']),
  opensAt: z.number(),
  lastEntryAt: z.number(),
  closesAt: z.number(),
  clock: z.enum(['individual', 'common']),
  durationMs: z.number(),
});

export const roomScope: z.ZodType<RoomScope> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('district'), districtId: z.number() }),
  z.object({ kind: z.literal('centre'), centreId: z.string() }),
]);

export const roomOpenReply: z.ZodType<RoomOpenReply> = z.object({
  roomId: z.string(),
  version: z.number(),
  serverNow: z.number(),
  stale: z.boolean(),
  exam,
  scopes: z.array(roomScope),
  districts: z.array(z.object({ id: z.number(), name: z.string(), aliases: z.array(z.string()) })),
  centres: z.array(z.object({ id: z.string(), code: z.string(), name: z.string(), districtId: z.number() })),
  total: z.number(),
  pages: z.number(),
  counts,
  tiles: z.array(tile),
  centreIncidents: centreIncidents.exactOptional(),
  commands: z.array(command),
  incidents: z.array(rosterIncident),
});

export const roomPage: z.ZodType<RoomPage> = z.object({
  roomId: z.string(),
  version: z.number(),
  index: z.number(),
  of: z.number(),
  people: z.array(person),
});

export const roomDelta: z.ZodType<RoomDelta> = z.object({
  roomId: z.string(),
  from: z.number(),
  version: z.number(),
  serverNow: z.number(),
  stale: z.boolean(),
  rows: z.array(z.object({ n: z.number(), live: live.nullable() })).exactOptional(),
  saved: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).exactOptional(),
  people: z.array(person).exactOptional(),
  gone: z.array(z.number()).exactOptional(),
  counts: counts.exactOptional(),
  tiles: z.array(tile).exactOptional(),
  centreIncidents: centreIncidents.exactOptional(),
  commands: z.array(command).exactOptional(),
  incidents: z.array(rosterIncident).exactOptional(),
});

export const roomDropped: z.ZodType<RoomDropped> = z.object({
  roomId: z.string(),
  reason: z.enum(['too-slow', 'not-in-scope']),
  message: z.string(),
});

export const roomClosed = z.object({});
