import type { LocalText, Marks, PaperContent, Question, QuestionGroup } from '../../domain/content.ts';
import type { PaperKey, QuestionKey } from '../../domain/key.ts';

/** What importing and publishing need from the world. All times are epoch ms. */

export type Difficulty = 'easy' | 'medium' | 'hard';

/** A question of a bank: what candidates may see in `question`, and apart from it what only authors may. */
export interface BankQuestion {
  /** Its id is the question's name within the bank. */
  readonly question: Question;
  /** 1, 2, 3… within the question's group; `null` without a group. */
  readonly groupPlace: number | null;
  readonly subject: string;
  readonly chapter: string;
  readonly difficulty: Difficulty;
  readonly tags: readonly string[];
  readonly key: QuestionKey;
  readonly solution: LocalText | null;
  /** What the author would give; the sections of an exam may set others. */
  readonly marks: QuestionMarks | null;
}

/** `wrong` is 0 or negative. */
export interface QuestionMarks {
  readonly correct: Marks;
  readonly wrong: Marks;
}

/** The newest version of everything in a bank, by id. */
export interface Bank {
  readonly groups: ReadonlyMap<string, QuestionGroup>;
  readonly questions: ReadonlyMap<string, BankQuestion>;
}

/** What becomes the newest version. Nothing is ever overwritten: earlier versions stay. */
export interface BankChange {
  readonly groups: readonly QuestionGroup[];
  readonly questions: readonly BankQuestion[];
}

export interface QuestionBanks {
  /** `null` when there is no bank of this name. */
  find(name: string): Promise<Bank | null>;
  /**
   * Reads a bank, which is created if there is none, and writes what `decide` makes of it, all in one transaction.
   * Changes of the same bank wait for each other.
   */
  change<T extends BankChange>(name: string, decide: (bank: Bank) => T): Promise<T>;
}

/** An account that is to be enrolled. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly role: string;
  readonly disabled: boolean;
  /** Whether centre or district say in which region the attempt would live. */
  readonly hasPlace: boolean;
}

export interface NewEnrolment {
  readonly candidateId: string;
  readonly extraPerHourMs: number;
}

export interface NewExam {
  readonly paper: PaperContent;
  /** The exact text of the paper, whose SHA-256 is `hash`. */
  readonly body: string;
  readonly hash: string;
  /** The exact text of the key. */
  readonly key: string;
  readonly enrolments: readonly NewEnrolment[];
  readonly publishedAt: number;
}

export interface ExistingExam {
  readonly examId: string;
  readonly paperHash: string;
  readonly body: string;
  /** The newest version. */
  readonly key: string;
}

export type PublishOutcome =
  | { readonly outcome: 'published'; readonly examId: string; readonly enrolled: number }
  /** Exams of this title are there, the newest first; nothing was written. */
  | { readonly outcome: 'titled'; readonly exams: readonly ExistingExam[] }
  /** The same paper is there under another key; nothing was written. */
  | { readonly outcome: 'other-key' };

export interface ExamOffice {
  /** Accounts by user name; `all`: every enabled candidate. Unknown names are absent from the answer. */
  accounts(usernames: readonly string[] | 'all'): Promise<readonly Account[]>;
  /** Paper, key, exam and enrolments in one transaction. Without `again` only if no exam has this title. */
  publish(exam: NewExam, again: boolean): Promise<PublishOutcome>;
  /** Enrols who is not enrolled yet and gives them roll numbers. Returns how many those were. */
  enrol(examId: string, enrolments: readonly NewEnrolment[]): Promise<number>;
}

/** A published paper with the newest version of its key. */
export interface KeyedPaper {
  readonly paperHash: string;
  readonly paper: PaperContent;
  readonly version: number;
  readonly key: PaperKey;
  /** Every exam with this paper. */
  readonly examIds: readonly string[];
}

export interface NewKeyVersion {
  readonly paperHash: string;
  readonly version: number;
  /** The exact text of the key. */
  readonly body: string;
  /** The account that answers for it. */
  readonly by: string;
  readonly reason: string;
  /** The questions that it corrects. */
  readonly questionIds: readonly string[];
}

export interface PaperKeys {
  /** `null` when there is no published exam of this id. */
  newest(examId: string): Promise<KeyedPaper | null>;
  /** Adds a version, and beside it who wants it and why. False when the paper has this version already: nothing was written. */
  add(version: NewKeyVersion): Promise<boolean>;
}
