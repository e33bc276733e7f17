import type { Deadline, OpenReply } from '../../server/protocol/candidate.ts';
import type { WireError } from '../../server/protocol/errors.ts';
import type { ReceiptReply } from '../../server/protocol/http.ts';
import { BoundaryTimer } from './boundaryTimer.ts';
import type { Environment } from './environment.ts';
import { fetchReceipt } from './fetchReceipt.ts';
import type { HandInResult } from './handIn.ts';
import type { Observable } from './observable.ts';
import type { ServerClock } from './serverClock.ts';
import type { Sealed, SessionState, Status } from './sessionState.ts';
import type { Sleeper } from './sleeper.ts';
import { isForNow, type Outcome } from './transport.ts';

export interface StandingOptions {
  readonly state: Observable<SessionState>;
  readonly environment: Environment;
  readonly clock: ServerClock;
  readonly sleeper: Sleeper;
  readonly fetchReceipt: (attemptId: string) => Promise<Outcome<ReceiptReply>>;
  /** A time is over: how the attempt stands has to be asked. */
  readonly onBoundary: () => void;
  /** This page does not write any more. */
  readonly onStopped: () => void;
  /** What was sealed is open again; meanwhile the pen may have been another page's. */
  readonly onReopened: () => void;
}

/**
 * How the attempt stands for this page: the status and the deadline of the session's state, as the server's replies and
 * pushes move them. While the page writes, it asks again at every time that is over; once it is sealed, until it has the
 * receipt.
 */
export class Standing {
  readonly #options: StandingOptions;
  readonly #boundaries: BoundaryTimer;

  constructor(options: StandingOptions) {
    this.#options = options;
    this.#boundaries = new BoundaryTimer(options.environment, options.clock, options.onBoundary);
  }

  get kind(): Status['kind'] {
    return this.#state.status.kind;
  }

  /** Until the server has told more. */
  opening(): void {
    this.#show({ kind: 'opening' });
  }

  /** As a reply says. */
  told(status: OpenReply['status']): void {
    this.#boundaries.stop();
    if (this.kind === 'sealed' && status !== 'sealed') this.#options.onReopened();
    else if (status === 'sealed') this.#sealedUnseen();
    else if (this.kind !== 'handing-in') this.#unsealed(status);
  }

  /** An older deadline than the one that is known changes nothing. */
  deadline(deadline: Deadline): void {
    if (deadline.version <= (this.#state.deadline?.version ?? 0)) return;
    this.#options.state.update({ deadline });
    if (this.kind === 'writing') this.#boundaries.watch(deadline);
  }

  paused(reason: string | null): void {
    if (this.kind !== 'writing') return;
    this.#boundaries.stop();
    this.#show({ kind: 'paused', reason });
  }

  sealed({ reason, sealedAt, receipt }: Omit<Sealed, 'kind'>): void {
    this.#end({ kind: 'sealed', reason, sealedAt, receipt });
  }

  handingIn(): void {
    this.#show({ kind: 'handing-in' });
  }

  handedIn(result: HandInResult): void {
    if (this.kind !== 'handing-in') return;
    if (result.kind === 'sealed') this.sealed({ ...result, reason: null });
    else if (result.kind === 'refused' && result.error.code === 'superseded') this.lost('superseded');
    else this.#show({ kind: 'writing' });
  }

  refused(error: WireError): void {
    this.#end({ kind: 'refused', error, goesOn: isForNow(error) });
  }

  /**
   * Somebody else writes: another page or device, and what is left of this page's journal is still sent, and becomes late; or
   * another tab, with this page's journal.
   */
  lost(to: 'superseded' | 'other-tab'): void {
    this.#end({ kind: to });
  }

  /** No timer is left. */
  close(): void {
    this.#end({ kind: 'closed' });
  }

  get #state(): SessionState {
    return this.#options.state.value;
  }

  #show(status: Status): void {
    this.#options.state.update({ status });
  }

  #end(status: Status): void {
    this.#boundaries.stop();
    this.#options.onStopped();
    this.#show(status);
  }

  #unsealed(status: 'open' | 'paused'): void {
    const { deadline } = this.#state;
    if (status === 'open') {
      this.#show({ kind: 'writing' });
      if (deadline) this.#boundaries.watch(deadline);
    } else if (this.kind !== 'paused') {
      this.#show({ kind: 'paused', reason: null });
    }
  }

  /** Sealed, as a reply to something else says: the receipt has to be asked for. */
  #sealedUnseen(): void {
    if (this.kind === 'sealed') return;
    this.sealed({ reason: null, sealedAt: null, receipt: null });
    void this.#completeReceipt();
  }

  async #completeReceipt(): Promise<void> {
    const { attemptId } = this.#state;
    if (attemptId === null) return;
    const { environment, sleeper } = this.#options;
    const isWanted = () => this.#state.status.kind === 'sealed' && this.#state.status.receipt === null;
    const ask = () => this.#options.fetchReceipt(attemptId);
    const reply = await fetchReceipt(ask, isWanted, environment, sleeper);
    const { status } = this.#state;
    if (reply === null || status.kind !== 'sealed' || status.receipt !== null) return;
    this.sealed({ ...reply, reason: status.reason });
  }
}
