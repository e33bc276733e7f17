import { Backoff } from '../../client/session/backoff.ts';
import type { Environment } from '../../client/session/environment.ts';
import { type AnswerBook, answerText, visitText } from '../answerBook.ts';
import type { RecordWriter } from '../records.ts';
import {
  Connection,
  type ConnectionEvents,
  type ConnectionSurroundings,
  type Endpoint,
} from './connection.ts';
import type { HttpDoor } from './httpDoor.ts';
import { type EntryNote, Journal } from './journal.ts';
import type { Manner } from './messages.ts';
import type { Meters } from './meters.ts';
import type { Page } from './page.ts';
import {
  type Fields,
  fieldsIn,
  isFields,
  numberIn,
  type Reply,
  readArgument,
  readReply,
  textIn,
} from './reply.ts';
import { statedIn } from './sealedRecord.ts';

/** What all candidates of a process share. */
export interface Hall {
  readonly environment: Environment;
  /** Epoch ms, never running backwards. */
  readonly now: () => number;
  readonly connections: ConnectionSurroundings;
  readonly endpoints: readonly Endpoint[];
  readonly door: HttpDoor;
  readonly manner: Manner;
  readonly examId: string;
  readonly book: AnswerBook;
  readonly meters: Meters;
  readonly records: RecordWriter;
  readonly localAddressOf: (candidate: number) => string | undefined;
}

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

type Phase = 'away' | 'dialling' | 'opening' | 'writing' | 'sealed' | 'stuck' | 'gone';

const handshakePatienceMs = 20_000;
/** How soon a page that fights for the pen takes it back, at the soonest, ms. */
const takeBackMs = 1_500;
/** A token is renewed when this share of its life is over, and up to as much again later, so that not all renew at once. */
const renewFrom = 0.6;
const renewSpread = 0.2;

/**
 * One candidate's page, cheap: the same journal, numbers, resends and backoff as `client/session`, over the same wire,
 * without the objects that a screen needs. Everything it sends and is told goes into the records first.
 */
export class Candidate implements ConnectionEvents, Page {
  readonly number: number;
  readonly #hall: Hall;
  readonly #delayMs: number;
  readonly #deviceId: string;
  readonly #backoff: Backoff;
  #token: string;
  #renewAt: number;
  #phase: Phase = 'away';
  #isWanted = false;
  #connection: Connection | null = null;
  #endpoint: number;
  /** Not to come back before, epoch ms: a draining server says so. */
  #notBefore = 0;
  #lostAt: number | null = null;
  #onOpen: ((isOpen: boolean) => void) | null = null;

  #attemptId = '';
  readonly #journal: Journal;
  #deadlineAt = 0;
  #deadlineVersion = 0;
  #isWaiting = false;

  #handInAt: number | null = null;
  #isSealing = false;
  #onSealed: (() => void) | null = null;

