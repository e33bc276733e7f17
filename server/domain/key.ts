import type { LocalText } from './content.ts';

/** The right answers of a published paper. Never sent to a candidate before release; kept in its own table. */
export type QuestionKey =
  | { readonly type: 'single' | 'assertion-reason'; readonly option: string }
  | { readonly type: 'multiple'; readonly options: readonly string[] }
  | { readonly type: 'numerical'; readonly accept: NumericalKey }
  | { readonly type: 'matrix'; readonly rows: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'true-false'; readonly value: boolean }
  | { readonly type: 'short-text'; readonly accept: readonly string[]; readonly caseSensitive: boolean };

/** Decimal strings; compared as exact decimals, never as floating point. Bounds are inclusive. */
export type NumericalKey =
  | { readonly exact: string }
  | { readonly value: string; readonly tolerance: string }
  | { readonly min: string; readonly max: string };

/** What is done about a faulty question. Each is a named action of the exam office (EXAMS: answer-key challenge). */
export type KeyAction =
  | { readonly action: 'accept-also'; readonly keys: readonly QuestionKey[] }
  | { readonly action: 'full-marks-to-attempted' }
  | { readonly action: 'full-marks-to-all' }
  | { readonly action: 'drop' };

export interface PaperKey {
  readonly keys: Readonly<Record<string, QuestionKey>>;
  readonly actions: Readonly<Record<string, KeyAction>>;
  readonly solutions: Readonly<Record<string, LocalText>>;
}
