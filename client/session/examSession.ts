import type { OpenReply } from '../../server/protocol/candidate.ts';
import { type Entry, entry as entrySchema } from '../../server/protocol/entries.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import type { ReceiptReply, SignInReply } from '../../server/protocol/http.ts';
import { AnswerSheet, type Verdict } from './answerSheet.ts';
import { Backoff } from './backoff.ts';
import { BoundaryTimer } from './boundaryTimer.ts';
import type { Credentials } from './credentials.ts';
import type { Environment } from './environment.ts';
import { type HandInResult, handIn } from './handIn.ts';
import { inherit } from './inherit.ts';
import { bytesOf, Journal, maxEntryBytes } from './journal.ts';
import type { JournalKeeper } from './journalKeeper.ts';
import { isSameJournal, type JournalKey, type NumberedEntry } from './journalStore.ts';
import { type AnswerValue, normaliseAnswer } from './normalise.ts';
import { noticeOf, withNotice } from './notices.ts';
import { type Listener, Observable, type Unsubscribe } from './observable.ts';
import { Outbox } from './outbox.ts';
import { Pen } from './pen.ts';
import { connectionOf, saveOf } from './projections.ts';
import { QuestionLoader } from './questionLoader.ts';
import type { ServerClock } from './serverClock.ts';
import { initialState, type Sealed, type SessionState } from './sessionState.ts';
import { Sleeper } from './sleeper.ts';
import { isPassing, type Outcome, type Push, type Transport } from './transport.ts';
import { VisitTimer } from './visitTimer.ts';
import type { Release, WriterLock } from './writerLock.ts';

export interface ExamSessionOptions {
  readonly environment: Environment;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly clock: ServerClock;
  readonly keeper: JournalKeeper;
  readonly lock: WriterLock;
  readonly fetchReceipt: (attemptId: string) => Promise<Outcome<ReceiptReply>>;
}

/** Whether a change was taken into the journal; if not, why. Nothing that was not taken is shown as entered. */
export type Written =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'not-writing' | 'invalid' | 'too-large' };

const notWriting: Written = { ok: false, why: 'not-writing' };

/**
 * One candidate's page in one exam, without a screen. Every change is numbered and kept on this device before it is
 * sent, and stays there until the server has committed it; `state` never says `saved` for anything else. What the
 * session does not promise: that an answer is in time. That is decided by when it reaches the server.
 */
export class ExamSession {
  readonly #options: ExamSessionOptions;
  readonly #state: Observable<SessionState>;
  readonly #outbox: Outbox;
  readonly #pen: Pen;
  readonly #loader: QuestionLoader;
  readonly #visits: VisitTimer;
  readonly #boundaries: BoundaryTimer;
  readonly #sleeper: Sleeper;
  readonly #unsubscribes: readonly Unsubscribe[];
  #examId = '';
  #deviceId: string;
  #journal: Journal | null = null;
  /** How much of the journal was acknowledged when the server was last asked how the attempt stands. */
  #acknowledgedWhenAsked = 0;
  /** The journal of a turn that the server does not know (any more), while the next turn is taken. */
  #abandoned: JournalKey | null = null;
  #sheet = new AnswerSheet({});
  #releaseLock: Release | null = null;

