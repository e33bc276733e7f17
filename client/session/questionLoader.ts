import type { PaperOutline, WireQuestion } from '../../server/protocol/candidate.ts';
import { maxQuestionsPerStream } from '../../server/protocol/limits.ts';
import { Backoff } from './backoff.ts';
import type { CallOff, Environment } from './environment.ts';
import type { OutlineSection, SealedSource } from './sealedPapers.ts';
import { isPassing, type Outcome, type Transport } from './transport.ts';

export type Questions = Readonly<Record<string, WireQuestion>>;

/** The first questions of an attempt, when they were asked for before there was a session; else `null`. Never rejects. */
export type QuestionsAhead = (attemptId: string) => Promise<readonly WireQuestion[] | null>;

export interface QuestionLoaderOptions {
  readonly transport: Pick<Transport, 'stream'>;
  readonly ahead?: QuestionsAhead | undefined;
  /** Questions that came before the start; `null` where everything is streamed. */
  readonly sealed: SealedSource | null;
  readonly environment: Environment;
  readonly isReady: () => boolean;
  readonly onQuestions: (questions: Questions) => void;
}

/** Brings the questions of open sections, each once: out of what was fetched before, sealed or not, or else from the stream. */
export class QuestionLoader {
  readonly #options: QuestionLoaderOptions;
  readonly #backoff: Backoff;
  #attemptId: string | null = null;
  #outline: PaperOutline | null = null;
  readonly #tried = new Set<string>();
  #questions: Questions = {};
  #ahead: QuestionsAhead | undefined;
  #isInFlight = false;
  #waiting: CallOff | null = null;

  constructor(options: QuestionLoaderOptions) {
    this.#options = options;
    this.#ahead = options.ahead;
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
    const section = this.#outline && this.#nextSealed(this.#outline);
    if (this.#outline && section) return void this.#open(this.#outline.hash, section);
    const range = this.#outline && nextMissing(this.#outline, this.#questions);
    if (!range || this.#attemptId === null) return;
    const [ahead, attemptId] = [this.#ahead, this.#attemptId];
    this.#ahead = undefined;
    if (ahead) void this.#adoptWhenThere(ahead(attemptId));
    else void this.#fetch(attemptId, range);
  }

  /** No timer is left. */
  stop(): void {
    this.#waiting?.();
    this.#waiting = null;
    this.#outline = null;
  }

  /** The next open section that may be here already: each is tried once. */
  #nextSealed({ sections }: PaperOutline): OutlineSection | undefined {
    if (this.#options.sealed === null) return undefined;
    return sections.find(
      ({ state, sealed, questionIds }) =>
        state === 'open' &&
        sealed !== undefined &&
        !this.#tried.has(sealed.hash) &&
        questionIds.some((id) => !Object.hasOwn(this.#questions, id)),
    );
  }

  async #open(paperHash: string, section: OutlineSection): Promise<void> {
    if (section.sealed) this.#tried.add(section.sealed.hash);
    await this.#adoptWhenThere(this.#options.sealed?.open(paperHash, section));
  }

  async #adoptWhenThere(coming: Promise<readonly WireQuestion[] | null> | undefined): Promise<void> {
    this.#isInFlight = true;
    const questions = await coming;
    this.#isInFlight = false;
    if (this.#outline === null) return;
    if (questions) this.#adopt(questions);
    this.pump();
  }

  #adopt(questions: readonly WireQuestion[]): void {
    this.#questions = { ...this.#questions, ...Object.fromEntries(questions.map((q) => [q.id, q])) };
    this.#options.onQuestions(this.#questions);
  }

  async #fetch(attemptId: string, range: Range): Promise<void> {
    this.#isInFlight = true;
    const before = this.#questions;
    const outcome = await this.#options.transport.stream({ attemptId, ...range }, ({ questions }) => {
      if (this.#outline !== null) this.#adopt(questions);
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
