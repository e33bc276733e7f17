import { Backoff } from '../../client/session/backoff.ts';
import { answerText, visitText } from '../answerBook.ts';
import { Attempt } from './attempt.ts';
import type { Hall } from './hall.ts';
import { HandIn, type HandInOwner } from './handIn.ts';
import { type EntryNote, Journal } from './journal.ts';
import { Line, type LineOwner } from './line.ts';
import type { Page } from './page.ts';
import { Pass } from './pass.ts';
import { type OnCount, QuestionStream } from './questionStream.ts';
import {
  fieldsIn,
  isPassing,
  numberIn,
  type Refusal,
  type Reply,
  readArgument,
  readReply,
  textIn,
} from './reply.ts';
import { Saving, type SavingOwner } from './saving.ts';

export interface CandidateOptions {
  /** Number in the run. */
  readonly number: number;
  readonly token: string;
  readonly tokenExpiresAt: number;
  /** 0, or how long everything travels to and from this candidate, ms. */
  readonly delayMs: number;
  /** Which of this candidate's pages it is, from 0 on; each begins at another node. */
  readonly device: number;
}

type Phase = 'away' | 'opening' | 'writing' | 'sealed' | 'stuck' | 'gone';

/** How soon a page that fights for the pen takes it back, at the soonest, ms. */
const takeBackMs = 1_500;

/**
 * One candidate's page, cheap: the same journal, numbers, resends and backoff as `client/session`, over the same wire,
 * without the objects that a screen needs. Everything it sends and is told goes into the records first.
 */
export class Candidate implements HandInOwner, LineOwner, Page, SavingOwner {
  readonly number: number;
  readonly #hall: Hall;
  readonly #deviceId: string;
  readonly #backoff: Backoff;
  readonly #pass: Pass;
  readonly #line: Line;
  readonly #journal: Journal;
  readonly #attempt: Attempt;
  readonly #saving: Saving;
  readonly #handIn: HandIn;
  readonly #questions = new QuestionStream((from, count, then) => this.#stream(from, count, then));
  #phase: Phase = 'away';
  #lostAt: number | null = null;
  #onOpen: ((isOpen: boolean) => void) | null = null;

