import { setImmediate as turn } from 'node:timers/promises';
import { isAnswered } from '../../domain/answers.ts';
import { type OpenedState, placeOf } from '../../domain/attempt.ts';
import type { Frame } from '../../domain/frame.ts';
import type { AttemptListener, HostedAttempt } from '../hostedAttempt.ts';
import type { LiveRoster, RosterRow } from '../ports/live.ts';
import type { RosterSource } from '../ports/roster.ts';
import type { Clock } from '../ports.ts';
import { Unavailable } from '../ports.ts';
import { Lobby, type LobbySighting } from './lobby.ts';
import { takeFirst } from './takeFirst.ts';

/** Connections of candidates, attempt or not. */
export interface Presence {
  arrived(userId: string): void;
  left(userId: string): void;
}

export interface RosterFeedOptions {
  readonly roster: Pick<LiveRoster, 'publish'>;
  readonly source: Pick<RosterSource, 'seatsOf'>;
  readonly clock: Clock;
}

/** How long somebody who sits over plain HTTP counts as connected after a request, ms: their page asks every 10 s. */
const visitMs = 30_000;

/** Rows of one tick. A command for everybody changes all rows at once; what does not fit goes with the next tick. */
const maxRows = 5_000;

/** Of these, rows in which only answers were saved: when there are more, each shows a little later, and the tick costs no more. */
const maxSavedRows = 1_000;

/** Rows that are told of in one turn of the event loop: answers that come meanwhile do not wait for a whole tick. */
const slice = 100;

/**
 * Tells the roster what this node sees. A save only marks its attempt; once a second the marked ones are looked at and
 * published together, so that the roster costs the same however often candidates save.
 */
export class RosterFeed implements AttemptListener, Presence {
  readonly #options: RosterFeedOptions;
  readonly #lobby: Lobby;
  readonly #changed = new Set<HostedAttempt>();
  /** Nothing but answers was saved. */
  readonly #saved = new Set<HostedAttempt>();
  /** When attempts were last asked about over plain HTTP, the longest ago first. */
  readonly #visits = new Map<HostedAttempt, number>();

  constructor(options: RosterFeedOptions) {
    this.#options = options;
    this.#lobby = new Lobby(options.source);
  }

  onFrame(hosted: HostedAttempt, frame: Frame): void {
    if (frame.kind === 'answered') hosted.seen.savedAt = frame.receivedAt;
    if (isOnlySaved(frame)) this.#saved.add(hosted);
    else this.#changed.add(hosted);
  }

  onCommand(hosted: HostedAttempt): void {
    this.#changed.add(hosted);
  }

  onAttendance(hosted: HostedAttempt): void {
    const isShown = hosted.attendance > 0 || this.#visits.has(hosted);
    if (isShown !== hosted.seen.isShown) this.#show(hosted, isShown);
  }

  /** The attempt was asked about over plain HTTP. Of several nodes the one that was asked last knows best. */
  onRequest(hosted: HostedAttempt): void {
    this.#visits.delete(hosted);
    this.#visits.set(hosted, this.#options.clock.now());
    this.#show(hosted, true);
  }

  #show(hosted: HostedAttempt, isShown: boolean): void {
    const now = this.#options.clock.now();
    const { seen } = hosted;
    seen.isShown = isShown;
    if (isShown) seen.shownAt = now;
    else seen.leftAt = now;
    if (isShown) this.#lobby.sits(hosted.ref.candidateId);
    this.#changed.add(hosted);
  }

  #endVisits(now: number): void {
    for (const [hosted, at] of this.#visits) {
      if (now - at <= visitMs) return;
      this.#visits.delete(hosted);
      this.onAttendance(hosted);
    }
  }

  arrived(userId: string): void {
    this.#lobby.arrived(userId, this.#options.clock.now());
  }

  left(userId: string): void {
    this.#lobby.left(userId, this.#options.clock.now());
  }

  /** Publishes what has changed. Call it once a second. */
  async tick(): Promise<void> {
    const now = this.#options.clock.now();
    this.#endVisits(now);
    const changed = takeFirst(this.#changed, maxRows);
    for (const hosted of changed) this.#saved.delete(hosted);
    await this.#tell([...changed, ...takeFirst(this.#saved, maxSavedRows)], now);
    const sightings = await this.#lobby.news(now).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      return [];
    });
    this.#publish(sightings.map((sighting) => signedIn(sighting, now)));
  }

  async #tell(attempts: readonly HostedAttempt[], now: number): Promise<void> {
    for (let from = 0; from < attempts.length; from += slice) {
      if (from > 0) await turn();
      this.#publish(attempts.slice(from, from + slice).flatMap((hosted) => rowOf(hosted, now) ?? []));
    }
  }

  #publish(rows: readonly RosterRow[]): void {
    const byExam = Map.groupBy(rows, ({ examId }) => examId);
    for (const [examId, some] of byExam) this.#options.roster.publish(examId, some);
  }
}

/** A confirmation is waited for by whoever has issued the command. */
function isOnlySaved(frame: Frame): boolean {
  return frame.kind === 'answered' && frame.body.entries.every(({ kind }) => kind !== 'confirmed');
}

const statusOf = { open: 'started', paused: 'paused', sealed: 'handed-in' } as const;

function rowOf({ ref, state, context, seen }: HostedAttempt, now: number): RosterRow | null {
  if (state.status === 'scheduled') return null;
  const { districtId, centreId } = placeOf(state, context);
  let answered = 0;
  let marked = 0;
  for (const answer of state.answers.values()) {
    if (isAnswered(answer.value)) answered += 1;
    if (answer.marked) marked += 1;
  }
  return {
    examId: ref.examId,
    candidateId: ref.candidateId,
    attemptId: ref.attemptId,
    districtId,
    centreId,
    status: statusOf[state.status],
    connected: seen.isShown,
    connectedAt: seen.shownAt,
    disconnectedAt: seen.leftAt,
    answered,
    marked,
    deadlineAt: state.schedule.deadlineAt,
    deadlineVersion: state.deadlineVersion,
    lastSaveAt: seen.savedAt,
    appliedSeq: state.seq,
    examSeq: state.examSeq,
    confirmed: state.confirmed.slice(-maxConfirmed),
    late: lateAnswersIn(state),
    version: now,
  };
}

/** Those that nobody has judged. What else came late, as that a question was looked at, waits for nobody. */
function lateAnswersIn({ late }: OpenedState): number {
  const waiting = late.filter(({ verdict }) => verdict === null).flatMap(({ entries }) => entries);
  return waiting.filter(({ kind }) => kind === 'answer').length;
}

/** Confirmations that a row carries. */
const maxConfirmed = 20;

function signedIn(sighting: LobbySighting, now: number): RosterRow {
  return {
    ...sighting,
    attemptId: null,
    status: 'signed-in',
    answered: 0,
    marked: 0,
    deadlineAt: null,
    deadlineVersion: 0,
    lastSaveAt: null,
    appliedSeq: 0,
    examSeq: 0,
    confirmed: [],
    late: 0,
    version: now,
  };
}
