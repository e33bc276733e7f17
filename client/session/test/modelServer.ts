import type {
  AnswerState,
  AppendReply,
  AppendRequest,
  HelpReply,
  OpenReply,
  OpenRequest,
  PastNotice,
  SealReply,
  SealRequest,
  StreamRequest,
  WireQuestion,
} from '../../../server/protocol/candidate.ts';
import { type Entry, entry as entrySchema } from '../../../server/protocol/entries.ts';
import { wireError } from '../../../server/protocol/errorSentences.ts';
import type { ErrorCode, RefusalCode, WireError } from '../../../server/protocol/errors.ts';
import { maxEarlierPens } from '../../../server/protocol/limits.ts';
import type { HelpRequest, Outcome, Push } from '../transport.ts';

export type Fate = 'applied' | 'refused' | 'late';

export interface Committed {
  readonly epoch: number;
  readonly n: number;
  readonly entry: Entry;
  readonly fate: Fate;
}

interface ModelPen {
  readonly epoch: number;
  readonly deviceId: string;
  readonly signIn: number;
  through: number;
}

export interface ModelServerOptions {
  /** Epoch ms. */
  readonly now: () => number;
  readonly questions: number;
  readonly durationMs: number;
  /** Sections; more than one: they are locked, and the next opens when it is entered. */
  readonly sections?: number;
  /** Under `proctor-release` no page gets the pen of another one, or of an earlier sign-in of its own. */
  readonly takeover?: 'free' | 'proctor-release';
}

const graceMs = 5_000;

/**
 * One attempt of one candidate, kept by the contract's rules and nothing else. An answer whose value contains `bad` is
 * refused. It commits at once; whatever goes wrong goes wrong on the way.
 */
export class ModelServer {
  readonly log: Committed[] = [];
  readonly answers = new Map<string, AnswerState>();
  /** Calls and reports by event and id. */
  readonly helped = new Map<string, string>();
  readonly pens: ModelPen[] = [];
  readonly seals: {
    readonly epoch: number;
    readonly through: number;
    readonly receipt: string;
    readonly at: number;
  }[] = [];
  status: 'open' | 'paused' | 'sealed' = 'open';
  /** Answered instead of what was asked, while set. */
  trouble: WireError | null = null;
  readonly #options: ModelServerOptions;
  readonly #listeners = new Set<(push: Push) => void>();
  #deadline: { at: number; version: number } | null = null;
  #pausedAt = 0;
  #sectionsEntered = 1;
  #current: string | null = null;
  /** How often a person was called to release a device. */
  callsForRelease = 0;
  /** How often everybody has signed in; one more, and the pen is that of an earlier sign-in. */
  signIn = 1;
  #isReleased = false;
  /** What the exam office has said so far. */
  said: readonly PastNotice[] = [];

  constructor(options: ModelServerOptions) {
    this.#options = options;
  }

  get deadline(): { readonly at: number; readonly version: number } {
    this.#deadline ??= { at: this.#options.now() + this.#options.durationMs, version: 1 };
    return this.#deadline;
  }

