import { type Candidate, createCandidate } from '../../client/session/createSession.ts';
import type { Environment } from '../../client/session/environment.ts';
import { MemoryStore } from '../../client/session/stores/memory.ts';
import { ProcessWriterLock } from '../../client/session/writerLock.ts';
import type { AnswerBook } from '../answerBook.ts';
import type { RecordWriter } from '../records.ts';
import type { Meters } from './meters.ts';
import type { Page } from './page.ts';
import { recordedTransport } from './recordedTransport.ts';

export interface RealCandidateOptions {
  /** Number in the run. */
  readonly number: number;
  readonly username: string;
  readonly password: string;
  /** Origin of its node. */
  readonly url: string;
  readonly examId: string;
  readonly book: AnswerBook;
  readonly meters: Meters;
  readonly records: RecordWriter;
  readonly environment: Environment;
  /** Epoch ms. */
  readonly now: () => number;
}

const longestWaitMs = 60_000;

/**
 * A candidate's page on the very library that browsers use, sign-in by password included. A few of them among the cheap
 * ones show whether those behave alike: what they save is timed apart, and checked like everything else.
 */
export class RealCandidate implements Page {
  readonly isFighting = false;
  readonly #options: RealCandidateOptions;
  readonly #candidate: Candidate;
  /** Answers without a number yet, and numbers without an acknowledgement: when they were meant to be given. */
  readonly #given: { readonly questionId: string; readonly intendedAt: number }[] = [];
  readonly #sent = new Map<number, number>();
  readonly #confirmed = new Set<string>();
  #isHandingIn = false;
  #isGone = false;
  #wasUp = false;

  constructor(options: RealCandidateOptions) {
    this.#options = options;
    const { url, environment, number, book, records, now } = options;
    const witness = {
      candidate: number,
      book,
      records,
      now,
      onNumbered: (n: number, questionId: string) => this.#number(n, questionId),
      onConfirmed: (commandId: string) => void this.#confirmed.add(commandId),
      onAcknowledged: (through: number) => this.#measure(through),
    };
    this.#candidate = createCandidate({
      baseUrl: url,
      environment,
      fetch,
      store: new MemoryStore(),
      lock: new ProcessWriterLock(),
      extraHeaders: { origin: url },
      observe: (transport) => recordedTransport(transport, witness),
    });
  }

  get isConnected(): boolean {
    return this.#state.connection.kind === 'up';
  }

  get isWriting(): boolean {
    return this.#state.status.kind === 'writing' && !this.#isHandingIn;
  }

  get isSealed(): boolean {
    return this.#state.status.kind === 'sealed';
  }

  get isOut(): boolean {
    const { kind } = this.#state.status;
    return this.#isGone || kind === 'refused' || kind === 'superseded' || kind === 'closed';
  }

  get isSettled(): boolean {
    return this.#state.save.kind === 'saved';
  }

  get isRecovering(): boolean {
    return this.#wasUp && !this.isConnected;
  }

  come(onOpen: (isOpen: boolean) => void): void {
    void this.#comeIn().then(onOpen, (error: unknown) => {
      this.#options.environment.report(error);
      onOpen(false);
    });
  }

  fetchQuestions(_from: number, _count: number, then: (count: number | null) => void): void {
    // The library asks for them by itself.
    const { paper } = this.#state;
    const wanted = paper?.sections.reduce((sum, { questionIds }) => sum + questionIds.length, 0) ?? 0;
    void this.#until(({ questions }) => Object.keys(questions).length >= wanted).then((isThere) =>
      then(isThere ? wanted : null),
    );
  }

  answer(intendedAt: number, question: number, value: number, marked: boolean): void {
    const { id = '', values = [] } = this.#options.book.questions[question] ?? {};
    const { ok } = this.#candidate.session.answer(id, JSON.parse(values[value] ?? 'null'), marked);
    if (!ok) return;
    this.#options.meters.count('offered');
    this.#given.push({ questionId: id, intendedAt });
  }

  visit(_intendedAt: number, question: number): void {
    this.#candidate.session.visit(this.#options.book.questions[question]?.id ?? '');
  }

  handIn(intendedAt: number, onSealed: () => void): void {
    if (this.#isHandingIn) return;
    this.#isHandingIn = true;
    const { meters, now } = this.#options;
    void this.#candidate.session.seal().then(() => {
      if (!this.isSealed) return;
      meters.count('sealed');
      meters.time('seal', now() - intendedAt, now());
      onSealed();
    });
  }

  handInElsewhere(intendedAt: number): void {
    this.handIn(intendedAt, () => undefined);
  }

  hasConfirmed(commandId: string): boolean {
    return this.#confirmed.has(commandId) && this.isSettled;
  }

  renewIfDue(): void {
    // The library renews by itself.
  }

  cut(): void {
    // Its connection is its own; faults at the server's end reach it like any other.
  }

  leave(): void {
    this.#isGone = true;
    this.#candidate.credentials.close();
    void this.#candidate.session.close();
  }

  get #state() {
    return this.#candidate.session.state;
  }

  async #comeIn(): Promise<boolean> {
    const { username, password, examId } = this.#options;
    const { credentials, session } = this.#candidate;
    const signedIn = await credentials.signIn(username, password);
    if (signedIn.kind !== 'done') return false;
    await session.open(examId);
    this.#wasUp = await this.#until(({ status }) => status.kind === 'writing');
    return this.#wasUp;
  }

  #number(n: number, questionId: string): void {
    const place = this.#given.findIndex((each) => each.questionId === questionId);
    const [given] = place === -1 ? [] : this.#given.splice(place, 1);
    if (given !== undefined) this.#sent.set(n, given.intendedAt);
  }

  #measure(through: number): void {
    const { meters, now } = this.#options;
    const at = now();
    for (const [n, intendedAt] of this.#sent) {
      if (n > through) continue;
      this.#sent.delete(n);
      meters.time('real-save', at - intendedAt, at);
      meters.count('acked');
    }
  }

  #until(isSo: (state: Candidate['session']['state']) => boolean): Promise<boolean> {
    const { session } = this.#candidate;
    return new Promise((resolve) => {
      const finish = (result: boolean) => {
        unsubscribe();
        callOff();
        resolve(result);
      };
      const unsubscribe = session.subscribe((state) => {
        if (isSo(state)) finish(true);
      });
      const callOff = this.#options.environment.after(longestWaitMs, () => finish(false));
      if (isSo(session.state)) finish(true);
    });
  }
}
