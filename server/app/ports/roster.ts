import type { RosterCentre, RosterDistrict, RosterIncident } from '../../protocol/proctor.ts';

/** What the live room takes from the database: who is enrolled where. Everything that moves comes from `LiveRoster`. */
export interface RosterSource {
  /** All districts and centres. @throws Unavailable */
  geography(): Promise<Geography>;
  /**
   * Up to `limit` people enrolled in an exam whose candidate ids follow `after`, in the order of their ids. Fewer than `limit`:
   * there are no more. @throws Unavailable
   */
  people(examId: string, after: string | null, limit: number): Promise<readonly EnrolledPerson[]>;
  /**
   * Where these candidates sit in exams that are open at `now` or open within `aheadMs`.
   * @throws Unavailable
   */
  seatsOf(
    candidateIds: readonly string[],
    now: number,
    aheadMs: number,
  ): Promise<readonly ExpectedCandidate[]>;
}

export interface Geography {
  readonly districts: readonly RosterDistrict[];
  readonly centres: readonly RosterCentre[];
}

export interface EnrolledPerson {
  readonly candidateId: string;
  readonly rollNumber: string;
  readonly name: string;
  /** Where the candidate sits, or sat when the attempt was opened. */
  readonly districtId: number;
  readonly centreId: string | null;
  /** Accommodation, ms per hour of the exam. */
  readonly extraPerHourMs: number;
  readonly attempt: { readonly attemptId: string; readonly status: 'open' | 'sealed' } | null;
}

export interface ExpectedCandidate {
  readonly examId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
}

/** The incidents of an exam as they change. */
export interface IncidentNews {
  /** What has changed since `cursor`, and where to go on. From `null`: everything that nobody has resolved. @throws Unavailable */
  changedSince(examId: string, cursor: string | null): Promise<IncidentBatch>;
}

export interface IncidentBatch {
  readonly cursor: string;
  readonly incidents: readonly RosterIncident[];
}
