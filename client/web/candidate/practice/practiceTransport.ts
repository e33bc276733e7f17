import type {
  AnswerState,
  AppendReply,
  AppendRequest,
  HelpReply,
  OpenReply,
  OpenRequest,
  PaperOutline,
  QuestionsChunk,
  RenewReply,
  SealReply,
  StreamRequest,
} from '../../../../server/protocol/candidate.ts';
import type { WireError } from '../../../../server/protocol/errors.ts';
import { Emitter } from '../../../session/emitter.ts';
import type { CallOff, Environment } from '../../../session/environment.ts';
import { isEntry } from '../../../session/isEntry.ts';
import type { Unsubscribe } from '../../../session/observable.ts';
import type { Link, Outcome, Push, Transport } from '../../../session/transport.ts';
import type { PracticePaper } from './practicePaper.ts';

const attemptId = 'practice';

/**
 * Stands in for the server while somebody practises: the same contract, answered within the page. It has one
 * candidate, one page and no memory beyond it, so no pen changes hands and nothing is ever late.
 */
export class PracticeTransport implements Transport {
  readonly link: Link = { kind: 'up', route: 'http' };
  readonly #paper: PracticePaper;
  readonly #environment: Environment;
  readonly #pushes = new Emitter<Push>();
  readonly #answers: Record<string, AnswerState> = {};
  #through = 0;
  #current: string | null = null;
  #deadlineAt: number | null = null;
  #sealedAt: number | null = null;
  #alarm: CallOff = () => {};

  constructor(paper: PracticePaper, environment: Environment) {
    this.#paper = paper;
    this.#environment = environment;
  }

  connect(): void {}

  close(): void {
    this.#alarm();
  }

  async open(_request: OpenRequest): Promise<Outcome<OpenReply>> {
    const now = this.#environment.wallClock();
    const deadlineAt = this.#begin(now);
    return {
      kind: 'done',
      reply: {
        attemptId,
        epoch: 1,
        through: this.#through,
        seq: 1,
        head: '',
        status: this.#sealedAt === null ? 'open' : 'sealed',
        serverNow: now,
        deadline: { at: deadlineAt, version: 1 },
        paper: this.#outline(),
        answers: { ...this.#answers },
        current: this.#current,
      },
    };
  }

  async stream(
    { from, count }: StreamRequest,
    onChunk: (chunk: QuestionsChunk) => void,
  ): Promise<Outcome<{ readonly count: number }>> {
    const all = this.#paper.sections.flatMap(({ questions }) => questions.map(({ question }) => question));
    const questions = all.slice(from, from + count);
    onChunk({ from, questions });
    return { kind: 'done', reply: { count: questions.length } };
  }

  async append({ from, entries }: AppendRequest): Promise<Outcome<AppendReply>> {
    if (from > this.#through + 1) {
      return refused({ code: 'gap', details: { through: this.#through } });
    }
    for (const each of entries.slice(this.#through + 1 - from)) {
      this.#apply(each);
      this.#through += 1;
    }
    return { kind: 'done', reply: { through: this.#through } };
  }

  async seal(): Promise<Outcome<SealReply>> {
    return { kind: 'done', reply: this.#seal() };
  }

  /** There is nobody to help. */
  async help(): Promise<Outcome<HelpReply>> {
    return refused({ code: 'not-found' });
  }

  async renew(): Promise<Outcome<RenewReply>> {
    return { kind: 'unknown' };
  }

  onLink(_listener: (link: Link) => void): Unsubscribe {
    return () => {};
  }

  onPush(listener: (push: Push) => void): Unsubscribe {
    return this.#pushes.listen(listener);
  }

  /** The clock starts with the first opening. */
  #begin(now: number): number {
    if (this.#deadlineAt === null) {
      const { durationMs } = this.#paper;
      this.#deadlineAt = now + durationMs;
      this.#alarm = this.#environment.after(durationMs, () => this.#timeIsOver());
    }
    return this.#deadlineAt;
  }

  #timeIsOver(): void {
    if (this.#sealedAt !== null) return;
    this.#pushes.emit({ event: 'attempt:sealed', body: { attemptId, reason: 'expired', ...this.#seal() } });
  }

  #seal(): SealReply {
    this.#alarm();
    this.#sealedAt ??= this.#environment.wallClock();
    return { receipt: '', sealedAt: this.#sealedAt };
  }

  #apply(entry: unknown): void {
    if (!isEntry(entry) || this.#sealedAt !== null) return;
    if (entry.kind === 'answer') {
      const { questionId, value, marked } = entry;
      this.#answers[questionId] = { value, marked, visited: true };
    } else if (entry.kind === 'visited') {
      const before = this.#answers[entry.questionId] ?? { value: null, marked: false };
      this.#answers[entry.questionId] = { ...before, visited: true };
      if (entry.ms === 0) this.#current = entry.questionId;
    }
  }

  #outline(): PaperOutline {
    const { title, languages, sections } = this.#paper;
    return {
      hash: '',
      title,
      languages,
      tools: { calculator: 'basic', keypad: true },
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        state: 'open',
        questionIds: section.questions.map(({ question }) => question.id),
      })),
    };
  }
}

/** The page has its own words for each code. */
function refused(error: Omit<WireError, 'message'>) {
  return { kind: 'error', error: { ...error, message: '' } } as const;
}