  constructor(options: ExamSessionOptions) {
    const { environment, transport, credentials, clock } = options;
    this.#options = options;
    this.#deviceId = environment.newId();
    this.#state = new Observable({
      ...initialState,
      connection: connectionOf(transport, credentials, environment),
    });
    this.#sleeper = new Sleeper(environment);
    this.#visits = new VisitTimer(environment, (entry) => this.#write(entry));
    this.#boundaries = new BoundaryTimer(environment, clock, () => this.#pen.check());
    this.#pen = new Pen({
      transport,
      environment,
      clock,
      onAsk: () => {
        this.#acknowledgedWhenAsked = this.#journal?.acknowledged ?? 0;
      },
      onReply: (reply) => this.#adopt(reply),
      onRefused: (error) => this.#refused(error),
      onSettled: () => this.#goOn(),
    });
    const isReady = () => this.#pen.isSettled;
    this.#outbox = new Outbox({
      transport,
      environment,
      isReady,
      onAcknowledged: (journal, entries, verdict) => this.#acknowledged(journal, entries, verdict),
      onDeadline: (deadline) => this.#newDeadline(deadline),
      onRewound: (journal, entries) => this.#rewound(journal, entries),
      onDoubt: () => this.#pen.check(),
      onStuck: (journal, error) => this.#stuck(journal, error),
    });
    this.#loader = new QuestionLoader({
      transport,
      environment,
      isReady,
      onQuestions: (questions) => this.#state.update({ questions }),
    });
    const showConnection = () =>
      this.#state.update({
        connection: connectionOf(transport, credentials, environment, this.state.connection),
      });
    this.#unsubscribes = [
      transport.onLink(showConnection),
      transport.onPush((push) => this.#pushed(push)),
      credentials.onChange(showConnection),
    ];
    credentials.keepFresh(() => transport.renew());
  }

  get state(): SessionState {
    return this.#state.value;
  }

  subscribe(listener: Listener<SessionState>): Unsubscribe {
    return this.#state.subscribe(listener);
  }

  /** Epoch ms by the server's clock. To show, not to decide by. */
  serverNow(): number {
    return this.#options.clock.now();
  }

  /** Opens the exam for writing on this page. Resolves when that is under way; `state.status` tells the rest. */
  open(examId: string): Promise<void> {
    this.#examId = examId;
    return this.#takePen(false);
  }

  /** The candidate wants to write here, whoever wrote last. */
  takeOver(): Promise<void> {
    return this.#takePen(true);
  }

  /** After the sign-in has ended; everything goes on where it was. */
  signInAgain(password: string): Promise<Outcome<SignInReply>> {
    return this.#options.credentials.signInAgain(password);
  }

  /** Answers a question as its type requires (see `AnswerValue`); `null` clears. */
  answer(questionId: string, value: AnswerValue, marked = this.#sheet.view(questionId).marked): Written {
    const normal = normaliseAnswer(this.state.questions[questionId]?.type, value);
    return this.#write({ kind: 'answer', questionId, value: normal, marked, at: this.#at() });
  }

  /** Marks a question for review, or no longer. Its answer stays and counts. */
  mark(questionId: string, marked: boolean): Written {
    const { value } = this.#sheet.view(questionId);
    return this.#write({ kind: 'answer', questionId, value: value ?? null, marked, at: this.#at() });
  }

  /** The candidate looks at this question now. */
  visit(questionId: string): void {
    if (this.state.status.kind !== 'writing') return;
    this.#visits.arrive(questionId);
    this.#state.update({ current: questionId });
  }

  /** Goes on to the next section of an exam whose sections are locked. There is no way back. */
  enterSection(sectionId: string): Written {
    this.#visits.leave();
    return this.#write({ kind: 'section', sectionId, at: this.#at() });
  }

  /** Records something that happened on this device. It has no effect by itself. */
  observe(type: string, detail?: string): Written {
    return this.#write({
      kind: 'observed',
      type,
      at: this.#at(),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  /** The candidate has been shown this notice. */
  confirm(commandId: string): Written {
    return this.#write({ kind: 'confirmed', commandId, at: this.#at() });
  }

  /**
   * Hands in for good. Resolves when the server has sealed the attempt (then the receipt is in `state.status` too) or
   * has refused; while it cannot be reached, it waits.
   */
  async seal(): Promise<HandInResult> {
    const journal = this.#journal;
    if (journal === null || this.state.status.kind !== 'writing') return { kind: 'overtaken' };
    this.#visits.leave();
    this.#state.update({ status: { kind: 'handing-in' } });
    const { transport, environment } = this.#options;
    const result = await handIn({
      transport,
      environment,
      sleeper: this.#sleeper,
      outbox: this.#outbox,
      journal,
      deadlineVersion: () => this.state.deadline?.version ?? 0,
      isWanted: () => this.state.status.kind === 'handing-in',
      whenReady: () => this.#pen.whenSettled(),
      onDoubt: () => this.#pen.check(),
    });
    this.#handedIn(result);
    return result;
  }

  /** Leaves the page. What is not acknowledged stays in the store for the next one. No timer is left. */
  async close(): Promise<void> {
    this.#state.update({ status: { kind: 'closed' } });
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#stopWriting();
    this.#outbox.stop();
    this.#pen.close();
    this.#loader.stop();
    this.#sleeper.close();
    this.#options.transport.close();
    await this.#journal?.stored();
    this.#options.keeper.close();
    this.#releaseLock?.();
  }

  async #takePen(steal: boolean): Promise<void> {
    if (this.#isClosed) return;
    this.#state.update({ status: { kind: 'opening' } });
    this.#releaseLock ??= await this.#acquireLock(steal);
    await this.#journal?.stored();
    // The page may have been left meanwhile.
    if (this.#isClosed) this.#releaseLock?.();
    else if (this.#releaseLock === null) this.#state.update({ status: { kind: 'other-tab' } });
    else {
      this.#pen.take(this.#examId, this.#deviceId);
      this.#options.transport.connect();
    }
  }

  #acquireLock(steal: boolean): Promise<Release | null> {
    const { lock, credentials } = this.#options;
    const name = `pariksha:${this.#examId}:${credentials.user?.id ?? ''}`;
    return lock.acquire(name, { steal, onLost: () => this.#lostLock() });
  }

  get #isClosed(): boolean {
    return this.state.status.kind === 'closed';
  }

  /** The server has told how the attempt stands. */
  async #adopt(reply: OpenReply): Promise<void> {
    const { attemptId, deadline, paper, status } = reply;
    this.#state.update({ attemptId });
    // The same turn must go on in the same journal, also when it was asked for anew: its numbers may be in use.
    if (this.#journal && isSameJournal(this.#journal.key, this.#turnOf(reply)))
      this.#catchUp(this.#journal, reply);
    else await this.#begin(reply);
    if (this.#isClosed) return;
    this.#state.update({
      deadline,
      paper,
      ...this.#progress(),
      clockUncertaintyMs: this.#options.clock.uncertaintyMs(),
    });
    this.#showStatus(status);
    this.#loader.want(attemptId, paper);
  }

  /** This page has just taken the pen: a new journal, which begins with what the page before left unsent. */
  async #begin(reply: OpenReply): Promise<void> {
    const { keeper } = this.#options;
    const own = this.#turnOf(reply);
    const { entries, leftovers } = await inherit(keeper, reply, own, this.#abandoned);
    this.#abandoned = null;
    const onDurable = () => this.#outbox.pump();
    this.#journal = new Journal(keeper, own, reply.through, entries, onDurable);
    this.#sheet = new AnswerSheet(reply.answers);
    for (const numbered of entries) this.#sheet.written(numbered);
    this.#visits.forget();
    this.#state.update({ current: reply.current });
    const older = leftovers.map(
      ({ key, entries: left }) => new Journal(keeper, key, (left[0]?.n ?? 1) - 1, left, onDurable),
    );
    this.#outbox.carry([this.#journal, ...older]);
  }

  /** The same turn, after a reconnect or a doubt. */
  #catchUp(journal: Journal, { through, answers, status }: OpenReply): void {
    const isOvertaken = through < journal.acknowledged && through >= this.#acknowledgedWhenAsked;
    if (isOvertaken) this.#pen.check();
    else if (!this.#outbox.learn(journal, through)) this.#startAfresh();
    else this.#sheet.reconcile(answers, status === 'sealed');
  }

  #turnOf({ attemptId, epoch }: OpenReply): JournalKey {
    return { attemptId, epoch, deviceId: this.#deviceId };
  }

  /** The server knows neither this page's numbers nor can it be sent them again: a new turn, with what is still here. */
  #startAfresh(): void {
    this.#deviceId = this.#options.environment.newId();
    this.#state.update({ status: { kind: 'opening' } });
    this.#pen.take(this.#examId, this.#deviceId);
  }

  #showStatus(status: OpenReply['status']): void {
    const shown = this.state.status;
    this.#boundaries.stop();
    // Reopened: meanwhile the pen may have been another page's.
    if (shown.kind === 'sealed' && status !== 'sealed') this.#startAfresh();
    else if (status === 'sealed') this.#showSealed();
    else if (shown.kind !== 'handing-in') this.#showOpen(status);
  }

  #showOpen(status: 'open' | 'paused'): void {
    const { status: shown, deadline } = this.state;
    if (status === 'open') {
      this.#state.update({ status: { kind: 'writing' } });
      if (deadline) this.#boundaries.watch(deadline);
    } else if (shown.kind !== 'paused') {
      this.#state.update({ status: { kind: 'paused', reason: null } });
    }
  }

  /** Sealed, as a reply to something else says: the receipt has to be asked for. */
  #showSealed(): void {
    if (this.state.status.kind === 'sealed') return;
    this.#stopWriting();
    this.#state.update({ status: { kind: 'sealed', reason: null, sealedAt: null, receipt: null } });
    void this.#completeReceipt();
  }

  #refused(error: WireError): void {
    switch (error.code) {
      case 'superseded':
        this.#lostPen();
        break;
      case 'unknown-epoch':
        this.#abandoned = this.#journal?.key ?? null;
        this.#startAfresh();
        break;
      default:
        this.#stopWriting();
        this.#state.update({ status: { kind: 'refused', error } });
    }
  }

  #pushed(push: Push): void {
    // What is being asked may have been answered before this happened.
    if (push.event === 'changed' || !this.#pen.isSettled) this.#pen.check();
    if (push.event === 'changed') return;
    if (push.body.attemptId !== this.state.attemptId) return;
    const notice = noticeOf(push, this.serverNow());
    if (notice) this.#state.update({ notices: withNotice(this.state.notices, notice) });
    switch (push.event) {
      case 'notice':
        break;
      case 'deadline:changed':
        this.#newDeadline(push.body.deadline);
        break;
      case 'attempt:superseded':
        if (this.#pen.isOvertakenBy(push.body.epoch)) this.#lostPen();
        break;
      case 'attempt:sealed':
        this.#sealedAs(push.body);
        break;
      case 'attempt:paused':
        if (this.state.status.kind !== 'writing') break;
        this.#boundaries.stop();
        this.#state.update({ status: { kind: 'paused', reason: push.body.reason ?? null } });
        break;
      case 'attempt:resumed':
        this.#newDeadline(push.body.deadline);
        this.#pen.check();
    }
  }

  #sealedAs({ reason, sealedAt, receipt }: Omit<Sealed, 'kind'>): void {
    this.#stopWriting();
    this.#state.update({ status: { kind: 'sealed', reason, sealedAt, receipt } });
  }

  #newDeadline(deadline: OpenReply['deadline']): void {
    if (deadline.version <= (this.state.deadline?.version ?? 0)) return;
    this.#state.update({ deadline });
    if (this.state.status.kind === 'writing') this.#boundaries.watch(deadline);
  }

  #write(entry: Entry): Written {
    const journal = this.#journal;
    const mayWrite = this.state.status.kind === 'writing';
    if (journal === null || !mayWrite) return notWriting;
    if (!entrySchema.safeParse(entry).success) return { ok: false, why: 'invalid' };
    if (bytesOf(entry) > maxEntryBytes) return { ok: false, why: 'too-large' };
    this.#sheet.written({ n: journal.write(entry), entry });
    this.#showProgress();
    return { ok: true };
  }

  #acknowledged(journal: Journal, entries: readonly NumberedEntry[], verdict: Verdict): void {
    if (verdict.late) this.#state.update({ lateEntries: this.state.lateEntries + entries.length });
    if (journal === this.#journal) {
      this.#sheet.settled(entries, verdict);
      // Late: find out why. A section entered: learn what it holds.
      const hasEntered = entries.some(({ entry }) => entry.kind === 'section');
      if (hasEntered || (verdict.late && this.state.status.kind === 'writing')) this.#pen.check();
    }
    this.#showProgress();
  }

  #rewound(journal: Journal, entries: readonly NumberedEntry[]): void {
    if (journal === this.#journal) this.#sheet.unsettled(entries);
    this.#showProgress();
  }

  #stuck(journal: Journal, error: WireError): void {
    if (journal === this.#journal && error.code === 'gap') this.#startAfresh();
    else if (journal === this.#journal && error.code === 'unknown-epoch') this.#pen.check();
    this.#showProgress();
  }

  #goOn(): void {
    this.#outbox.pump();
    this.#loader.pump();
    this.#showProgress();
  }

  #showProgress(): void {
    this.#state.update(this.#progress());
  }

  #progress(): Pick<SessionState, 'answers' | 'save' | 'traffic'> {
    const { environment, keeper } = this.#options;
    return {
      answers: this.#sheet.views,
      save: saveOf(this.#outbox, keeper.keptOn, environment.wallClock()),
      traffic: this.#outbox.traffic,
    };
  }

  #handedIn(result: HandInResult): void {
    if (this.state.status.kind !== 'handing-in') return;
    if (result.kind === 'sealed') this.#sealedAs({ ...result, reason: null });
    else if (result.kind === 'refused' && result.error.code === 'superseded') this.#lostPen();
    else this.#state.update({ status: { kind: 'writing' } });
  }

  async #completeReceipt(): Promise<void> {
    const backoff = new Backoff(this.#options.environment);
    for (;;) {
      const { status, attemptId } = this.state;
      if (attemptId === null || status.kind !== 'sealed' || status.receipt !== null) return;
      const outcome = await this.#options.fetchReceipt(attemptId);
      if (outcome.kind === 'done' && this.state.status.kind === 'sealed') {
        const { receipt, sealedAt } = outcome.reply;
        this.#state.update({ status: { ...this.state.status, receipt, sealedAt } });
      }
      if (outcome.kind === 'error' && !isPassing(outcome.error)) return;
      await this.#sleeper.sleep(backoff.next());
    }
  }

  /** Another page or device writes. What is left of this page's journal is still sent, and becomes late. */
  #lostPen(): void {
    this.#stopWriting();
    this.#state.update({ status: { kind: 'superseded' } });
  }

  /** Another tab has taken over, with this page's journal: nothing more may be sent from here. */
  #lostLock(): void {
    this.#releaseLock = null;
    this.#stopWriting();
    this.#outbox.stop();
    this.#pen.forget();
    this.#state.update({ status: { kind: 'other-tab' } });
  }

  #stopWriting(): void {
    this.#boundaries.stop();
    this.#visits.forget();
  }

  #at(): number {
    return Math.max(0, Math.round(this.#options.environment.wallClock()));
  }
}
