import { z } from 'zod';
import type { RosterStatus } from '../../app/ports/live.ts';
import {
  type AttemptPart,
  attemptStamp,
  type ConnectionPart,
  connectionStamp,
  type RosterParts,
  type Stamp,
} from './parts.ts';

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
type ConnectionTuple = z.infer<typeof connectionTuple>;
type AttemptTuple = z.infer<typeof attemptTuple>;

/** Changes whenever a tuple does: nodes of two versions may run side by side. */
const format = 1;

function connectionToTuple(part: ConnectionPart): ConnectionTuple {
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

function connectionFromTuple(tuple: ConnectionTuple): ConnectionPart {
  const [candidateId, districtId, connected, connectedAt, disconnectedAt, version, nodeId] = tuple;
  return { candidateId, districtId, connected, connectedAt, disconnectedAt, version, nodeId };
}

function attemptToTuple(part: AttemptPart): AttemptTuple {
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

function attemptFromTuple(tuple: AttemptTuple): AttemptPart {
  const [candidateId, attemptId, districtId, centreId, state, answered, marked, ...more] = tuple;
  const [deadlineAt, deadlineVersion, lastSaveAt, appliedSeq, examSeq, confirmed, late, version] = more;
  return {
    ...{ candidateId, attemptId, districtId, centreId, status: state, answered, marked },
    ...{ deadlineAt, deadlineVersion, lastSaveAt, appliedSeq, examSeq, confirmed, late, version },
  };
}

/** Half of a row as it is kept and sent. */
export interface EncodedHalf {
  readonly districtId: number;
  /** Its name among all of a district. */
  readonly field: string;
  /** A stamp as text, of which the greater one is the newer, and then what is sent. */
  readonly value: string;
}

const halfDigits = 15;
export const stampLength = 2 * halfDigits;

const connectionField = 'c:';
const attemptField = 'a:';

export function encodeConnection(part: ConnectionPart): EncodedHalf {
  const value = textOf(connectionStamp(part)) + JSON.stringify(connectionToTuple(part));
  return { districtId: part.districtId, field: connectionField + part.candidateId, value };
}

export function encodeAttempt(part: AttemptPart): EncodedHalf {
  const value = textOf(attemptStamp(part)) + JSON.stringify(attemptToTuple(part));
  return { districtId: part.districtId, field: attemptField + part.candidateId, value };
}

/** Which half of whose row a field is. */
export function ownerOf(field: string): {
  readonly candidateId: string;
  readonly half: 'connection' | 'attempt';
} {
  const half = field.startsWith(connectionField) ? 'connection' : 'attempt';
  return { candidateId: field.slice(field.indexOf(':') + 1), half };
}

export function messageOf(connections: readonly EncodedHalf[], attempts: readonly EncodedHalf[]): string {
  const list = (halves: readonly EncodedHalf[]) =>
    `[${halves.map(({ value }) => value.slice(stampLength)).join(',')}]`;
  return `[${format},${list(connections)},${list(attempts)}]`;
}

/**
 * The halves in a message between nodes. Its signature says that a node has written it, and its format which tuples they
 * are: looking at every value of thousands a second would cost more than all else. @throws when it is of another format.
 */
export function partsIn(message: string): RosterParts {
  const parsed: unknown = JSON.parse(message);
  if (!isMessage(parsed)) throw new Error('The message of a roster has another format.');
  const [, connections, attempts] = parsed;
  return {
    connections: connections.map(connectionFromTuple),
    attempts: attempts.map(attemptFromTuple),
  };
}

function isMessage(
  value: unknown,
): value is readonly [typeof format, readonly ConnectionTuple[], readonly AttemptTuple[]] {
  if (!Array.isArray(value) || value.length !== 3 || value[0] !== format) return false;
  return (
    areTuples(value[1], connectionTuple.def.items.length) &&
    areTuples(value[2], attemptTuple.def.items.length)
  );
}

function areTuples(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.every((each) => Array.isArray(each) && each.length === length);
}

/** The halves in what Redis keeps, each looked at: nobody has signed it. What is none of ours is passed over. */
export function partsKept(kept: Readonly<Record<string, string>>): RosterParts {
  const values = Object.entries(kept);
  return {
    connections: values.flatMap(([field, value]) =>
      field.startsWith(connectionField) ? (decodeConnection(value) ?? []) : [],
    ),
    attempts: values.flatMap(([field, value]) =>
      field.startsWith(attemptField) ? (decodeAttempt(value) ?? []) : [],
    ),
  };
}

function decodeConnection(value: string): ConnectionPart | null {
  const parsed = connectionTuple.safeParse(jsonIn(value));
  return parsed.success ? connectionFromTuple(parsed.data) : null;
}

function decodeAttempt(value: string): AttemptPart | null {
  const parsed = attemptTuple.safeParse(jsonIn(value));
  return parsed.success ? attemptFromTuple(parsed.data) : null;
}

function textOf([major, minor]: Stamp): string {
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
