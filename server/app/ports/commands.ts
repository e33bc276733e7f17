import type { Location, Place, Scope } from '../../domain/command.ts';

/** What the staff's commands need to know of an exam's people, and what is kept beside the exam's log. Times are epoch ms. */

/** People of an exam who sit in one place: absent = enrolled − started − handedIn. */
export interface PlaceCount extends Location {
  readonly enrolled: number;
  /** They have opened the exam and not handed in. */
  readonly started: number;
  readonly handedIn: number;
}

export interface EnrolledPerson extends Place {
  readonly username: string;
  readonly name: string;
  readonly rollNumber: string;
  readonly extraPerHourMs: number;
  readonly attempt: 'absent' | 'started' | 'handed-in';
}

/** Where everybody is now. @throws Unavailable */
export interface ExamPeople {
  /** One for each place in which somebody is enrolled. */
  counts(examId: string): Promise<readonly PlaceCount[]>;
  /** How many people any of these scopes reaches now, each counted once. */
  reached(examId: string, scopes: readonly Scope[]): Promise<number>;
  /** Of these candidates those who are enrolled in the exam. */
  find(examId: string, candidateIds: readonly string[]): Promise<readonly EnrolledPerson[]>;
  /** `null` when there is no such centre. */
  districtOf(centreId: string): Promise<number | null>;
  /** Display names by user id; ids that no user has are absent. */
  names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Who has issued these commands of an exam: place in the log → user id. */
  actors(examId: string, seqs: readonly number[]): Promise<ReadonlyMap<number, string>>;
}

export type ApprovedKind = 'force-submit' | 'terminate';

export interface NewApproval {
  readonly id: string;
  readonly examId: string;
  readonly commandId: string;
  readonly kind: ApprovedKind;
  readonly scope: Scope;
  readonly reason: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly reaches: number;
}

export interface Decision {
  readonly actor: string;
  readonly approve: boolean;
  readonly reason: string;
  readonly at: number;
}

export interface Approval extends NewApproval {
  readonly decision: Decision | null;
}

/** Commands that wait for a second person. @throws Unavailable */
export interface Approvals {
  /** What is kept for this command: of two requests under one command id the first stays. */
  request(approval: NewApproval): Promise<Approval>;
  find(examId: string, id: string): Promise<Approval | null>;
  ofCommand(examId: string, commandId: string): Promise<Approval | null>;
  /** Those that nobody has decided about, and those whose command was approved and is not in the log yet. */
  open(examId: string): Promise<readonly Approval[]>;
  /** The decision that stands: the first one. */
  decide(id: string, decision: Decision): Promise<Decision>;
}

/** Codes with which candidates sign in once. @throws Unavailable */
export interface SignInCodes {
  /** Uses up the candidate's newest code. False: it is another one, used already, or too old. */
  redeem(candidateId: string, codeHash: string, now: number): Promise<boolean>;
}
