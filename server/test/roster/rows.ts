import type { RosterRow } from '../../app/ports/live.ts';
import type { EnrolledPerson } from '../../app/ports/roster.ts';

/** Somebody who has opened the exam and is connected, as a node tells of them. */
export function rosterRow(candidateId: string, more: Partial<RosterRow> = {}): RosterRow {
  return {
    examId: 'exam',
    candidateId,
    attemptId: `attempt-of-${candidateId}`,
    districtId: 1,
    centreId: 'c1',
    status: 'started',
    connected: true,
    connectedAt: 1_000,
    disconnectedAt: null,
    answered: 0,
    marked: 0,
    deadlineAt: 3_600_000,
    deadlineVersion: 1,
    lastSaveAt: null,
    appliedSeq: 1,
    examSeq: 0,
    confirmed: [],
    late: 0,
    version: 1_000,
    ...more,
  };
}

/** Somebody who has not been seen yet. */
export function enrolledPerson(candidateId: string, more: Partial<EnrolledPerson> = {}): EnrolledPerson {
  return {
    candidateId,
    rollNumber: `R-${candidateId}`,
    name: `Name of ${candidateId}`,
    districtId: 1,
    centreId: 'c1',
    extraPerHourMs: 0,
    attempt: null,
    ...more,
  };
}
