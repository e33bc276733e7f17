import { setTimeout as pause } from 'node:timers/promises';
import type { WireQuestion } from '../../../server/protocol/candidate.ts';
import type { ExamSession } from '../examSession.ts';
import type { AnswerValue } from '../normalise.ts';
import type { Connection, Sealed, SessionState, Status } from '../sessionState.ts';
import { plausibleAnswer } from './plausibleAnswer.ts';

export interface SittingOptions {
  readonly session: ExamSession;
  readonly examId: string;
  readonly password: string;
  /** By question id; questions without one are looked at and left. `null`: answer every question somehow. */
  readonly answers: Readonly<Record<string, AnswerValue>> | null;
  readonly random: () => number;
  /** Between two questions, ms. */
  readonly paceMs: number;
  readonly print: (line: string) => void;
}

export interface Sitting {
  readonly end: Sealed;
  readonly questions: number;
  readonly answered: number;
  readonly marked: number;
  readonly reconnects: number;
}

/** The exam cannot be sat (any further); the message says why. */
export class SittingEnded extends Error {}

const markedShare = 0.15;
const secondThoughtShare = 0.1;

/** Sits one exam from opening to receipt, whatever happens to the connection meanwhile. */
export class Sitter {
  readonly #options: SittingOptions;
  readonly #session: ExamSession;
  #answered = 0;
  #marked = 0;
  #reconnects = 0;
  #wasUp = false;

  constructor(options: SittingOptions) {
    this.#options = options;
    this.#session = options.session;
  }

  async sit(): Promise<Sitting> {
    const { session, examId } = this.#options;
    const unsubscribe = session.subscribe((now, before) => this.#report(now, before));
    try {
      await session.open(examId);
      const questions = await this.#answerAll();
      const end = await this.#handIn();
      return { end, questions, answered: this.#answered, marked: this.#marked, reconnects: this.#reconnects };
    } finally {
      unsubscribe();
    }
  }

  async #answerAll(): Promise<number> {
    await this.#untilWriting();
    const sections = this.#session.state.paper?.sections ?? [];
    const total = sections.reduce((sum, { questionIds }) => sum + questionIds.length, 0);
    let number = 0;
    for (const { id, questionIds } of sections) {
      if (!(await this.#enter(id))) continue;
      for (const questionId of questionIds) {
        number += 1;
        if (!(await this.#untilWriting())) return total;
        const question = await this.#untilLoaded(questionId);
        if (question) await this.#answer(question, `${number}/${total}`);
      }
    }
    return total;
  }

  /** False when the section is over. */
  async #enter(sectionId: string): Promise<boolean> {
    const stateOf = ({ paper }: SessionState) => paper?.sections.find(({ id }) => id === sectionId)?.state;
    if (stateOf(this.#session.state) === 'locked') {
      this.#options.print(`entering section ${sectionId}`);
      this.#session.enterSection(sectionId);
    }
    const state = await this.#until((now) =>
      stateOf(now) === 'locked' && !isOver(now.status) ? undefined : now,
    );
    return stateOf(state) === 'open';
  }

  async #answer(question: WireQuestion, place: string): Promise<void> {
    const { answers, random, paceMs, print } = this.#options;
    this.#session.visit(question.id);
    const value = answers === null ? plausibleAnswer(question, random) : answers[question.id];
    const isMarked = random() < markedShare;
    if (value !== undefined) {
      const hasSecondThought = answers === null && random() < secondThoughtShare;
      if (hasSecondThought) this.#session.answer(question.id, plausibleAnswer(question, random));
      const written = this.#session.answer(question.id, value, isMarked);
      if (written.ok) this.#count(value, isMarked);
    }
    const shown = value === undefined ? '(left out)' : JSON.stringify(value);
    print(`${place.padStart(7)}  ${question.id}  ${question.type}  ${shown}${isMarked ? '  marked' : ''}`);
    await pause(paceMs);
  }

  #count(value: AnswerValue, isMarked: boolean): void {
    if (isAnswered(value)) this.#answered += 1;
    if (isMarked) this.#marked += 1;
  }

  async #handIn(): Promise<Sealed> {
    for (;;) {
      if (await this.#untilWriting()) {
        this.#options.print(`handing in; ${pendingIn(this.#session.state)}`);
        const result = await this.#session.seal();
        if (result.kind === 'refused') throw new SittingEnded(`Not handed in: ${result.error.message}`);
      }
      const { status } = await this.#until((now) =>
        now.status.kind !== 'sealed' || now.status.receipt !== null ? now : undefined,
      );
      if (status.kind === 'sealed') return status;
    }
  }

  /** False when the attempt is sealed. */
  async #untilWriting(): Promise<boolean> {
    const { status } = await this.#until((now) =>
      isOver(now.status) || now.status.kind === 'writing' ? now : undefined,
    );
    switch (status.kind) {
      case 'refused':
        throw new SittingEnded(status.error.message);
      case 'superseded':
      case 'other-tab':
        throw new SittingEnded('The exam is now open on another page or device, and that one writes.');
      case 'closed':
        throw new SittingEnded('The session was closed.');
      default:
        return status.kind === 'writing';
    }
  }

  #untilLoaded(questionId: string): Promise<WireQuestion | null> {
    return this.#until((now) => now.questions[questionId] ?? (isOver(now.status) ? null : undefined));
  }

  /** The first value that is not `undefined`, now or after a change. */
  #until<T>(read: (state: SessionState) => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const first = read(this.#session.state);
      if (first !== undefined) {
        resolve(first);
        return;
      }
      const unsubscribe = this.#session.subscribe((now) => {
        const value = read(now);
        if (value === undefined) return;
        unsubscribe();
        resolve(value);
      });
    });
  }

  #report(now: SessionState, before: SessionState): void {
    if (now.connection !== before.connection) this.#reportConnection(now.connection, now);
    if (now.status.kind !== before.status.kind) this.#options.print(`status: ${now.status.kind}`);
  }

  #reportConnection(connection: Connection, state: SessionState): void {
    const { print, password } = this.#options;
    switch (connection.kind) {
      case 'up':
        if (this.#wasUp) this.#reconnects += 1;
        print(`${this.#wasUp ? 'connection back' : 'connected'} (${connection.route})`);
        this.#wasUp = true;
        break;
      case 'down':
        print(`connection lost; ${pendingIn(state)}`);
        break;
      case 'needs-sign-in':
        print('the sign-in has ended; signing in again');
        void this.#session.signInAgain(password);
    }
  }
}

function isOver({ kind }: Status): boolean {
  return ['sealed', 'refused', 'superseded', 'other-tab', 'closed'].includes(kind);
}

/** Whether a value answers anything: blank text, an empty choice and a grid without a mark do not. */
function isAnswered(value: AnswerValue): boolean {
  if (value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'boolean') return true;
  return Object.values(value).some(({ length }) => length > 0);
}

function pendingIn({ save }: SessionState): string {
  return save.kind === 'saved' ? 'everything is saved' : `${save.count} changes are on this device only`;
}