  constructor(hall: Hall, { number, token, tokenExpiresAt, delayMs, device }: CandidateOptions) {
    this.#hall = hall;
    this.number = number;
    this.#delayMs = delayMs;
    this.#deviceId = hall.environment.newId();
    this.#backoff = new Backoff(hall.environment);
    this.#token = token;
    this.#renewAt = this.#renewalOf(tokenExpiresAt);
    const { endpoints, records, meters, now, manner } = hall;
    this.#endpoint = (number + device) % endpoints.length;
    this.#journal = new Journal({
      candidate: number,
      records,
      meters,
      now,
      isSlow: delayMs > 0,
      isSpared: manner.victim !== null && number % endpoints.length !== manner.victim,
    });
  }

  get isConnected(): boolean {
    return this.#connection !== null && this.#isOpen();
  }

  get isWriting(): boolean {
    if (this.#phase === 'sealed') return this.#hall.manner.stubborn;
    return this.#phase === 'writing' && this.#handInAt === null;
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
    this.#isWanted = true;
    this.#dial();
  }

  fetchQuestions(from: number, count: number, then: (count: number | null) => void): void {
    if (this.#phase !== 'writing' || this.#connection === null) return then(null);
    const body = `{"attemptId":"${this.#attemptId}","from":${from},"count":${count}}`;
    this.#connection.request('paper:stream', body, (text) => {
      const reply = readReply(text);
      if (!reply.ok) this.#refused(reply.code);
      then(reply.ok ? (numberIn(reply.value, 'count') ?? null) : null);
    });
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
    this.#handInAt = intendedAt;
    this.#onSealed = onSealed;
    this.#proceed();
  }

  handInElsewhere(intendedAt: number): void {
    if (this.#phase === 'sealed') return;
    this.#handInAt ??= intendedAt;
    const path = `/api/attempts/${this.#attemptId}/seal`;
    const { epoch, through } = this.#journal;
    const body = `{"epoch":${epoch},"through":${through},"deadlineVersion":${this.#deadlineVersion}}`;
    const { door, environment } = this.#hall;
    door.post(this.#endpoint + 1, path, body, { authorization: `Bearer ${this.#token}` }, (answer) => {
      const value = readBody(answer?.body ?? '');
      if (value['ok'] === true) return this.#sealed(value);
      this.#refused(textIn(fieldsIn(value, 'error'), 'code') ?? 'no answer');
      environment.after(this.#backoff.next(), () => this.handInElsewhere(intendedAt));
    });
  }

  hasConfirmed(commandId: string): boolean {
    return this.#journal.hasConfirmed(commandId);
  }

  /** Renews the token when it is time, over the socket. */
  renewIfDue(now: number): void {
    if (now < this.#renewAt || this.#connection === null || !this.#isOpen()) return;
    this.#renewAt = Number.POSITIVE_INFINITY;
    this.#connection.request('session:renew', '{}', (text) => {
      const reply = readReply(text);
      const token = reply.ok ? textIn(reply.value, 'accessToken') : undefined;
      const expiresAt = reply.ok ? numberIn(reply.value, 'expiresAt') : undefined;
      if (token === undefined || expiresAt === undefined) {
        this.#refused(reply.ok ? 'unreadable' : reply.code);
        this.#renewAt = this.#hall.now() + 5_000 * (1 + this.#hall.environment.random());
        return;
      }
      this.#hall.meters.time('renew', this.#hall.now() - now, this.#hall.now());
      this.#token = token;
      this.#renewAt = this.#renewalOf(expiresAt);
    });
  }

  cut(): void {
    this.#connection?.cut();
  }

  leave(): void {
    this.#isWanted = false;
    this.#connection?.close();
    this.#phase = 'gone';
  }

  onJoined(): void {
    this.#phase = 'opening';
    const { epoch: own } = this.#journal;
    const epoch = own === 0 ? '' : `,"epoch":${own}`;
    const sealed = this.#hall.manner.sealed ? ',"sealed":true' : '';
    const body = `{"examId":"${this.#hall.examId}","deviceId":"${this.#deviceId}"${epoch}${sealed}}`;
    this.#connection?.request('attempt:open', body, (text) => this.#opened(readReply(text)));
  }

  onEvent(name: string, body: string): void {
    switch (name) {
      case 'paper:questions':
        this.#hall.meters.count('chunks');
        this.#hall.meters.count('chunkBytes', body.length);
        return;
      case 'attempt:sealed':
        return this.#sealed(readArgument(body));
      case 'deadline:changed':
      case 'attempt:resumed':
        this.#learnDeadline(fieldsIn(readArgument(body), 'deadline'));
        return this.#confirm(textIn(readArgument(body), 'commandId'));
      case 'attempt:paused':
      case 'notice':
        return this.#confirm(textIn(readArgument(body), 'commandId'));
      case 'server:draining':
        this.#notBefore = this.#hall.now() + (numberIn(readArgument(body), 'reconnectAfterMs') ?? 0);
        return;
      case 'attempt:superseded':
        return this.#losePen(textIn(readArgument(body), 'deviceId') === this.#deviceId);
    }
  }

  onClosed(reason: string): void {
    const { meters, now } = this.#hall;
    this.#connection = null;
    this.#journal.lost();
    this.#isSealing = false;
    if (!this.#isWanted) return;
    meters.count(this.#isOpen() ? 'lost' : 'failedDials');
    meters.count(`closed: ${reason}`);
    if (this.#phase === 'sealed' || this.#phase === 'stuck') return;
    if (this.#isOpen()) this.#lostAt ??= now();
    this.#phase = 'away';
    this.#endpoint = this.#otherEndpoint();
    const wait = Math.max(0, this.#notBefore - now()) + this.#backoff.next();
    this.#hall.environment.after(wait, () => this.#dial());
  }

  #dial(): void {
    const endpoint = this.#hall.endpoints[this.#endpoint];
    if (!this.#isWanted || this.#connection !== null || endpoint === undefined) return;
    this.#phase = 'dialling';
    const options = {
      endpoint,
      token: this.#token,
      localAddress: this.#hall.localAddressOf(this.number),
      delayMs: this.#delayMs,
      patienceMs: handshakePatienceMs,
    };
    this.#connection = new Connection(this.#hall.connections, options, this);
  }

  /** Not the one that has just failed: a proxy in front of the nodes would have noticed as well. */
  #otherEndpoint(): number {
    const { endpoints, environment } = this.#hall;
    if (endpoints.length === 1) return 0;
    const step = 1 + Math.floor(environment.random() * (endpoints.length - 1));
    return (this.#endpoint + step) % endpoints.length;
  }

  #opened(reply: Reply): void {
    if (!reply.ok) return this.#notOpened(reply);
    const { value } = reply;
    const attemptId = textIn(value, 'attemptId') ?? '';
    const epoch = numberIn(value, 'epoch') ?? 0;
    this.#backoff.reset();
    this.#attemptId = attemptId;
    this.#learnDeadline(fieldsIn(value, 'deadline'));
    if (epoch !== this.#journal.epoch) {
      this.#journal.begin(epoch);
      const { number: candidate } = this;
      this.#hall.records.write({ kind: 'opened', candidate, epoch, attemptId, deadlineAt: this.#deadlineAt });
    }
    this.#phase = 'writing';
    this.#tellOpen(true);
    this.#journal.acknowledge(numberIn(value, 'through') ?? 0, 'learned');
    if (textIn(value, 'status') === 'sealed') this.#handInAt ??= this.#hall.now();
    this.#proceed();
  }

  #notOpened({ code, retryAfterMs }: Extract<Reply, { ok: false }>): void {
    this.#refused(code);
    if (!isPassing(code)) {
      this.#getStuck(code);
      return this.#tellOpen(false);
    }
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
    if (!this.#isOpen() || this.#connection === null) return;
    if (!this.#journal.isEmpty) return this.#flush(this.#connection);
    if (this.#phase === 'sealed') return;
    if (this.#lostAt !== null) this.#recovered(this.#lostAt);
    if (this.#handInAt !== null && !this.#isSealing) this.#seal(this.#connection);
  }

  #flush(connection: Connection): void {
    if (this.#journal.isInFlight || this.#isWaiting) return;
    const append = this.#journal.send();
    if (append === null) return;
    const { epoch } = this.#journal;
    const body = `{"attemptId":"${this.#attemptId}","epoch":${epoch},"from":${append.from},"entries":[${append.entries}]}`;
    connection.request('journal:append', body, (text) => this.#appended(readReply(text), epoch));
  }

  #appended(reply: Reply, epoch: number): void {
    const isOfThisPen = epoch === this.#journal.epoch;
    if (isOfThisPen) this.#journal.answered();
    if (!reply.ok) return isOfThisPen ? this.#notAppended(reply) : this.#refused(reply.code);
    const { value } = reply;
    const through = numberIn(value, 'through') ?? 0;
    const as = value['late'] === true ? 'late' : 'answered';
    if (!isOfThisPen) return this.#journal.acknowledgeBefore(epoch, through, as);
    this.#backoff.reset();
    this.#journal.refused(value['refused']);
    this.#journal.acknowledge(through, as);
    this.#learnDeadline(fieldsIn(value, 'deadline'));
    this.#proceed();
  }

  /** Another page writes now. One of two that fight takes the pen back, under a new epoch and with new numbers. */
  #losePen(isMine: boolean): void {
    if (isMine) return;
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

  #notAppended({ code, retryAfterMs }: Extract<Reply, { ok: false }>): void {
    this.#refused(code);
    if (code === 'superseded') return this.#losePen(false);
    if (code === 'unknown-epoch' || !isPassing(code)) return this.#getStuck(code);
    this.#wait(retryAfterMs);
  }

  #wait(retryAfterMs: number | undefined): void {
    this.#isWaiting = true;
    this.#hall.environment.after(this.#backoff.next(retryAfterMs), () => {
      this.#isWaiting = false;
      this.#proceed();
    });
  }

  #seal(connection: Connection): void {
    this.#isSealing = true;
    const { epoch, last: through } = this.#journal;
    const body = `{"attemptId":"${this.#attemptId}","epoch":${epoch},"through":${through},"deadlineVersion":${this.#deadlineVersion}}`;
    connection.request('attempt:seal', body, (text) => {
      this.#isSealing = false;
      const reply = readReply(text);
      if (reply.ok) return this.#sealed(reply.value);
      this.#refused(reply.code);
      if (isPassing(reply.code)) this.#wait(reply.retryAfterMs);
      else this.#getStuck(reply.code);
    });
  }

  /** The receipt is there, as the answer to a hand-in or because the server has sealed by itself. */
  #sealed(value: Fields): void {
    const receipt = textIn(value, 'receipt');
    const sealedAt = numberIn(value, 'sealedAt');
    if (receipt === undefined || sealedAt === undefined) return;
    const { records, meters, now } = this.#hall;
    records.write({
      kind: 'sealed',
      candidate: this.number,
      epoch: this.#journal.epoch,
      ...statedIn(receipt),
    });
    if (this.#phase === 'sealed') return;
    this.#phase = 'sealed';
    meters.count('sealed');
    if (this.#handInAt !== null) meters.time('seal', now() - this.#handInAt, now());
    if (this.#hall.environment.random() < this.#hall.manner.feedbackShare) this.#giveFeedback(now());
    this.#finish();
    this.#proceed();
  }

  #giveFeedback(from: number): void {
    const { door, meters, now } = this.#hall;
    const path = `/api/attempts/${this.#attemptId}/feedback`;
    const body =
      '{"ratings":[],"comment":"The clock on the wall was slow, the one on the screen was right."}';
    door.post(this.#endpoint, path, body, { authorization: `Bearer ${this.#token}` }, (answer) => {
      if (answer?.status === 200) meters.time('feedback', now() - from, now());
      else this.#refused(textIn(fieldsIn(readBody(answer?.body ?? ''), 'error'), 'code') ?? 'no answer');
    });
  }

  /** It will not get any further; what it was told stays in the records. */
  #getStuck(code: string): void {
    if (this.#phase === 'sealed') return;
    this.#phase = 'stuck';
    this.#hall.meters.count(`stuck: ${code}`);
    this.#finish();
  }

  #finish(): void {
    this.#lostAt = null;
    const tell = this.#onSealed;
    this.#onSealed = null;
    tell?.();
  }

  #recovered(lostAt: number): void {
    this.#lostAt = null;
    const now = this.#hall.now();
    this.#hall.meters.time('resync', now - lostAt, now);
  }

  #learnDeadline(deadline: Fields): void {
    const at = numberIn(deadline, 'at');
    const version = numberIn(deadline, 'version');
    if (at === undefined || version === undefined || version <= this.#deadlineVersion) return;
    this.#deadlineAt = at;
    this.#deadlineVersion = version;
    if (this.#journal.epoch === 0) return;
    const { number: candidate } = this;
    this.#hall.records.write({ kind: 'deadline', candidate, epoch: this.#journal.epoch, deadlineAt: at });
  }

  #refused(code: string): void {
    this.#hall.meters.count(`refused: ${code}`);
    this.#hall.meters.count('refused');
  }

  #isOpen(): boolean {
    return this.#phase === 'writing' || this.#phase === 'sealed';
  }

  #renewalOf(expiresAt: number): number {
    const now = this.#hall.now();
    return now + (expiresAt - now) * (renewFrom + renewSpread * this.#hall.environment.random());
  }
}

const passing = new Set([
  'busy',
  'unavailable',
  'rate-limited',
  'internal',
  'gap',
  'missing-entries',
  'unreadable',
]);

/** Errors after which the same request is sent again. */
function isPassing(code: string): boolean {
  return passing.has(code);
}

function readBody(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}
