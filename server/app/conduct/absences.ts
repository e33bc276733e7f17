import type { AttemptState } from '../../domain/attempt.ts';
import type { ExamCommand } from '../../domain/command.ts';
import type { Frame } from '../../domain/frame.ts';
import type { Attempts } from '../attempts.ts';
import type { AttemptListener, HostedAttempt } from '../hostedAttempt.ts';
import type { Departure, Departures } from '../ports/incidents.ts';
import type { Clock, Log } from '../ports.ts';

/** How long other nodes have to tell when a candidate has left them, ms. */
const hearsayMs = 2_000;

/** A node without a sign of life for so long is gone, ms. */
const nodeSilenceMs = 5_000;

/** A node that is there notices within this time that a connection has ended, ms. */
const noticesMs = 60_000;

/** A page without a live connection asks every ten seconds or so: after that long without a word it is gone, ms. */
const httpSilenceMs = 20_000;

export interface AbsencesOptions {
  readonly attempts: Attempts;
  readonly departures: Departures;
  readonly clock: Clock;
  readonly operator: Log;
}

/** Somebody is back; how long they were away is found out when the other nodes have had the time to tell. */
interface Arrival {
  readonly hosted: HostedAttempt;
  readonly at: number;
  /** When the log has heard of the candidate last, before they came back. */
  readonly heardAt: number;
  /** When they left this node, as far as the others have not been told; else 0. */
  readonly leftAt: number;
}

/**
 * Measures how long candidates were away. When the last connection that showed an attempt ends, the moment at which it was
 * heard last is told to all nodes; when one shows it again, on whatever node, the attempt's log gets the absence. Where the
 * node was killed before it could tell, its own last sign of life counts; where nothing is known, the last word in the log.
 */
export class Absences implements AttemptListener {
  readonly #options: AbsencesOptions;
  readonly #shown = new Set<string>();
  /** Shown here, as far as the others have not been told yet. */
  readonly #begun = new Set<string>();
  /** Who was heard last when, as far as the others have not been told yet. */
  readonly #left = new Map<string, number>();
  readonly #arrivals = new Map<string, Arrival>();

  constructor(options: AbsencesOptions) {
    this.#options = options;
  }

  onFrame(_hosted: HostedAttempt, _frame: Frame): void {
    // What is written is not an absence.
  }

  onCommand(_hosted: HostedAttempt, _command: ExamCommand, _before: AttemptState): void {
    // Nor is what the exam office does.
  }

  onAttendance(hosted: HostedAttempt): void {
    const { attemptId } = hosted.ref;
    const isShown = hosted.attendance > 0;
    if (isShown === this.#shown.has(attemptId)) return;
    if (isShown) {
      this.#shown.add(attemptId);
      this.#begun.add(attemptId);
      this.#arrived(hosted);
    } else {
      this.#shown.delete(attemptId);
      this.#begun.delete(attemptId);
      // Gone again before it was found out how long: then that absence goes on.
      if (this.#arrivals.delete(attemptId)) return;
      this.#heard(attemptId, hosted.seen.heardAt ?? this.#options.clock.now());
    }
  }

  /** The candidate has asked for something over plain HTTP. */
  onRequest(hosted: HostedAttempt): void {
    const { attemptId } = hosted.ref;
    if (this.#shown.has(attemptId)) return;
    this.#arrived(hosted);
    this.#heard(attemptId, this.#options.clock.now() + httpSilenceMs);
  }

  /** One round: finds out about those who are back, then tells of those who have come and left. */
  async tick(): Promise<void> {
    const now = this.#options.clock.now();
    await this.#options.departures.alive(now);
    await this.#record([...this.#arrivals.values()].filter(({ at }) => at + hearsayMs <= now));
    await this.#tell((attemptId) => !this.#arrivals.has(attemptId));
  }

  /** The node ends: what it knows must not be lost. */
  async stop(): Promise<void> {
    await this.#tell(() => true);
  }

  async #tell(isDue: (attemptId: string) => boolean): Promise<void> {
    const { departures } = this.#options;
    const left = new Map([...this.#left].filter(([attemptId]) => isDue(attemptId)));
    if (left.size > 0) await departures.left(left);
    for (const [attemptId, at] of left) if (this.#left.get(attemptId) === at) this.#left.delete(attemptId);
    // Whoever has left and come back since is shown.
    const begun = [...this.#begun].filter(isDue);
    if (begun.length > 0) await departures.shown(begun);
    for (const attemptId of begun) this.#begun.delete(attemptId);
  }

  #heard(attemptId: string, at: number): void {
    this.#left.set(attemptId, Math.max(at, this.#left.get(attemptId) ?? 0));
  }

  #arrived(hosted: HostedAttempt): void {
    const { state, ref } = hosted;
    if (state.status === 'scheduled' || state.status === 'sealed') return;
    if (this.#arrivals.has(ref.attemptId)) return;
    const at = this.#options.clock.now();
    // Heard of a moment ago: nothing to find out.
    if (at - state.heardAt < hearsayMs) return;
    const leftAt = this.#left.get(ref.attemptId) ?? 0;
    this.#arrivals.set(ref.attemptId, { hosted, at, heardAt: state.heardAt, leftAt });
  }

  async #record(due: readonly Arrival[]): Promise<void> {
    if (due.length === 0) return;
    const { departures, operator, clock } = this.#options;
    const told = await departures.of(due.map(({ hosted }) => hosted.ref.attemptId));
    const now = clock.now();
    await Promise.all(
      due.map(async (arrival) => {
        const { attemptId } = arrival.hosted.ref;
        const departure = told.get(attemptId) ?? unknown;
        if (arrival.leftAt === 0 && isStillShown(departure, now) && now < arrival.at + noticesMs) return;
        this.#arrivals.delete(attemptId);
        try {
          await this.#recordOne(arrival, departure);
        } catch (error) {
          operator.warn({ err: error, attemptId }, 'An absence could not be recorded.');
        }
      }),
    );
  }

  async #recordOne({ hosted, at, heardAt, leftAt }: Arrival, departure: Departure): Promise<void> {
    const departedAt = Math.max(leftAt, departure.leftAt, lostAt(departure, at));
    if (departedAt > at) return;
    const by = departedAt >= heardAt ? 'connection' : 'log';
    const from = Math.max(departedAt, heardAt);
    await this.#options.attempts.run(hosted, { type: 'return', from, by, now: at });
  }
}

const unknown: Departure = { leftAt: 0, shownUntil: null };

/** By a node that is there and will tell of the end as soon as it notices. */
function isStillShown({ shownUntil }: Departure, now: number): boolean {
  return shownUntil !== null && shownUntil > now - nodeSilenceMs;
}

/** When the node was lost that showed the attempt before `at`; 0 when none was. */
function lostAt({ shownUntil }: Departure, at: number): number {
  return shownUntil === null || shownUntil > at ? 0 : shownUntil;
}
