import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { AppendReply, OpenReply, SealReply } from '../../protocol/candidate.ts';
import type { Ack, WireError } from '../../protocol/errors.ts';
import type { Acknowledged, AcknowledgedEntry, LateReply } from './acknowledged.ts';
import { options, questionIds, type Scene, type SignedIn } from './scene.ts';
import type { ViolationKind } from './violation.ts';

/** A reply that contradicts an earlier one. */
export interface Complaint {
  readonly kind: ViolationKind;
  readonly message: string;
}

/** The reply will not come: the connection is gone. */
class Cut extends Error {}

/**
 * One candidate without a browser, and without the session library either: it writes down what it was told, and nothing it
 * does is as careful as a page would be. It answers one question after another for as long as there is a server.
 */
export class Hand {
  readonly #scene: Scene;
  readonly #candidate: SignedIn;
  readonly #chance: () => number;
  readonly #entries = new Map<string, AcknowledgedEntry>();
  readonly #lateReplies: LateReply[] = [];
  readonly #receipts = new Set<string>();
  readonly #complaints: Complaint[] = [];
  #deviceId: string;
  #pages = 1;
  #attemptId = '';
  #epoch = 0;
  /** Entries of this epoch that were acknowledged, and those that were ever sent. */
  #through = 0;
  #sent = 0;
  #isSealed = false;
  /** From now on it hands in. */
  handsIn = false;
  /** From now on it does nothing more, though there is a server. */
  leaves = false;
  onAcknowledged: (entries: number) => void = () => undefined;

  constructor(scene: Scene, candidate: SignedIn, chance: () => number) {
    this.#scene = scene;
    this.#candidate = candidate;
    this.#chance = chance;
    this.#deviceId = `page-1 of ${candidate.userId.slice(0, 8)}`;
  }

  get attemptId(): string | null {
    return this.#attemptId === '' ? null : this.#attemptId;
  }

