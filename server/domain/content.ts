/** The content of a published paper: what a candidate may see. Keys live in `key.ts` and never beside it. */

/** Language tag (BCP 47, e.g. `en`, `hi`, `mr`) → text. Formulas are KaTeX between `$…$` or `$$…$$`. */
export type LocalText = Readonly<Record<string, string>>;

export interface Image {
  readonly src: string;
  readonly alt: LocalText;
}

/** A choice, a matrix row or a matrix column. Its id is stable; its place on the screen is not. */
export interface Choice {
  readonly id: string;
  readonly text: LocalText;
  /** Keeps its authored place when options are shuffled ("None of these"). */
  readonly pinned?: boolean;
}

/** The formulas of a question's or a passage's texts, as publishing has drawn them; the wire says what is in them. */
export interface Formulas {
  readonly drawnFor: string;
  readonly parts: readonly (readonly [string, ...(string | number)[]])[];
  readonly drawn: Readonly<Record<string, readonly number[]>>;
}

interface QuestionBase {
  readonly id: string;
  readonly text: LocalText;
  /** Absent where there is no formula, and in papers that were published before formulas were drawn. */
  readonly formulas?: Formulas;
  /** The passage this question belongs to. Questions of one group stay together and in order. */
  readonly groupId?: string;
  readonly images?: readonly Image[];
}

export interface ChoiceQuestion extends QuestionBase {
  readonly type: 'single' | 'multiple';
  readonly options: readonly Choice[];
}

export interface AssertionReasonQuestion extends QuestionBase {
  readonly type: 'assertion-reason';
  readonly assertion: LocalText;
  readonly reason: LocalText;
  /** The standard statements A–D (and E); never shuffled. */
  readonly options: readonly Choice[];
}

export interface NumericalQuestion extends QuestionBase {
  readonly type: 'numerical';
  readonly unit?: LocalText;
  /** What candidates are asked to keep to. It is told to them, and any other number is marked all the same. */
  readonly range?: NumberRange;
}

/** Decimal strings, bounds included; without a bound there is none on that side. */
export interface NumberRange {
  readonly min?: string;
  readonly max?: string;
}

export interface MatrixQuestion extends QuestionBase {
  readonly type: 'matrix';
  readonly rows: readonly Choice[];
  readonly columns: readonly Choice[];
}

export interface TrueFalseQuestion extends QuestionBase {
  readonly type: 'true-false';
}

export interface ShortTextQuestion extends QuestionBase {
  readonly type: 'short-text';
  /** Greatest length of an answer in Unicode code points. */
  readonly maxLength: number;
}

export type Question =
  | ChoiceQuestion
  | AssertionReasonQuestion
  | NumericalQuestion
  | MatrixQuestion
  | TrueFalseQuestion
  | ShortTextQuestion;

export type QuestionType = Question['type'];

/** A passage or data set shared by the questions that name it. */
export interface QuestionGroup {
  readonly id: string;
  readonly text: LocalText;
  readonly formulas?: Formulas;
  readonly images?: readonly Image[];
}

/**
 * A pool of a section. A unit is one question, or all questions of one group in their order; `draw` units are
 * taken at random (all of them when `draw` equals the number of units).
 */
export interface Pool {
  readonly draw: number;
  readonly units: readonly (readonly string[])[];
}

/** Marks are exact fractions written as `4`, `-2/3` or `0.25`. */
export type Marks = string;

/** How the marks of one question follow from the answer. Sources: `EXAMS` bulletins of JEE Main, JEE Advanced, UPSC, CAT. */
export type MarkingRule =
  /** Fully right: `correct`; anything else that is answered: `wrong`. */
  | { readonly rule: 'all-or-nothing'; readonly correct: Marks; readonly wrong: Marks }
  /** JEE Advanced, multiple correct: the whole key: `correct`; a non-empty proper subset: `perOption` each; anything wrong: `wrong`. */
  | {
      readonly rule: 'partial-subset';
      readonly correct: Marks;
      readonly perOption: Marks;
      readonly wrong: Marks;
    }
  /** Matrix grid: `perRow` for each fully right row, `wrongRow` for each answered row that is not. */
  | { readonly rule: 'per-row'; readonly perRow: Marks; readonly wrongRow: Marks };

