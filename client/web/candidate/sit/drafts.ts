import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import type { ExamSession } from '../../../session/index.ts';
import { Observable, type Unsubscribe } from '../../../session/observable.ts';
import { isSameValue } from '../../../session/sameValue.ts';
import { readTyped, type TypedProblem } from './typedAnswer.ts';

export interface Draft {
  readonly question: WireQuestion;
  /** As typed. */
  readonly text: string;
  /** `typing`: about to be written to the session. `unsent`: it cannot be, for `problem` or because nothing may be written now. */
  readonly phase: 'typing' | 'written' | 'unsent';
  readonly problem: TypedProblem | null;
}

/** By question id. */
export type DraftMap = Readonly<Record<string, Draft>>;

/** A pause in typing after which the text is written. It bounds what a crash can take. */
const pauseMs = 300;

/**
 * Text between the keyboard and the session: one entry a pause instead of one a key, and nothing sent that the server
 * would refuse. Until it is written, the screen must not say "saved".
 */
export class Drafts {
  readonly #session: Pick<ExamSession, 'answer' | 'state' | 'subscribe'>;
  readonly #drafts = new Observable<{ readonly all: DraftMap }>({ all: {} });
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(session: Pick<ExamSession, 'answer' | 'state' | 'subscribe'>) {
    this.#session = session;
  }

  get all(): DraftMap {
    return this.#drafts.value.all;
  }

  subscribe(listener: () => void): Unsubscribe {
    return this.#drafts.subscribe(listener);
  }

  /** Tries again what could not be written, whenever the session takes changes again. Returns how to stop. */
  start(): Unsubscribe {
    const unsubscribe = this.#session.subscribe((now, before) => {
      const mayWriteAgain = now.status.kind === 'writing' && before.status.kind !== 'writing';
      if (mayWriteAgain) for (const id of Object.keys(this.all)) this.#write(id);
    });
    return () => {
      this.flush();
      unsubscribe();
    };
  }

  type(question: WireQuestion, text: string): void {
    const problem = this.#problemAtOnce(question, text);
    this.#callOff(question.id);
    this.#set(question.id, { question, text, problem, phase: problem === null ? 'typing' : 'unsent' });
    if (problem !== null) return;
    this.#timers.set(
      question.id,
      setTimeout(() => this.#write(question.id), pauseMs),
    );
  }

  /** The field is left: what can be written is, and from then on the field shows what the session holds. */
  leave(questionId: string): void {
    this.#write(questionId);
    if (this.all[questionId]?.phase === 'written') this.drop(questionId);
  }

  /** The text is gone, as if it had never been typed. */
  drop(questionId: string): void {
    this.#callOff(questionId);
    const { [questionId]: _gone, ...others } = this.all;
    this.#drafts.update({ all: others });
  }

  /** Writes everything that waits for a pause. */
  flush(): void {
    for (const id of [...this.#timers.keys()]) this.#write(id);
  }

  /** A number may be on its way into the range, as 1 is to 15: what does not lie there is told after the pause. */
  #problemAtOnce(question: WireQuestion, text: string): TypedProblem | null {
    const { problem } = readTyped(question, text);
    if (problem === 'out-of-range' && this.all[question.id]?.problem !== problem) return null;
    return problem;
  }

  #write(questionId: string): void {
    this.#callOff(questionId);
    const draft = this.all[questionId];
    if (draft === undefined || draft.phase === 'written' || draft.problem !== null) return;
    const { value, problem } = readTyped(draft.question, draft.text);
    if (problem !== null) {
      this.#set(questionId, { ...draft, phase: 'unsent', problem });
      return;
    }
    const held = this.#session.state.answers[questionId]?.value ?? null;
    const written = isSameValue(value, held)
      ? { ok: true as const }
      : this.#session.answer(questionId, value);
    if (written.ok) this.#set(questionId, { ...draft, phase: 'written' });
    else if (written.why === 'not-writing') this.#set(questionId, { ...draft, phase: 'unsent' });
    else this.#set(questionId, { ...draft, phase: 'unsent', problem: 'text-too-long' });
  }

  #set(questionId: string, draft: Draft): void {
    this.#drafts.update({ all: { ...this.all, [questionId]: draft } });
  }

  #callOff(questionId: string): void {
    clearTimeout(this.#timers.get(questionId));
    this.#timers.delete(questionId);
  }
}
