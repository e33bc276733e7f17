/** What staff deal with: incidents, what candidates report, and the time they have lost. All times are epoch ms. */

export type IncidentState = 'open' | 'claimed' | 'resolved';

export interface StaffName {
  readonly id: string;
  readonly name: string;
}

export interface IncidentNote {
  readonly by: StaffName;
  readonly at: number;
  readonly text: string;
}

/** Something that a person must look at. */
export interface Incident {
  readonly id: string;
  readonly kind: string;
  readonly examId: string;
  readonly attemptId: string | null;
  readonly candidateId: string | null;
  readonly districtId: number | null;
  readonly centreId: string | null;
  /** By kind: the text of the candidate, a question, the numbers of a power cut, … */
  readonly detail: Readonly<Record<string, unknown>>;
  /** How often it has happened. */
  readonly count: number;
  readonly state: IncidentState;
  readonly claimedBy: StaffName | null;
  readonly notes: readonly IncidentNote[];
  readonly at: number;
  readonly updatedAt: number;
  readonly resolvedAt: number | null;
}

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
  readonly subject: IncidentSubject & { readonly attemptId: string; readonly candidateId: string };
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

export interface IncidentPage {
  readonly incidents: readonly Incident[];
  /** Pass it to `changedSince`. */
  readonly cursor: string;
}

/** What became of a change to an incident. */
export type IncidentChange =
  | { readonly outcome: 'changed'; readonly incident: Incident }
  | { readonly outcome: 'not-found' | 'already-claimed' | 'already-resolved' };

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
  /** Those that nobody has resolved. */
  unresolved(examId: string): Promise<IncidentPage>;
  /** Those that have changed since, each as it is now; a change that was committed is never passed by. */
  changedSince(examId: string, cursor: string): Promise<IncidentPage>;
  /** The latest, resolved ones too, newest first. */
  latest(examId: string, limit: number): Promise<readonly Incident[]>;
  find(incidentId: string): Promise<Incident | null>;
  /** What the incident is made of, newest first. */
  reports(incidentId: string, limit: number): Promise<readonly IncidentReport[]>;
  /** It is this person's now. Claiming what one has already is no change and no error. */
  claim(incidentId: string, by: string): Promise<IncidentChange>;
  /** `anyway`: also when it is somebody else's. */
  release(incidentId: string, by: string, anyway: boolean): Promise<IncidentChange>;
  note(
    incidentId: string,
    note: { id: string; by: string; text: string; at: number },
  ): Promise<IncidentChange>;
  resolve(
    incidentId: string,
    note: { id: string; by: string; text: string; at: number },
    anyway: boolean,
  ): Promise<IncidentChange>;
}

/** Time that one candidate has lost and that nobody has given back. */
export interface LostTime {
  readonly attemptId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly status: 'open' | 'sealed';
  /** Not given back yet, ms. */
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
}

/** The lost time of an exam's candidates. Every method @throws Unavailable. */
export interface LostTimes {
  of(examId: string): Promise<readonly LostTime[]>;
  /** Takes what these candidates have lost for this grant, so that nobody gives it again. */
  take(request: GrantRequest, commandIdOf: (grantId: string, ms: number) => string): Promise<void>;
  /** Everything that was taken with this request. */
  grantedBy(examId: string, grantId: string): Promise<readonly LostTimeGrant[]>;
  /** Grants whose command has not been issued. */
  unissued(examId: string): Promise<readonly LostTimeGrant[]>;
  issued(examId: string, commandId: string, seq: number): Promise<void>;
}

/** When attempts were last shown, told between nodes. Every method @throws Unavailable. */
export interface Departures {
  left(departures: ReadonlyMap<string, number>): Promise<void>;
  /** When the last connection that showed each of these was heard last. */
  of(attemptIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
