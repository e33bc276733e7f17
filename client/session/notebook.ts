import type { AppendReply, OpenReply } from '../../server/protocol/candidate.ts';
import type { Entry } from '../../server/protocol/entries.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import { AnswerSheet, type AnswerView, type Verdict } from './answerSheet.ts';
import type { Environment } from './environment.ts';
import { type HandInOptions, type HandInResult, handIn } from './handIn.ts';
import { inherit } from './inherit.ts';
import { isEntry } from './isEntry.ts';
import { bytesOf, Journal, maxEntryBytes } from './journal.ts';
import type { JournalKeeper } from './journalKeeper.ts';
import { isSameJournal, type JournalKey, type NumberedEntry } from './journalStore.ts';
import { Outbox } from './outbox.ts';
import { saveOf } from './projections.ts';
import type { SessionState } from './sessionState.ts';
import type { Transport } from './transport.ts';

/** Whether a change was taken into the journal; if not, why. Nothing that was not taken is shown as entered. */
export type Written =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'not-writing' | 'invalid' | 'too-large' };

export const notWriting: Written = { ok: false, why: 'not-writing' };

/** In one epoch; they go into one message. */
const mostObservationsUnsent = 100;

/** The part of the session's state that the notebook knows. */
export type Progress = Pick<SessionState, 'answers' | 'save' | 'lateEntries' | 'traffic'>;

/**
 * What the server's word on this turn amounts to. `stale`: it was given before something that is acknowledged by now;
 * ask again. `lost`: the server has fewer entries than it had acknowledged, and they are no longer here.
 */
export type CaughtUp = 'current' | 'stale' | 'lost';

export interface NotebookOptions {
  readonly transport: Pick<Transport, 'append' | 'seal'>;
  readonly environment: Environment;
  readonly keeper: JournalKeeper;
  /** Whether the server has answered for this page since the link came up. */
  readonly isReady: () => boolean;
  readonly onProgress: () => void;
  /** How the attempt stands after an append. */
  readonly onReply: (reply: AppendReply) => void;
  /** How the attempt stands has to be asked: an answer was lost, or a section was entered. */
  readonly onDoubt: () => void;
  /** Entries of this turn came too late to count. */
  readonly onLate: () => void;
  /** The server cannot be brought to this turn's numbers: only a new turn helps. */
  readonly onLost: () => void;
}

/**
 * What the candidate writes on this page, from the journal on the device to the server's commitment: one turn's
 * journal, those that earlier turns have left, and the answers as they stand.
 */
export class Notebook {
  readonly #options: NotebookOptions;
  readonly #outbox: Outbox;
  #sheet = new AnswerSheet({});
  #journal: Journal | null = null;
  /** How much of the journal was acknowledged when the server was last asked how the attempt stands. */
  #acknowledgedWhenAsked = 0;
  /** The journal of a turn that the server does not know (any more), until the next turn begins. */
  #abandoned: JournalKey | null = null;
  #lateEntries = 0;

