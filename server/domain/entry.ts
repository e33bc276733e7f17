/**
 * What a candidate's page writes into its journal. The wire's schemas have parsed it; whether it applies is
 * decided here. `at` is the client's clock, epoch ms: a claim that decides nothing.
 */
export type Entry =
  | AnswerEntry
  | { readonly kind: 'visited'; readonly questionId: string; readonly ms: number; readonly at: number }
  | { readonly kind: 'section'; readonly sectionId: string; readonly at: number }
  | {
      readonly kind: 'observed';
      readonly type: string;
      readonly at: number;
      readonly detail?: string | undefined;
    }
  | { readonly kind: 'confirmed'; readonly commandId: string; readonly at: number }
  | UnreadableEntry;

export interface AnswerEntry {
  readonly kind: 'answer';
  readonly questionId: string;
  readonly value: unknown;
  readonly marked: boolean;
  readonly at: number;
}

/** An entry that had a number but is not kept as it was sent. It is recorded as refused, with what was sent as far as it is small. */
export interface UnreadableEntry {
  readonly kind: 'unreadable';
  readonly sent?: string;
  /** An observation beyond what one candidate may report. */
  readonly surplus?: true;
}

export type Refusal =
  | 'malformed-entry'
  | 'too-many'
  | 'unknown-question'
  | 'unknown-option'
  | 'invalid-value'
  | 'unknown-section'
  | 'section-not-open';
