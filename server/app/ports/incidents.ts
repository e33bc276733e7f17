import type { RosterIncident } from '../../protocol/proctor.ts';

export type { RosterIncident };

/** What staff deal with: incidents, what candidates report, and the time they have lost. All times are epoch ms. */

/** Where and about whom an incident is. What has the same key is one incident for as long as nobody has resolved it. */
export interface IncidentSubject {
  readonly key: string;
  readonly kind: string;
  readonly examId: string;
  readonly attemptId: string | null;
  readonly candidateId: string | null;
  readonly districtId: number | null;
  readonly centreId: string | null;
}

/** One time that something happened to a candidate. `reportId` is unique within the attempt. */
export interface NewReport {
  readonly subject: IncidentSubject;
  readonly attemptId: string;
  readonly candidateId: string;
  readonly reportId: string;
  /** Joined with what the incident says already; the newest word wins. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly at: number;
}

export interface IncidentReport {
  readonly attemptId: string;
  readonly candidateId: string;
  readonly text: string;
  readonly at: number;
}

export interface IncidentBatch {
  /** Where to go on. */
  readonly cursor: string;
  readonly incidents: readonly RosterIncident[];
}

export interface StaffNote {
  /** A UUID. */
  readonly id: string;
  readonly by: string;
  readonly text: string;
  readonly at: number;
}

/** What became of a change to an incident. */
export type IncidentChange =
  | { readonly outcome: 'changed'; readonly incident: RosterIncident }
  | { readonly outcome: 'not-found' | 'already-claimed' | 'already-resolved' }
  /** The note's id stands for another note. */
  | { readonly outcome: 'note-conflict' };

/** The incidents of all exams. Every method @throws Unavailable. */
export interface Incidents {
  /** Opens an incident, or adds to the one that is there. The same report again changes nothing. */
  report(report: NewReport): Promise<void>;
  /** What a condition looks like now: opens its incident, or brings it up to date; nothing is written when it says so already. */
  observe(
    subject: IncidentSubject,
    detail: Readonly<Record<string, unknown>>,
    count: number,
    at: number,
  ): Promise<void>;
  /** The condition is over. */
  settle(key: string, at: number): Promise<void>;
  /**
   * Those that have changed since `cursor`, each as it is now; from `null`, those that nobody has resolved. A change that was
   * committed is never passed by.
   */
  changedSince(examId: string, cursor: string | null): Promise<IncidentBatch>;
  /** The latest, resolved ones too, newest first. */
  latest(examId: string, limit: number): Promise<readonly RosterIncident[]>;
  find(incidentId: string): Promise<RosterIncident | null>;
  /** What the incident is made of, newest first. */
  reports(incidentId: string, limit: number): Promise<readonly IncidentReport[]>;
  /** It is this person's now. Claiming what one has already is no change and no error. */
  claim(incidentId: string, by: string, at: number): Promise<IncidentChange>;
  /** `anyway`: also when it is somebody else's. */
  release(incidentId: string, by: string, anyway: boolean, at: number): Promise<IncidentChange>;
  /** A note that was sent twice stands once. */
  note(incidentId: string, note: StaffNote): Promise<IncidentChange>;
  /** With a last note. `anyway`: also when it is somebody else's. */
  resolve(incidentId: string, note: StaffNote, anyway: boolean): Promise<IncidentChange>;
}

/** Time that one candidate has lost and that nobody has given back. */
export interface LostTime {
  readonly attemptId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly status: 'open' | 'sealed';
  /** Not given back yet, ms, in whole seconds. */
  readonly ms: number;
  /** Given back, ms. */
  readonly grantedMs: number;
  /** The last frame that is in `ms`. */
  readonly throughSeq: number;
  readonly absences: readonly {
    readonly seq: number;
    readonly from: number;
    readonly to: number;
    readonly lostMs: number;
    /** How the beginning is known: a connection that ended, or the last that the log had of the candidate. */
    readonly by: 'connection' | 'log';
    readonly granted: boolean;
  }[];
}

/** A grant that was decided; its command follows. */
export interface LostTimeGrant {
  readonly attemptId: string;
  readonly candidateId: string;
  readonly ms: number;
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
}

export interface GrantRequest {
  readonly examId: string;
  readonly grantId: string;
  readonly candidateIds: readonly string[];
  readonly actor: string;
  readonly reason: string;
  readonly at: number;
  /** The ids of the commands follow from it: nobody can know it before. */
  readonly commandSeed: string;
}

/** The lost time of an exam's candidates. Every method @throws Unavailable. */
export interface LostTimes {
  of(examId: string): Promise<readonly LostTime[]>;
  /**
   * Takes what these candidates have lost and nobody has given back for this grant, in whole seconds, so that nobody gives it
   * again. A request that was carried out before takes nothing more.
   */
  take(request: GrantRequest): Promise<void>;
  /** Everything that was taken with this request. */
  grantedBy(examId: string, grantId: string): Promise<readonly LostTimeGrant[]>;
  /** Grants whose command has not been issued. */
  unissued(examId: string): Promise<readonly LostTimeGrant[]>;
  issued(examId: string, commandId: string, seq: number): Promise<void>;
  /** Undoes the grants of a command that was not issued: what they took is lost time again. */
  giveBack(examId: string, commandId: string): Promise<void>;
}

/** Where and until when attempts were shown, told between nodes. Every method @throws Unavailable. */
export interface Departures {
  /** This node is there at `at`: should it end without a word, it showed until then what it showed. */
  alive(at: number): Promise<void>;
  /** This node shows these now. */
  shown(attemptIds: readonly string[]): Promise<void>;
  /** This node shows these no more; when each of them was heard last. */
  left(departures: ReadonlyMap<string, number>): Promise<void>;
  of(attemptIds: readonly string[]): Promise<ReadonlyMap<string, Departure>>;
}

export interface Departure {
  /** When the last connection that showed the attempt was heard last, as its node has told; 0 for never. */
  readonly leftAt: number;
  /** When the node was there last that has begun to show it since and has not told of the end; `null` when there is none. */
  readonly shownUntil: number | null;
}