  get told(): Acknowledged {
    return {
      entries: [...this.#entries.values()],
      lateReplies: this.#lateReplies,
      receipts: [...this.#receipts],
    };
  }

  /** What cannot be seen in the log: replies that contradict each other. */
  get complaints(): readonly Complaint[] {
    return this.#complaints;
  }

  /** Sits the exam at this address until the server is gone or it leaves. */
  async sit(url: string): Promise<void> {
    const socket: Socket = io(`${url}/candidate`, {
      transports: ['websocket'],
      auth: { token: this.#candidate.token },
      reconnection: false,
      forceNew: true,
    });
    try {
      await connected(socket);
      await this.#open(socket);
      while (!this.leaves) await this.#goOn(socket);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
    } finally {
      socket.disconnect();
    }
  }

  /** Comes back as the page it was, or now and then as a new one. */
  async #open(socket: Socket): Promise<void> {
    const { examId } = this.#scene;
    const isNewPage = this.#epoch > 0 && !this.#isSealed && this.#chance() < 0.1;
    if (isNewPage) {
      this.#pages += 1;
      this.#deviceId = `page-${this.#pages} of ${this.#candidate.userId.slice(0, 8)}`;
      this.#epoch = 0;
    }
    const epoch = this.#epoch === 0 ? {} : { epoch: this.#epoch };
    const reply = await this.#ask<OpenReply>(socket, 'attempt:open', {
      examId,
      deviceId: this.#deviceId,
      ...epoch,
    });
    this.#attemptId = reply.attemptId;
    if (reply.status === 'sealed') this.#isSealed = true;
    if (this.#epoch === 0 && reply.status !== 'sealed') {
      this.#epoch = reply.epoch;
      this.#through = 0;
      this.#sent = 0;
    }
    if (this.#epoch === reply.epoch) this.#learn(reply.through, false);
  }

  async #goOn(socket: Socket): Promise<void> {
    if (this.#epoch === 0) throw new Cut();
    if (this.handsIn && !this.#isSealed) await this.#seal(socket);
    else if (this.#isSealed && this.#chance() < 0.5) await this.#seal(socket);
    else await this.#append(socket);
  }

  /** New entries, and now and then some that were sent before. */
  async #append(socket: Socket): Promise<void> {
    const back = this.#chance() < 0.2 ? Math.floor(this.#chance() * 4) : 0;
    const from = Math.max(1, this.#through + 1 - back);
    const count = back + 1 + Math.floor(this.#chance() * 3);
    const entries = Array.from({ length: count }, (_, index) => this.#entry(from + index));
    const last = from + count - 1;
    this.#sent = Math.max(this.#sent, last);
    const request = { attemptId: this.#attemptId, epoch: this.#epoch, from, entries };
    const reply = await this.#ask<AppendReply>(socket, 'journal:append', request);
    if (reply.late) this.#lateReplies.push({ epoch: this.#epoch, from, last });
    if (reply.refused) this.#complain('wrong-value', `refused ${JSON.stringify(reply.refused)}`);
    this.#learn(reply.through, reply.late === true);
  }

  async #seal(socket: Socket): Promise<void> {
    const request = {
      attemptId: this.#attemptId,
      epoch: this.#epoch,
      through: this.#through,
      deadlineVersion: 1,
    };
    const { receipt } = await this.#ask<SealReply>(socket, 'attempt:seal', request);
    this.#receipts.add(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString());
    this.#isSealed = true;
    if (this.#receipts.size > 1) this.#complain('sealed-twice', 'there are two receipts');
  }

  /** The server says that it has 1…through of this epoch: that counts as much as any acknowledgement. */
  #learn(through: number, isLate: boolean): void {
    if (through < this.#through) this.#goBack(through);
    if (through > this.#sent) {
      this.#complain('wrong-value', `through ${through}, and only ${this.#sent} were sent`);
    }
    const epoch = this.#epoch;
    let news = 0;
    for (let n = this.#through + 1; n <= through; n += 1) {
      const verdict = isLate || this.#isSealed ? 'late reply' : { refused: null };
      this.#entries.set(`${epoch}:${n}`, { epoch, n, sent: this.#entry(n), verdict });
      news += 1;
    }
    this.#through = Math.max(this.#through, through);
    if (news > 0) this.onAcknowledged(news);
  }

  /** Entry `n` of this epoch: the same whenever it is sent. */
  #entry(n: number): object {
    const pick = n * 7 + this.#epoch * 3;
    return {
      kind: 'answer',
      questionId: questionIds[pick % questionIds.length],
      value: options[(pick >> 2) % options.length],
      marked: n % 5 === 0,
      at: n,
    };
  }

  /** Asks until there is an answer. @throws Cut */
  async #ask<Reply extends object>(socket: Socket, event: string, request: object): Promise<Reply> {
    for (;;) {
      const reply = await emitted<Reply>(socket, event, request);
      if (reply.ok) return reply;
      await this.#obey(reply.error);
    }
  }

  /** Waits as it was told to. Whatever else it is turned down for should not be; then it rests until the next server. */
  async #obey({ code, details, retryAfterMs }: WireError): Promise<void> {
    if (retryAfterMs !== undefined) return wait(retryAfterMs);
    if (code === 'gap') this.#goBack(Number(details?.['through']));
    else this.#complain('wrong-value', `turned down with ${code}`);
    throw new Cut();
  }

  #goBack(through: number): void {
    this.#complain('lost', `entry ${this.#through} was acknowledged, and now only ${through} are there`);
    this.#through = through;
  }

  #complain(kind: ViolationKind, message: string): void {
    this.#complaints.push({ kind, message });
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', () => reject(new Cut()));
  });
}

function emitted<Reply extends object>(socket: Socket, event: string, request: object): Promise<Ack<Reply>> {
  return new Promise((resolve, reject) => {
    if (!socket.connected) return reject(new Cut());
    const cut = () => reject(new Cut());
    socket.once('disconnect', cut);
    socket.emit(event, request, (reply: Ack<Reply>) => {
      socket.off('disconnect', cut);
      resolve(reply);
    });
  });
}
