import { z } from 'zod';
import type { RosterStatus } from '../../app/ports/live.ts';
import type { AttemptPart, ConnectionPart, RosterParts, Stamp } from './parts.ts';

/** Halves of rows as they travel: without names, for there are thousands a second. */

const status = z.enum(['signed-in', 'started', 'paused', 'handed-in'] satisfies RosterStatus[]);
const time = z.number().nullable();

const connectionTuple = z.tuple([z.string(), z.number(), z.boolean(), time, time, z.number(), z.string()]);
const attemptTuple = z.tuple([
  z.string(),
  z.string().nullable(),
  z.number(),
  z.string().nullable(),
  status,
  z.number(),
  z.number(),
  time,
  z.number(),
  time,
  z.number(),
  z.number(),
  z.array(z.number()),
  z.number(),
  z.number(),
]);
const partsTuple = z.tuple([z.array(connectionTuple), z.array(attemptTuple)]);

function connectionToTuple(part: ConnectionPart): z.infer<typeof connectionTuple> {
  return [
    part.candidateId,
    part.districtId,
    part.connected,
    part.connectedAt,
    part.disconnectedAt,
    part.version,
    part.nodeId,
  ];
}

function connectionFromTuple(tuple: z.infer<typeof connectionTuple>): ConnectionPart {
  const [candidateId, districtId, connected, connectedAt, disconnectedAt, version, nodeId] = tuple;
  return { candidateId, districtId, connected, connectedAt, disconnectedAt, version, nodeId };
}

function attemptToTuple(part: AttemptPart): z.infer<typeof attemptTuple> {
  return [
    part.candidateId,
    part.attemptId,
    part.districtId,
    part.centreId,
    part.status,
    part.answered,
    part.marked,
    part.deadlineAt,
    part.deadlineVersion,
    part.lastSaveAt,
    part.appliedSeq,
    part.examSeq,
    [...part.confirmed],
    part.late,
    part.version,
  ];
}

function attemptFromTuple(tuple: z.infer<typeof attemptTuple>): AttemptPart {
  const [candidateId, attemptId, districtId, centreId, state, answered, marked, ...more] = tuple;
  const [deadlineAt, deadlineVersion, lastSaveAt, appliedSeq, examSeq, confirmed, late, version] = more;
  return {
    ...{ candidateId, attemptId, districtId, centreId, status: state, answered, marked },
    ...{ deadlineAt, deadlineVersion, lastSaveAt, appliedSeq, examSeq, confirmed, late, version },
  };
}

export function encodeParts({ connections, attempts }: RosterParts): string {
  return JSON.stringify([connections.map(connectionToTuple), attempts.map(attemptToTuple)]);
}

/** @throws when it is none of ours. */
export function decodeParts(text: string): RosterParts {
  const [connections, attempts] = partsTuple.parse(JSON.parse(text));
  return {
    connections: connections.map(connectionFromTuple),
    attempts: attempts.map(attemptFromTuple),
  };
}

const halfDigits = 15;
export const stampLength = 2 * halfDigits;

/** A stamp as text of which the greater one is the newer, then the half of a row. */
export function encodeConnection(part: ConnectionPart, stamp: Stamp): string {
  return encodeStamp(stamp) + JSON.stringify(connectionToTuple(part));
}

export function encodeAttempt(part: AttemptPart, stamp: Stamp): string {
  return encodeStamp(stamp) + JSON.stringify(attemptToTuple(part));
}

/** `null` when it is none of ours. */
export function decodeConnection(value: string): ConnectionPart | null {
  const parsed = connectionTuple.safeParse(jsonIn(value));
  return parsed.success ? connectionFromTuple(parsed.data) : null;
}

/** `null` when it is none of ours. */
export function decodeAttempt(value: string): AttemptPart | null {
  const parsed = attemptTuple.safeParse(jsonIn(value));
  return parsed.success ? attemptFromTuple(parsed.data) : null;
}

function encodeStamp([major, minor]: Stamp): string {
  return digits(major) + digits(minor);
}

function digits(value: number): string {
  return String(Math.max(0, Math.floor(value))).padStart(halfDigits, '0');
}

function jsonIn(value: string): unknown {
  try {
    return JSON.parse(value.slice(stampLength));
  } catch {
    return null;
  }
}
