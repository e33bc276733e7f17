import type { AttemptContext, AttemptState, OpenedState } from '../domain/attempt.ts';
import { unopened } from '../domain/attempt.ts';
import type { ExamCommand } from '../domain/command.ts';
import type { Frame } from '../domain/frame.ts';
import { type CandidateOrder, candidateOrder } from '../domain/paperOrder.ts';
import type { AttemptRef } from './ports.ts';
import { SerialQueue } from './serialQueue.ts';

/** What the node has noticed of an attempt's pages, for the roster. Times are epoch ms. */
export interface Sightings {
  isShown: boolean;
  shownAt: number | null;
  leftAt: number | null;
  savedAt: number | null;
  /** When anything came last over the connection that has just ended. */
  heardAt: number | null;
}

/** An attempt in this node's memory. Its queue lets one thing happen to it at a time. */
export class HostedAttempt {
  readonly ref: AttemptRef;
  readonly context: AttemptContext;
  readonly queue = new SerialQueue();
  state: AttemptState = unopened;
  /** Something was written whose outcome is unknown: the tail has to be read before the next decision. */
  doubtful = true;
  /** Transports that show it. */
  attendance = 0;
  readonly seen: Sightings = { isShown: false, shownAt: null, leftAt: null, savedAt: null, heardAt: null };

  #order: CandidateOrder | null = null;

  constructor(ref: AttemptRef, context: AttemptContext) {
    this.ref = ref;
    this.context = context;
  }

  /** The order this candidate sees; it follows from the seed and is worked out once. */
  orderOf(state: OpenedState): CandidateOrder {
    this.#order ??= candidateOrder(this.context.paper.content, state.seed);
    return this.#order;
  }
}

/** Told of everything that changes an attempt on this node, after it is committed. */
export interface AttemptListener {
  /** `found`: another node has written it, or this one did not know that it had. */
  onFrame(hosted: HostedAttempt, frame: Frame, source: 'written' | 'found'): void;
  onCommand(hosted: HostedAttempt, command: ExamCommand, before: AttemptState): void;
  /** A page of this node has begun or ceased to show it. */
  onAttendance?(hosted: HostedAttempt): void;
}