export interface Marking {
  readonly default: MarkingRule;
  readonly byType?: Readonly<Partial<Record<QuestionType, MarkingRule>>>;
  readonly byQuestion?: Readonly<Record<string, MarkingRule>>;
}

export interface PaperSection {
  readonly id: string;
  readonly title: LocalText;
  /** Own time in ms; present on every section when the exam's navigation is `locked`, absent otherwise. */
  readonly durationMs?: number;
  readonly shuffleQuestions: boolean;
  readonly shuffleOptions: boolean;
  readonly marking: Marking;
  readonly pools: readonly Pool[];
  readonly questions: readonly Question[];
}

/** What candidates are asked after they have handed in. Each item is a statement to agree with, from 1 to 5. */
export interface FeedbackForm {
  readonly items: readonly { readonly id: string; readonly text: LocalText }[];
  readonly freeText: boolean;
}

/** What publishing freezes. Its canonical JSON is addressed by SHA-256; an attempt refers to it by that hash. */
export interface PaperContent {
  readonly title: LocalText;
  readonly languages: readonly string[];
  readonly rules: ExamRules;
  readonly groups: readonly QuestionGroup[];
  readonly sections: readonly PaperSection[];
  /** Absent: the usual form. */
  readonly feedback?: FeedbackForm;
}

/** The rules of time and conduct of one exam. All times are epoch ms, all durations ms. */
export interface ExamRules {
  /** `individual`: the duration runs from opening. `common`: everybody ends at `closesAt`. */
  readonly clock: 'individual' | 'common';
  /** `locked`: sections in order, each with its own time, no return. */
  readonly navigation: 'free' | 'locked';
  readonly durationMs: number;
  readonly opensAt: number;
  /** Last moment at which an attempt may be opened. */
  readonly lastEntryAt: number;
  /** End of the exam's window; only extra time and extensions may pass it. */
  readonly closesAt: number;
  /** Entries that arrive up to deadline + grace still count. */
  readonly graceMs: number;
  /** `free`: any page of the candidate may take the pen. `proctor-release`: another sign-in needs a proctor's release. */
  readonly takeover: 'free' | 'proctor-release';
  /** Greatest number of frames one attempt may hold; the seal is always possible. */
  readonly maxFrames: number;
  /** Greatest number of late entries kept for a person to judge. */
  readonly maxLateEntries: number;
  /** The most time that proctors may grant to one candidate, all extensions together. Absent: `defaultMaxExtensionMs`. */
  readonly maxExtensionMs?: number;
  /** What the candidate's screen offers; nothing where it is absent. */
  readonly tools?: ExamTools;
  /** What is noticed of candidates, and what follows. Absent: nothing is. */
  readonly conduct?: ConductPolicy;
}

/** What a candidate's page notices by itself. Nothing in it depends on how somebody reads the screen or uses the keys. */
export type PageObservation =
  | 'tab-hidden'
  | 'window-blur'
  | 'fullscreen-exit'
  | 'copy'
  | 'paste'
  | 'network-change';

/** What is noticed of a candidate. The last two are the server's: another sign-in has taken the pen, and an absence. */
export type Observation = PageObservation | 'second-device' | 'disconnected';

/**
 * What follows when something has happened `after` times: it stays in the log, the candidate is warned with `text`, or the
 * exam is paused for this candidate and a person is called. Nothing ends an exam by itself.
 */
export type ConductStep =
  | { readonly after: number; readonly do: 'record' }
  | { readonly after: number; readonly do: 'warn'; readonly text: LocalText }
  | { readonly after: number; readonly do: 'call'; readonly text?: LocalText };

/** What is to be noticed, each with its steps. Whatever is not named is not noticed. */
export type ConductPolicy = Readonly<Partial<Record<Observation, readonly ConductStep[]>>>;

/** Aids on the screen that the exam allows. */
export interface ExamTools {
  readonly calculator: 'none' | 'basic' | 'scientific';
  /** Keys on the screen for numbers. */
  readonly keypad: boolean;
}
