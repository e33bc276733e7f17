import type { OpenReply } from '../../server/protocol/candidate.ts';
import type { Entry } from '../../server/protocol/entries.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import type { ReceiptReply, SignInReply } from '../../server/protocol/http.ts';
import type { Credentials } from './credentials.ts';
import type { Environment } from './environment.ts';
import type { HandInResult } from './handIn.ts';
import { HelpLine, type HelpMemory } from './helpLine.ts';
import type { JournalKeeper } from './journalKeeper.ts';
import { type AnswerValue, normaliseAnswer } from './normalise.ts';
import { Notebook, notWriting, type Written } from './notebook.ts';
import { noticeOf, withNotice, withPast } from './notices.ts';
import { type Listener, Observable, type Unsubscribe } from './observable.ts';
import { Pen } from './pen.ts';
import { connectionOf } from './projections.ts';
import { QuestionLoader, type QuestionsAhead } from './questionLoader.ts';
import type { SealedSource } from './sealedPapers.ts';
import type { ServerClock } from './serverClock.ts';
import { initialState, type SessionState } from './sessionState.ts';
import { Sleeper } from './sleeper.ts';
import { Standing } from './standing.ts';
import type { Outcome, Push, Transport } from './transport.ts';
import { VisitTimer } from './visitTimer.ts';
import type { Release, WriterLock } from './writerLock.ts';

export interface ExamSessionOptions {
  readonly environment: Environment;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly clock: ServerClock;
  readonly keeper: JournalKeeper;
  readonly lock: WriterLock;
  readonly helpMemory: HelpMemory;
  /** Questions that came before the start; `null` where everything is streamed. */
  readonly sealed: SealedSource | null;
  readonly questionsAhead?: QuestionsAhead | undefined;
  readonly fetchReceipt: (attemptId: string) => Promise<Outcome<ReceiptReply>>;
}

/**
 * One candidate's page in one exam, without a screen. Every change is numbered and kept on this device before it is
 * sent, and stays there until the server has committed it; `state` never says `saved` for anything else. What the
 * session does not promise: that an answer is in time. That is decided by when it reaches the server.
 */
export class ExamSession {
  readonly #options: ExamSessionOptions;
  readonly #state: Observable<SessionState>;
  readonly #standing: Standing;
  readonly #notebook: Notebook;
  readonly #pen: Pen;
  readonly #loader: QuestionLoader;
  readonly #visits: VisitTimer;
  readonly #sleeper: Sleeper;
  readonly #help: HelpLine;
  readonly #unsubscribes: readonly Unsubscribe[];
  #examId = '';
  #deviceId: string;
  #releaseLock: Release | null = null;