  constructor(options: NotebookOptions) {
    const { transport, environment, isReady, onDoubt, onReply } = options;
    this.#options = options;
    this.#outbox = new Outbox({
      transport,
      environment,
      isReady,
      onDoubt,
      onReply,
      onAcknowledged: (journal, entries, verdict) => this.#acknowledged(journal, entries, verdict),
      onRewound: (journal, entries) => this.#rewound(journal, entries),
      onStuck: (journal, error) => this.#stuck(journal, error),
    });
  }

  get progress(): Progress {
    const { environment, keeper } = this.#options;
    return {
      answers: this.#sheet.views,
      save: saveOf(this.#outbox, keeper.keptOn, environment.wallClock()),
      lateEntries: this.#lateEntries,
      traffic: this.#outbox.traffic,
    };
  }

  view(questionId: string): AnswerView {
    return this.#sheet.view(questionId);
  }

  /** Whether this turn is the one that is being written: then it goes on, for its numbers are in use. */
  isAt(turn: JournalKey): boolean {
    return this.#journal !== null && isSameJournal(this.#journal.key, turn);
  }

  /**
   * A turn begins: a new journal, which starts with what the page before has left unsent. Returns the question that was
   * looked at last, which the server may not know yet.
   */
  async begin(turn: JournalKey, reply: OpenReply): Promise<string | null> {
    const { keeper } = this.#options;
    await this.stored();
    const held = this.#outbox.journals.map(({ key, pending }) => ({ key, entries: pending }));
    const { entries, leftovers } = await inherit(keeper, reply, turn, this.#abandoned, held);
    const onDurable = () => {
      // Whether the device took it is known only now.
      this.#options.onProgress();
      this.#outbox.pump();
    };
    const journal = new Journal(keeper, turn, reply.through, entries, onDurable);
    this.#abandoned = null;
    this.#journal = journal;
    this.#sheet = new AnswerSheet(reply.answers);
    for (const numbered of entries) this.#sheet.written(numbered);
    const older = leftovers.map(
      ({ key, entries: left }) => new Journal(keeper, key, (left[0]?.n ?? 1) - 1, left, onDurable),
    );
    this.#outbox.carry([journal, ...older]);
    return lastArrival(entries) ?? reply.current;
  }

  /** The server is being asked: its reply will know nothing of what is acknowledged from now on. */
  asking(): void {
    this.#acknowledgedWhenAsked = this.#journal?.acknowledged ?? 0;
  }

  /** The server's word on the turn that is being written. */
  catchUp({ through, answers, status }: OpenReply): CaughtUp {
    if (this.#journal === null) return 'current';
    const { acknowledged } = this.#journal;
    if (through < acknowledged && through >= this.#acknowledgedWhenAsked) return 'stale';
    if (!this.#outbox.learn(this.#journal, through)) return 'lost';
    this.#sheet.reconcile(answers, status === 'sealed');
    return 'current';
  }

  write(entry: Entry): Written {
    if (this.#journal === null) return notWriting;
    if (!isEntry(entry)) return { ok: false, why: 'invalid' };
    if (bytesOf(entry) > maxEntryBytes) return { ok: false, why: 'too-large' };
    this.#sheet.written({ n: this.#journal.write(entry), entry });
    this.#options.onProgress();
    return { ok: true };
  }

  /** False while as many wait as may: answers must not stand behind a crowd of them after a time without connection. */
  get takesObservations(): boolean {
    const waiting = this.#journal?.pending.filter(({ entry }) => entry.kind === 'observed') ?? [];
    return waiting.length < mostObservationsUnsent;
  }

  /** See `handIn.ts`. */
  async handIn(options: Omit<HandInOptions, 'outbox' | 'journal' | 'transport'>): Promise<HandInResult> {
    if (this.#journal === null) return { kind: 'overtaken' };
    const { transport } = this.#options;
    return await handIn({ ...options, transport, outbox: this.#outbox, journal: this.#journal });
  }

  /** The server does not know this turn; the next one takes its journal up. */
  abandon(): void {
    this.#abandoned = this.#journal?.key ?? null;
  }

  pump(): void {
    this.#outbox.pump();
  }

  /** Nothing more is sent until a turn begins. No timer is left. */
  stop(): void {
    this.#outbox.stop();
  }

  /** Resolves when all that was written so far is in the store. */
  async stored(): Promise<void> {
    await this.#journal?.stored();
  }

  #acknowledged(journal: Journal, entries: readonly NumberedEntry[], verdict: Verdict): void {
    if (verdict.late) this.#lateEntries += entries.length;
    if (journal === this.#journal) {
      this.#sheet.settled(entries, verdict);
      if (verdict.late) this.#options.onLate();
      if (entries.some(({ entry }) => entry.kind === 'section')) this.#options.onDoubt();
    }
    this.#options.onProgress();
  }

  #rewound(journal: Journal, entries: readonly NumberedEntry[]): void {
    if (journal === this.#journal) this.#sheet.unsettled(entries);
    this.#options.onProgress();
  }

  #stuck(journal: Journal, { code }: WireError): void {
    if (journal === this.#journal && code === 'gap') this.#options.onLost();
    if (journal === this.#journal && code === 'unknown-epoch') this.#options.onDoubt();
    this.#options.onProgress();
  }
}

function lastArrival(entries: readonly NumberedEntry[]): string | undefined {
  const arrivals = entries.flatMap(({ entry }) =>
    entry.kind === 'visited' && entry.ms === 0 ? [entry.questionId] : [],
  );
  return arrivals.at(-1);
}
