import type { AnswerState } from '../../server/protocol/candidate.ts';
import type { RefusalCode } from '../../server/protocol/errors.ts';
import type { NumberedEntry } from './journalStore.ts';
import { isSameValue } from './sameValue.ts';

/** What has become of the last change to a question. `not-applied`: the server does not hold it; why is not known. */
export type QuestionSave =
  | { readonly kind: 'saved' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'late' }
  | { readonly kind: 'refused'; readonly code: RefusalCode | 'not-applied' };

export interface AnswerView extends AnswerState {
  readonly save: QuestionSave;
  /** What the server holds, as far as it has told: this is what counts. */
  readonly committed: Pick<AnswerState, 'value' | 'marked'>;
}

export type AnswerViews = Readonly<Record<string, AnswerView>>;
type ServerAnswers = Readonly<Record<string, AnswerState>>;

/** How the server took a run of entries, as far as it has told. */
export interface Verdict {
  readonly late?: true | undefined;
  /** An earlier answer about these was lost, and with it the refusals that it may have named. */
  readonly isDoubtful?: boolean;
  readonly refused?: readonly { readonly n: number; readonly code: RefusalCode }[] | undefined;
}

const saved: QuestionSave = { kind: 'saved' };
const pending: QuestionSave = { kind: 'pending' };
const late: QuestionSave = { kind: 'late' };
const notApplied: QuestionSave = { kind: 'refused', code: 'not-applied' };

const untouched: AnswerView = {
  value: null,
  marked: false,
  visited: false,
  save: saved,
  committed: { value: null, marked: false },
};

/**
 * The candidate's answers: as entered, and beside that as committed. `views` is replaced, never changed. A question
 * says `saved` only when the server has acknowledged its last change or has itself told what it holds.
 */
export class AnswerSheet {
  #views: AnswerViews;
  /** Answers under way, per question. */
  readonly #underWay = new Map<string, number>();
  /** Questions whose last change was acknowledged without a verdict. */
  readonly #untold = new Set<string>();

  constructor(answers: ServerAnswers) {
    this.#views = Object.fromEntries(
      Object.entries(answers).map(([questionId, state]) => [questionId, asSaved(state)]),
    );
  }

  get views(): AnswerViews {
    return this.#views;
  }

  view(questionId: string): AnswerView {
    return Object.hasOwn(this.#views, questionId) ? (this.#views[questionId] ?? untouched) : untouched;
  }

  /** The candidate did this; it is in the journal. */
  written({ entry }: NumberedEntry): void {
    if (entry.kind === 'visited') this.#set(entry.questionId, { visited: true });
    if (entry.kind !== 'answer') return;
    const { questionId, value, marked } = entry;
    this.#underWay.set(questionId, this.#countUnderWay(questionId) + 1);
    this.#set(questionId, { value, marked, visited: true, save: pending });
  }

  /** The server has acknowledged these. What is doubtful stays pending until `reconcile` has seen what it holds. */
  settled(entries: readonly NumberedEntry[], verdict: Verdict): void {
    for (const { n, entry } of entries) {
      if (entry.kind !== 'answer') continue;
      const { questionId, value, marked } = entry;
      const left = this.#countUnderWay(questionId) - 1;
      this.#underWay.set(questionId, left);
      const save = judge(n, verdict);
      if (save === saved) this.#set(questionId, { committed: { value, marked } });
      if (left > 0) continue;
      if (save === pending) this.#untold.add(questionId);
      else this.#untold.delete(questionId);
      this.#set(questionId, { save });
    }
  }

  /** The server has lost these and will get them again. */
  unsettled(entries: readonly NumberedEntry[]): void {
    for (const { entry } of entries) {
      if (entry.kind !== 'answer') continue;
      this.#underWay.set(entry.questionId, this.#countUnderWay(entry.questionId) + 1);
      this.#set(entry.questionId, { save: pending });
    }
  }

  /** The server has told what it holds. */
  reconcile(answers: ServerAnswers, isSealed: boolean): void {
    const everyQuestion = new Set([...Object.keys(answers), ...Object.keys(this.#views)]);
    for (const questionId of everyQuestion) {
      const held = Object.hasOwn(answers, questionId) ? answers[questionId] : undefined;
      this.#reconcileOne(questionId, held ?? untouched, isSealed);
    }
    this.#untold.clear();
  }

  #reconcileOne(questionId: string, held: AnswerState, isSealed: boolean): void {
    const view = this.view(questionId);
    const committed = { value: held.value, marked: held.marked };
    const visited = view.visited || held.visited;
    const isApplied = view.marked === held.marked && isSameValue(view.value, held.value);
    if (this.#countUnderWay(questionId) > 0) this.#set(questionId, { visited, committed });
    else if (isApplied) this.#set(questionId, { visited, committed, save: saved });
    else if (this.#untold.has(questionId))
      this.#set(questionId, { visited, committed, save: isSealed ? late : notApplied });
    else if (view.save.kind === 'saved') this.#set(questionId, { ...committed, visited, committed });
    else this.#set(questionId, { visited, committed });
  }

  #countUnderWay(questionId: string): number {
    return this.#underWay.get(questionId) ?? 0;
  }

  #set(questionId: string, fields: Partial<AnswerView>): void {
    this.#views = { ...this.#views, [questionId]: { ...this.view(questionId), ...fields } };
  }
}

function asSaved(state: AnswerState): AnswerView {
  return { ...state, save: saved, committed: { value: state.value, marked: state.marked } };
}

function judge(n: number, { late: isLate, refused = [], isDoubtful = false }: Verdict): QuestionSave {
  if (isLate) return late;
  const refusal = refused.find((candidate) => candidate.n === n);
  if (refusal !== undefined) return { kind: 'refused', code: refusal.code };
  return isDoubtful ? pending : saved;
}