  constructor(options: ExamSessionOptions) {
    const { environment, transport, credentials, clock, keeper, sealed } = options;
    this.#options = options;
    this.#deviceId = environment.newId();
    const connection = connectionOf(transport, credentials, environment);
    this.#state = new Observable({ ...initialState, connection }, environment);
    this.#sleeper = new Sleeper(environment);
    this.#help = new HelpLine({
      transport,
      environment,
      memory: options.helpMemory,
      onChange: (help) => this.#state.update({ help }),
    });
    this.#visits = new VisitTimer(environment, (entry) => this.#write(entry));
    this.#standing = new Standing({
      state: this.#state,
      environment,
      clock,
      sleeper: this.#sleeper,
      fetchReceipt: options.fetchReceipt,
      onBoundary: () => this.#pen.check(),
      onStopped: () => this.#visits.forget(),
      onReopened: () => this.#startAfresh(),
    });
    this.#pen = new Pen({
      transport,
      environment,
      clock,
      wantsKeys: (examId) => sealed?.has(examId) ?? false,
      onAsk: () => this.#notebook.asking(),
      onReply: (reply) => this.#adopt(reply),
      onRefused: (error) => this.#refused(error),
      onOvertaken: () => this.#standing.lost('superseded'),
      onSettled: () => this.#goOn(),
    });
    const isReady = () => this.#pen.isSettled;
    this.#notebook = new Notebook({
      transport,
      environment,
      keeper,
      isReady,
      onProgress: () => this.#showProgress(),
      onReply: ({ deadline, seq, head }) => {
        if (deadline) this.#standing.deadline(deadline);
        if (seq !== undefined && head !== undefined) this.#state.update({ witness: { seq, head } });
      },
      onDoubt: () => this.#pen.check(),
      onLate: () => {
        if (this.#standing.kind === 'writing') this.#pen.check();
      },
      onLost: () => this.#startAfresh(),
    });
    this.#loader = new QuestionLoader({
      transport,
      environment,
      sealed,
      ahead: options.questionsAhead,
      isReady: () => transport.link.kind === 'up',
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
  answer(questionId: string, value: AnswerValue, marked = this.#notebook.view(questionId).marked): Written {
    const normal = normaliseAnswer(this.state.questions[questionId]?.type, value);
    return this.#write({ kind: 'answer', questionId, value: normal, marked, at: this.#at() });
  }

  /** Marks a question for review, or no longer. Its answer stays and counts. */
  mark(questionId: string, marked: boolean): Written {
    const { value } = this.#notebook.view(questionId);
    return this.#write({ kind: 'answer', questionId, value: value ?? null, marked, at: this.#at() });
  }

  /** The candidate looks at this question now. */
  visit(questionId: string): void {
    if (this.#standing.kind !== 'writing') return;
    this.#visits.arrive(questionId);
    this.#state.update({ current: questionId });
  }

  /** Goes on to the next section of an exam whose sections are locked. There is no way back. */
  enterSection(sectionId: string): Written {
    this.#visits.leave();
    return this.#write({ kind: 'section', sectionId, at: this.#at() });
  }

  /** Records something that happened on this device, unless too much of that is unsent. It has no effect by itself. */
  observe(type: string, detail?: string): void {
    if (!this.#notebook.takesObservations) return;
    this.#write({ kind: 'observed', type, at: this.#at(), ...(detail === undefined ? {} : { detail }) });
  }

  /** Asks for a person. It is kept and sent until the server has received it; `state.help` says how far it has come. */
  callInvigilator(text: string): void {
    this.#help.ask({ kind: 'call', text });
  }

  /** Says what is wrong with a question; sent like a call. */
  reportQuestion(questionId: string, text: string): void {
    this.#help.ask({ kind: 'report', questionId, text });
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
    if (this.#standing.kind !== 'writing') return { kind: 'overtaken' };
    this.#visits.leave();
    this.#standing.handingIn();
    const result = await this.#notebook.handIn({
      environment: this.#options.environment,
      sleeper: this.#sleeper,
      deadlineVersion: () => this.state.deadline?.version ?? 0,
      isWanted: () => this.#standing.kind === 'handing-in',
      whenReady: () => this.#pen.whenSettled(),
      onDoubt: () => this.#pen.check(),
    });
    this.#standing.handedIn(result);
    return result;
  }

  /** Leaves the page. What is not acknowledged stays in the store for the next one. No timer is left. */
  async close(): Promise<void> {
    this.#standing.close();
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    this.#notebook.stop();
    this.#pen.close();
    this.#loader.stop();
    this.#help.close();
    this.#sleeper.close();
    this.#options.transport.close();
    await this.#notebook.stored();
    this.#options.keeper.close();
    this.#releaseLock?.();
  }

  async #takePen(steal: boolean): Promise<void> {
    if (this.#isClosed) return;
    this.#standing.opening();
    this.#releaseLock ??= await this.#acquireLock(steal);
    await this.#notebook.stored();
    // The page may have been left meanwhile.
    if (this.#isClosed) this.#releaseLock?.();
    else if (this.#releaseLock === null) this.#standing.lost('other-tab');
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
    return this.#standing.kind === 'closed';
  }

  /** The server has told how the attempt stands. */
  async #adopt(reply: OpenReply): Promise<void> {
    const { attemptId, epoch, paper, status, seq, head } = reply;
    this.#state.update({ attemptId, observe: reply.observe ?? [] });
    this.#help.begin(attemptId);
    // First of all: to draw the screen takes a slow device as long as the questions are on their way.
    this.#loader.want(attemptId, paper);
    const turn = { attemptId, epoch, deviceId: this.#deviceId };
    if (!this.#notebook.isAt(turn)) {
      // Of an earlier reply, when the exam was opened twice: what is written now would miss the turn that begins.
      if (this.#standing.kind === 'writing') this.#standing.opening();
      const current = await this.#notebook.begin(turn, reply);
      this.#visits.forget();
      const before = reply.prior?.epoch ?? null;
      this.#state.update({ current, deadline: reply.deadline, turn: { epoch, before } });
    } else if (!this.#catchUp(reply)) return;
    if (this.#isClosed) return;
    this.#standing.deadline(reply.deadline);
    this.#state.update({
      paper,
      witness: { seq, head },
      notices: withPast(this.state.notices, reply.notices ?? []),
      ...this.#notebook.progress,
      clockUncertaintyMs: this.#options.clock.uncertaintyMs(),
    });
    this.#standing.told(status);
  }

  /** The same turn, after a reconnect or a doubt. False when the reply cannot be used. */
  #catchUp(reply: OpenReply): boolean {
    const caughtUp = this.#notebook.catchUp(reply);
    if (caughtUp === 'stale') this.#pen.check();
    if (caughtUp === 'lost') this.#startAfresh();
    return caughtUp === 'current';
  }

  /** The server knows neither this page's numbers nor can it be sent them again: a new turn, with what is still here. */
  #startAfresh(): void {
    this.#deviceId = this.#options.environment.newId();
    this.#standing.opening();
    this.#pen.take(this.#examId, this.#deviceId);
  }

  #refused(error: WireError): void {
    switch (error.code) {
      case 'superseded':
        this.#standing.lost('superseded');
        break;
      case 'unknown-epoch':
        this.#notebook.abandon();
        this.#startAfresh();
        break;
      default:
        this.#standing.refused(error);
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
        this.#standing.deadline(push.body.deadline);
        break;
      case 'attempt:superseded':
        // Whoever has lost the pen to another tab knows better than "another device".
        if (this.#standing.kind !== 'other-tab' && this.#pen.isOvertakenBy(push.body.epoch))
          this.#standing.lost('superseded');
        break;
      case 'attempt:sealed':
        this.#standing.sealed(push.body);
        break;
      case 'attempt:paused':
        this.#standing.paused(push.body.reason ?? null);
        break;
      case 'attempt:resumed':
        this.#standing.deadline(push.body.deadline);
        this.#pen.check();
    }
  }

  #write(entry: Entry): Written {
    return this.#standing.kind === 'writing' ? this.#notebook.write(entry) : notWriting;
  }

  #goOn(): void {
    this.#notebook.pump();
    this.#loader.pump();
    this.#showProgress();
  }

  #showProgress(): void {
    this.#state.update(this.#notebook.progress);
  }

  /** Another tab has taken over, with this page's journal: nothing more may be sent from here. */
  #lostLock(): void {
    this.#releaseLock = null;
    this.#notebook.stop();
    this.#pen.forget();
    this.#standing.lost('other-tab');
  }

  #at(): number {
    return Math.max(0, Math.round(this.#options.environment.wallClock()));
  }
}