  constructor(hall: Hall, { number, token, tokenExpiresAt, delayMs, device }: CandidateOptions) {
    const { endpoints, records, meters, now, manner, environment } = hall;
    this.#hall = hall;
    this.number = number;
    this.#deviceId = environment.newId();
    this.#backoff = new Backoff(environment);
    this.#pass = new Pass(hall, token, tokenExpiresAt);
    const line = { number, device, delayMs, backoff: this.#backoff, token: () => this.#pass.token };
    this.#line = new Line(hall, line, this);
    this.#journal = new Journal({
      candidate: number,
      records,
      meters,
      now,
      isSlow: delayMs > 0,
      isSpared: manner.victim !== null && number % endpoints.length !== manner.victim,
    });
    this.#attempt = new Attempt(hall, number, this.#journal);
    const page = {
      attempt: this.#attempt,
      backoff: this.#backoff,
      journal: this.#journal,
      line: this.#line,
      pass: this.#pass,
    };
    this.#saving = new Saving(hall, page, this);
    this.#handIn = new HandIn(hall, page, this);
  }

  get isConnected(): boolean {
    return this.#line.isThere && this.#isOpen();
  }

  get isWriting(): boolean {
    if (this.#phase === 'sealed') return this.#hall.manner.stubborn;
    return this.#phase === 'writing' && !this.#handIn.isWanted;
  }

  get isSealed(): boolean {
    return this.#phase === 'sealed';
  }

  get isOut(): boolean {
    return this.#phase === 'gone' || this.#phase === 'stuck';
  }

  get isFighting(): boolean {
    return this.#hall.manner.devices > 1;
  }

  get isSettled(): boolean {
    return this.#journal.isEmpty;
  }

  get isRecovering(): boolean {
    return this.#lostAt !== null;
  }

  come(onOpen: (isOpen: boolean) => void): void {
    this.#onOpen = onOpen;
    this.#line.come();
  }

  fetchQuestions(from: number, count: number, then: (count: number | null) => void): void {
    if (this.#phase !== 'writing' || !this.#line.isThere) return then(null);
    this.#questions.ask(from, count, then);
  }

  /** Answers a question. The entry goes out at once, or with the next append when one is under way. */
  answer(intendedAt: number, question: number, value: number, marked: boolean): void {
    const at = this.#ownTime(intendedAt);
    const text = answerText(this.#hall.book, question, value, marked, at);
    this.#write(intendedAt, text, { what: marked ? 'marked-answer' : 'answer', question, value, at });
  }

  /** Looks at a question. */
  visit(intendedAt: number, question: number, ms: number): void {
    const at = this.#ownTime(intendedAt);
    const text = visitText(this.#hall.book, question, ms, at);
    this.#write(intendedAt, text, { what: 'visited', question, value: ms, at });
  }

  handIn(intendedAt: number, onSealed: () => void): void {
    if (this.#phase === 'sealed') return onSealed();
    this.#handIn.want(intendedAt, onSealed);
    this.#proceed();
  }

  handInElsewhere(intendedAt: number): void {
    if (this.#phase === 'sealed') return;
    this.#handIn.wantFrom(intendedAt);
    this.#handIn.sendElsewhere();
  }

  hasConfirmed(commandId: string): boolean {
    return this.#journal.hasConfirmed(commandId);
  }

  renewIfDue(now: number): void {
    if (this.#pass.isDue(now) && this.isConnected) this.#pass.renew(this.#line, now);
  }

  cut(): void {
    this.#line.cut();
  }

  leave(): void {
    this.#phase = 'gone';
    this.#line.leave();
    this.#tellOpen(false);
  }

  onJoined(): void {
    this.#phase = 'opening';
    const { epoch: own } = this.#journal;
    const epoch = own === 0 ? '' : `,"epoch":${own}`;
    const sealed = this.#hall.manner.sealed ? ',"sealed":true' : '';
    const body = `{"examId":"${this.#hall.examId}","deviceId":"${this.#deviceId}"${epoch}${sealed}}`;
    this.#line.request('attempt:open', body, (text) => this.#opened(readReply(text)));
  }

  onEvent(name: string, body: string): void {
    switch (name) {
      case 'paper:questions':
        this.#hall.meters.count('chunks');
        this.#hall.meters.count('chunkBytes', body.length);
        return;
      case 'attempt:sealed':
        return this.#handIn.receive(readArgument(body));
      case 'deadline:changed':
      case 'attempt:resumed':
        this.#attempt.learnDeadline(fieldsIn(readArgument(body), 'deadline'));
        return this.#confirm(textIn(readArgument(body), 'commandId'));
      case 'attempt:paused':
      case 'notice':
        return this.#confirm(textIn(readArgument(body), 'commandId'));
      case 'server:draining':
        return this.#line.stayAwayFor(numberIn(readArgument(body), 'reconnectAfterMs') ?? 0);
      case 'attempt:superseded':
        if (textIn(readArgument(body), 'deviceId') !== this.#deviceId) this.onPenLost();
        return;
    }
  }

  onDown(reason: string): boolean {
    const { meters, now } = this.#hall;
    this.#journal.lost();
    this.#handIn.lost();
    this.#questions.lost();
    if (this.#phase === 'gone') return false;
    meters.count(this.#isOpen() ? 'lost' : 'failedDials');
    meters.count(`closed: ${reason}`);
    if (this.#phase === 'sealed' || this.#phase === 'stuck') return false;
    if (this.#isOpen()) this.#lostAt ??= now();
    this.#phase = 'away';
    return true;
  }

  onSealed(): void {
    this.#phase = 'sealed';
    this.#lostAt = null;
    this.#handIn.over();
    this.#proceed();
  }

  onPutOff(retryAfterMs: number | undefined): void {
    this.#saving.putOff(retryAfterMs);
  }

  onFree(): void {
    this.#proceed();
  }

  /** One of two pages that fight takes the pen back, under a new epoch and with new numbers. */
  onPenLost(): void {
    const { manner, environment } = this.#hall;
    if (manner.devices === 1) return this.#getStuck('superseded');
    if (this.#phase !== 'writing') return;
    this.#hall.meters.count('takeovers');
    this.#journal.losePen();
    this.#phase = 'opening';
    environment.after(takeBackMs * (1 + environment.random()), () => {
      if (this.#phase === 'opening') this.onJoined();
    });
  }

  onRefused(code: string): void {
    this.#getStuck(code);
  }

  #stream(from: number, count: number, then: OnCount): void {
    this.#line.request('paper:stream', this.#attempt.questionsRequest(from, count), (text) => {
      const reply = readReply(text);
      if (!reply.ok) this.#hall.meters.refuse(reply.code);
      then(reply.ok ? (numberIn(reply.value, 'count') ?? null) : null);
    });
  }

  #opened(reply: Reply): void {
    if (!reply.ok) return this.#notOpened(reply);
    const { value } = reply;
    this.#backoff.reset();
    this.#attempt.opened(value);
    this.#phase = 'writing';
    this.#tellOpen(true);
    this.#journal.acknowledge(numberIn(value, 'through') ?? 0, 'learned');
    if (textIn(value, 'status') === 'sealed') this.#handIn.wantFrom(this.#hall.now());
    this.#proceed();
  }

  #notOpened({ code, retryAfterMs }: Refusal): void {
    this.#hall.meters.refuse(code);
    if (!isPassing(code)) return this.#getStuck(code);
    this.#hall.environment.after(this.#backoff.next(retryAfterMs), () => {
      if (this.#phase === 'opening') this.onJoined();
    });
  }

  #tellOpen(isOpen: boolean): void {
    const tell = this.#onOpen;
    this.#onOpen = null;
    tell?.(isOpen);
  }

  #write(intendedAt: number, text: string, note: EntryNote): void {
    this.#hall.meters.count('offered');
    this.#journal.write(intendedAt, text, note);
    this.#proceed();
  }

  /**
   * Whatever can be done next: send what is pending, also when the server has sealed meanwhile (it is kept as late),
   * then hand in if that is wanted.
   */
  #proceed(): void {
    if (!this.isConnected) return;
    if (!this.#journal.isEmpty) return this.#saving.send();
    if (this.#phase === 'sealed') return;
    if (this.#lostAt !== null) this.#recovered(this.#lostAt);
    if (this.#handIn.isWanted) this.#handIn.send();
  }

  /** The page has shown what a command has done, and says so in its journal. */
  #confirm(commandId: string | undefined): void {
    if (commandId === undefined || this.#phase !== 'writing' || this.#journal.confirms(commandId)) return;
    const now = this.#hall.now();
    const at = this.#ownTime(now);
    const text = `{"kind":"confirmed","commandId":"${commandId}","at":${at}}`;
    this.#write(now, text, { what: 'confirmed', question: 0, value: 0, at, commandId });
  }

  #ownTime(intendedAt: number): number {
    return Math.floor(intendedAt + this.#hall.manner.clockShiftMs);
  }

  /** It will not get any further; what it was told stays in the records. */
  #getStuck(code: string): void {
    if (this.#phase === 'sealed') return;
    this.#phase = 'stuck';
    this.#lostAt = null;
    this.#hall.meters.count(`stuck: ${code}`);
    this.#handIn.over();
    this.#tellOpen(false);
  }

  #recovered(lostAt: number): void {
    this.#lostAt = null;
    const now = this.#hall.now();
    this.#hall.meters.time('resync', now - lostAt, now);
  }

  #isOpen(): boolean {
    return this.#phase === 'writing' || this.#phase === 'sealed';
  }
}