  onPush(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(push: Push): void {
    for (const listener of [...this.#listeners]) listener(push);
  }

  open({ deviceId, epoch, waits }: OpenRequest): Outcome<OpenReply> {
    if (this.trouble) return { kind: 'error', error: this.trouble };
    this.#sealWhenOver();
    const pen = this.pens.at(-1);
    const isOwn = pen?.deviceId === deviceId && pen.signIn === this.signIn;
    if (epoch !== undefined) {
      const own = this.pens.find((candidate) => candidate.epoch === epoch);
      if (own === undefined) return refuse('unknown-epoch');
      if (own !== pen || own.deviceId !== deviceId) return refuse('superseded');
      if (this.#needsRelease && !isOwn) return this.#turnAway(pen, waits);
    } else if (this.status !== 'sealed' && !isOwn) {
      if (pen && this.#needsRelease && !this.#isReleased) return this.#turnAway(pen, waits);
      this.#isReleased = false;
      this.pens.push({ epoch: this.pens.length + 1, deviceId, signIn: this.signIn, through: 0 });
      if (pen)
        this.push({ event: 'attempt:superseded', body: { attemptId, epoch: pen.epoch + 1, deviceId } });
    }
    return { kind: 'done', reply: this.#view() };
  }

  state(): Outcome<OpenReply> {
    this.#sealWhenOver();
    return { kind: 'done', reply: this.#view() };
  }

  append({ epoch, from, entries }: AppendRequest): Outcome<AppendReply> {
    if (this.trouble) return { kind: 'error', error: this.trouble };
    const pen = this.pens.find((candidate) => candidate.epoch === epoch);
    if (pen === undefined) return refuse('unknown-epoch');
    const isForeign = this.#needsRelease && pen.signIn !== this.signIn;
    if (isForeign && pen === this.pens.at(-1)) return refuse('superseded');
    this.#sealWhenOver();
    if (from > pen.through + 1) return refuse('gap', { through: pen.through });
    const isLate =
      pen !== this.pens.at(-1) ||
      this.status === 'sealed' ||
      (this.status === 'paused' && this.#options.now() > this.#pausedAt + graceMs);
    const refused: { n: number; code: RefusalCode }[] = [];
    for (const [index, sent] of entries.entries()) {
      const n = from + index;
      if (n <= pen.through) continue;
      const entry = entrySchema.parse(sent);
      const code = isLate ? null : refusalOf(entry);
      if (code) refused.push({ n, code });
      else if (!isLate) this.#apply(entry);
      this.log.push({ epoch, n, entry, fate: isLate ? 'late' : code ? 'refused' : 'applied' });
      pen.through = n;
    }
    const last = this.log.find((row) => row.epoch === epoch && row.n === from + entries.length - 1);
    if (last?.fate === 'late') return { kind: 'done', reply: { through: pen.through, late: true } };
    return {
      kind: 'done',
      reply: {
        through: pen.through,
        seq: this.log.length,
        head: headOf(this.log.length),
        deadline: this.deadline,
        ...(refused.length > 0 && { refused }),
      },
    };
  }

  seal({ epoch, through }: SealRequest): Outcome<SealReply> {
    if (this.trouble) return { kind: 'error', error: this.trouble };
    const pen = this.pens.find((candidate) => candidate.epoch === epoch);
    if (pen === undefined) return refuse('unknown-epoch');
    this.#sealWhenOver();
    if (this.status !== 'sealed' && pen !== this.pens.at(-1)) return refuse('superseded');
    if (through > pen.through) return refuse('missing-entries', { from: pen.through + 1, to: through });
    if (this.status !== 'sealed') this.#seal();
    return this.receipt();
  }

  help({ event, body }: HelpRequest): Outcome<HelpReply> {
    if (this.trouble) return { kind: 'error', error: this.trouble };
    const id = 'callId' in body ? body.callId : body.reportId;
    this.helped.set(`${event} ${id}`, body.text ?? '');
    return { kind: 'done', reply: { receivedAt: this.#options.now() } };
  }

  receipt(): Outcome<SealReply> {
    const last = this.seals.at(-1);
    if (last === undefined) return refuse('not-sealed');
    return { kind: 'done', reply: { receipt: last.receipt, sealedAt: last.at } };
  }

  stream({ from, count }: StreamRequest): WireQuestion[] {
    return this.#questionIds
      .slice(from, from + count)
      .filter((_id, index) => this.#sectionOf(from + index) < this.#sectionsEntered)
      .map((id) => ({
        id,
        sectionId: 's1',
        type: 'short-text',
        text: { en: id },
        marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' },
      }));
  }

  extend(ms: number): void {
    const { at, version } = this.deadline;
    this.#deadline = { at: at + ms, version: version + 1 };
    const body = { attemptId, deadline: this.#deadline, commandId: `extend-${version}`, reason: 'power cut' };
    this.push({ event: 'deadline:changed', body });
  }

  pause(): void {
    if (this.status !== 'open') return;
    this.status = 'paused';
    this.#pausedAt = this.#options.now();
    this.push({
      event: 'attempt:paused',
      body: { attemptId, at: this.#pausedAt, commandId: `pause-${this.#pausedAt}` },
    });
  }

  resume(): void {
    if (this.status !== 'paused') return;
    this.status = 'open';
    const { at, version } = this.deadline;
    this.#deadline = { at: at + this.#options.now() - this.#pausedAt, version: version + 1 };
    const body = { attemptId, deadline: this.#deadline, commandId: `resume-${version}` };
    this.push({ event: 'attempt:resumed', body });
  }

  /** The next page takes the pen, whichever it is. */
  releaseDevice(): void {
    this.#isReleased = true;
  }

  reopen(ms: number): void {
    this.status = 'open';
    this.#deadline = { at: this.#options.now() + ms, version: this.deadline.version + 1 };
    const body = { attemptId, deadline: this.#deadline, commandId: 'reopen' };
    this.push({ event: 'attempt:resumed', body });
  }

  /** As after a failover to a copy that lags: the last entries of the pen are gone although they were acknowledged. */
  loseLast(count: number): void {
    const pen = this.pens.at(-1);
    if (pen === undefined) return;
    pen.through = Math.max(0, pen.through - count);
    const kept = this.log.filter(({ epoch, n }) => epoch !== pen.epoch || n <= pen.through);
    this.log.splice(0, this.log.length, ...kept);
    this.answers.clear();
    for (const { entry, fate } of kept) if (fate === 'applied') this.#apply(entry);
  }

  get #needsRelease(): boolean {
    return this.#options.takeover === 'proctor-release';
  }

  #turnAway({ epoch }: ModelPen, waits = false): Outcome<never> {
    if (!waits) this.callsForRelease += 1;
    return refuse('takeover-needs-release', { epoch });
  }

  get #questionIds(): readonly string[] {
    return Array.from({ length: this.#options.questions }, (_, index) => `q${index + 1}`);
  }

  #sectionOf(index: number): number {
    return Math.floor((index * (this.#options.sections ?? 1)) / this.#options.questions);
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case 'answer':
        this.answers.set(entry.questionId, { value: entry.value, marked: entry.marked, visited: true });
        break;
      case 'visited':
        this.answers.set(entry.questionId, {
          ...(this.answers.get(entry.questionId) ?? { value: null, marked: false }),
          visited: true,
        });
        this.#current = entry.questionId;
        break;
      case 'section':
        this.#sectionsEntered = Math.max(this.#sectionsEntered, Number(entry.sectionId.slice(1)));
    }
  }

  #sealWhenOver(): void {
    if (this.status === 'open' && this.#options.now() > this.deadline.at + graceMs) this.#seal();
  }

  #seal(): void {
    const { epoch, through } = this.pens.at(-1) ?? { epoch: 0, through: 0 };
    const receipt = `receipt-${this.seals.length + 1}`;
    this.status = 'sealed';
    this.seals.push({ epoch, through, receipt, at: this.#options.now() });
    const body = { attemptId, reason: 'submitted', sealedAt: this.#options.now(), receipt };
    this.push({ event: 'attempt:sealed', body });
  }

  #view(): OpenReply {
    const pen = this.pens.at(-1) ?? { epoch: 0, deviceId: '', through: 0 };
    const earlier = this.pens.slice(0, -1).toReversed().slice(0, maxEarlierPens);
    const [prior] = earlier;
    const sections = this.#options.sections ?? 1;
    return {
      attemptId,
      epoch: pen.epoch,
      through: pen.through,
      ...(prior && { prior: { ...prior }, earlier: earlier.map((pen) => ({ ...pen })) }),
      seq: this.log.length,
      head: headOf(this.log.length),
      status: this.status,
      serverNow: this.#options.now(),
      deadline: this.deadline,
      paper: {
        hash: 'hash',
        title: { en: 'Model' },
        languages: ['en'],
        sections: Array.from({ length: sections }, (_, section) => ({
          id: `s${section + 1}`,
          title: { en: `Section ${section + 1}` },
          state: section < this.#sectionsEntered ? 'open' : 'locked',
          questionIds: this.#questionIds.filter((_id, index) => this.#sectionOf(index) === section),
        })),
      },
      answers: Object.fromEntries(this.answers),
      current: this.#current,
      ...(this.said.length > 0 && { notices: this.said }),
    };
  }
}

export const attemptId = 'attempt-1';

function headOf(seq: number): string {
  return seq.toString(16).padStart(16, '0');
}

function refusalOf(entry: Entry): RefusalCode | null {
  return entry.kind === 'answer' && String(entry.value).includes('bad') ? 'invalid-value' : null;
}

function refuse(
  code: ErrorCode,
  details?: Readonly<Record<string, unknown>>,
): { kind: 'error'; error: WireError } {
  return { kind: 'error', error: wireError(code, details ? { details } : {}) };
}
