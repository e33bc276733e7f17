import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { AttemptRef, SubmissionRow, Tail, WriteOutcome } from '../app/ports.ts';
import type { Entry } from '../domain/entry.ts';
import type { Frame, FrameDraft } from '../domain/frame.ts';
import { type AttemptLogOptions, PostgresAttemptLog } from '../ledger/attemptLog.ts';
import { connectionConfig } from '../ledger/connection.ts';
import { Lane } from '../ledger/lane.ts';
import { pune } from './exams.ts';

/** The attempts' logs of one node by themselves, on the real clock. Close it. */
export function startLog(databaseUrl: string, more: Partial<AttemptLogOptions> = {}): PostgresAttemptLog {
  const config = connectionConfig(databaseUrl, 'ledger');
  return new PostgresAttemptLog({
    lane: () => new Lane(config, () => undefined),
    elapsed: () => performance.now(),
    wait: (ms) => wait(ms),
    clockShiftMs: () => 0,
    maxQueued: 1_000,
    maxRows: 500,
    maxBytes: 1024 * 1024,
    ...more,
  });
}

/** An attempt that nobody has opened. */
export function newAttempt(more: Partial<AttemptRef> = {}): AttemptRef {
  const ids = { attemptId: randomUUID(), examId: randomUUID(), candidateId: randomUUID() };
  return { ...ids, regionId: 2, districtId: pune, centreId: null, ...more };
}

const envelope = () => ({ examSeq: 0, receivedAt: Date.now(), open: true });

/** A frame of each kind, in the form in which it is written when everything is right. */
export const draftOf = {
  opened: (more: Partial<FrameDraft> = {}): FrameDraft => {
    const receivedAt = more.receivedAt ?? Date.now();
    const times = { extraPerHourMs: 0, deadlineAt: receivedAt + 3_600_000, sections: null };
    const page = { deviceId: 'page-1', sessionId: 'sign-in-1', seed: 'ab12', paper: 'a'.repeat(64) };
    return { ...envelope(), ...more, kind: 'opened', body: { ...page, ...times } };
  },
  entered: (epoch: number, more: Partial<FrameDraft> = {}): FrameDraft => {
    const body = { epoch, deviceId: `page-${epoch}`, sessionId: 'sign-in-1' };
    return { ...envelope(), ...more, kind: 'entered', body };
  },
  answered: (from: number, more: Partial<FrameDraft> = {}, text = 'A'): FrameDraft => {
    const entry: Entry = { kind: 'answer', questionId: 'q1', value: text, marked: false, at: 0 };
    const body = { epoch: 1, from, entries: [entry], refused: [] };
    return { ...envelope(), ...more, kind: 'answered', body };
  },
  late: (from: number, more: Partial<FrameDraft> = {}): FrameDraft => {
    const body = { epoch: 1, from, entries: [{ kind: 'unreadable' } as const], why: 'sealed' as const };
    return { ...envelope(), ...more, kind: 'late', body };
  },
  sealed: (more: Partial<FrameDraft> = {}): FrameDraft => {
    const body = { reason: 'submitted', epoch: 1, through: 0, kid: 'k', receipt: '{}' } as const;
    return { ...envelope(), open: false, ...more, kind: 'sealed', body };
  },
  adjudicated: (lateSeq: number, more: Partial<FrameDraft> = {}): FrameDraft => {
    const body = { lateSeq, admitted: [1], actor: 'proctor-1', reason: 'as decided' };
    return { ...envelope(), ...more, kind: 'adjudicated', body };
  },
  reopened: (more: Partial<FrameDraft> = {}): FrameDraft => {
    const body = { commandId: 'command-1', deadlineAt: Date.now() };
    return { ...envelope(), ...more, kind: 'reopened', body };
  },
};

export const submission: SubmissionRow = { reason: 'submitted', receipt: '{}', kid: 'k', digest: 'd' };

/** The frame that was written. */
export function written(outcome: WriteOutcome): Frame {
  if (outcome.outcome !== 'committed') throw new Error(`It was not written: ${JSON.stringify(outcome)}`);
  return outcome.frame;
}

export function tailOf({ seq, hash }: Frame): Tail {
  return { seq, head: hash };
}

/** An attempt with its first frame. */
export async function opened(
  log: PostgresAttemptLog,
  ref: AttemptRef = newAttempt(),
): Promise<{ readonly ref: AttemptRef; readonly tail: Tail }> {
  const frame = written(await log.open(ref, draftOf.opened(), Date.now() + 3_600_000));
  return { ref, tail: tailOf(frame) };
}
