import type { PaperOutline, WireQuestion } from '../../server/protocol/candidate.ts';
import { maxQuestionsPerStream } from '../../server/protocol/limits.ts';
import { Backoff } from './backoff.ts';
import type { CallOff, Environment } from './environment.ts';
import { isPassing, type Outcome, type Transport } from './transport.ts';

export type Questions = Readonly<Record<string, WireQuestion>>;

export interface QuestionLoaderOptions {
  readonly transport: Pick<Transport, 'stream'>;
  readonly environment: Environment;
  readonly isReady: () => boolean;
  readonly onQuestions: (questions: Questions) => void;
}

/** Fetches the questions of open sections, each once. */
export class QuestionLoader {
  readonly #options: QuestionLoaderOptions;
  readonly #backoff: Backoff;
  #attemptId: string | null = null;
  #outline: PaperOutline | null = null;
  #questions: Questions = {};
  #isInFlight = false;
  #waiting: CallOff | null = null;

  constructor(options: QuestionLoaderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.environment);
  }

  /** The sections as they stand now. Questions are those of one published paper, so what is here stays good. */
  want(attemptId: string, outline: PaperOutline): void {
    this.#attemptId = attemptId;
    this.#outline = outline;
    this.pump();
  }

  pump(): void {
    if (this.#isInFlight || this.#waiting !== null || !this.#options.isReady()) return;
    const range = this.#outline && nextMissing(this.#outline, this.#questions);
    if (range && this.#attemptId !== null) void this.#fetch(this.#attemptId, range);
  }

  /** No timer is left. */
  stop(): void {
    this.#waiting?.();
    this.#waiting = null;
    this.#outline = null;
  }

  async #fetch(attemptId: string, range: Range): Promise<void> {
    this.#isInFlight = true;
    const before = this.#questions;
    const outcome = await this.#options.transport.stream({ attemptId, ...range }, ({ questions }) => {
      if (this.#outline === null) return;
      this.#questions = { ...this.#questions, ...Object.fromEntries(questions.map((q) => [q.id, q])) };
      this.#options.onQuestions(this.#questions);
    });
    this.#isInFlight = false;
    this.#goOn(outcome, this.#questions !== before);
  }

  #goOn(outcome: Outcome<unknown>, hasNew: boolean): void {
    if (this.#outline === null) return;
    if (outcome.kind === 'done' && hasNew) {
      this.#backoff.reset();
      this.pump();
    } else if (outcome.kind !== 'error' || isPassing(outcome.error)) {
      this.#pumpLater(outcome.kind === 'error' ? outcome.error.retryAfterMs : undefined);
    }
  }

  #pumpLater(retryAfterMs?: number): void {
    this.#waiting = this.#options.environment.after(this.#backoff.next(retryAfterMs), () => {
      this.#waiting = null;
      this.pump();
    });
  }
}

interface Range {
  /** Index in the candidate's order over all sections. */
  readonly from: number;
  readonly count: number;
}

/** The first run of questions of open sections that are not here; `null` when all are. */
function nextMissing(outline: PaperOutline, have: Questions): Range | null {
  const isMissing = outline.sections.flatMap(({ state, questionIds }) =>
    questionIds.map((id) => state === 'open' && !Object.hasOwn(have, id)),
  );
  const from = isMissing.indexOf(true);
  if (from === -1) return null;
  const end = isMissing.indexOf(false, from);
  const count = (end === -1 ? isMissing.length : end) - from;
  return { from, count: Math.min(count, maxQuestionsPerStream) };
}
