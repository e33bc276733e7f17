import type { Environment } from '../../client/session/environment.ts';
import { type LoopClock, type RunningLoop, startOpenLoop } from '../openLoop.ts';
import { shuffle } from '../shuffle.ts';
import { Arrival } from './arrival.ts';
import type { Hall } from './hall.ts';
import type { Phase, Progress } from './messages.ts';
import type { Page } from './page.ts';
import type { SignIns } from './signIns.ts';

export interface CrewOptions {
  readonly hall: Hall;
  readonly signIns: SignIns;
  readonly candidates: readonly Page[];
  readonly random: () => number;
  /** An arrival is over, in the middle of a phase. */
  readonly onArrived: () => void;
}

/** How long after the end of a phase answers are waited for, ms. */
const drainPatienceMs = 60_000;
const lookEveryMs = 20;
const renewalEveryMs = 1_000;
const markedShare = 0.1;
const longestVisitMs = 60_000;

/** The candidates of one generator process, and what they do together. */
export class Crew {
  readonly #hall: Hall;
  readonly #environment: Environment;
  readonly #signIns: SignIns;
  readonly #candidates: readonly Page[];
  readonly #random: () => number;
  readonly #onArrived: () => void;
  readonly #clock: LoopClock;
  /** In the order of their turns. */
  readonly #turns: Page[];
  #nextTurn = 0;
  #arrival: Arrival | null = null;
  #working: readonly RunningLoop[] = [];
  #stopRenewals = () => {};

  constructor({ hall, signIns, candidates, random, onArrived }: CrewOptions) {
    this.#hall = hall;
    this.#signIns = signIns;
    this.#environment = hall.environment;
    this.#candidates = candidates;
    this.#random = random;
    this.#onArrived = onArrived;
    this.#turns = shuffle([...candidates], random);
    this.#clock = { now: hall.now, after: (ms, then) => hall.environment.after(ms, then) };
    this.#renewAll();
  }

  get progress(): Progress {
    const { meters } = this.#hall;
    return {
      connected: this.#count((candidate) => candidate.isConnected),
      offered: meters.counted('offered'),
      acked: meters.counted('acked'),
      refused: meters.counted('refused'),
    };
  }

  /** Carries out a phase; returns how many candidates have not reached its end. */
  async run(phase: Phase): Promise<number> {
    switch (phase.kind) {
      case 'together': {
        const missing = await Promise.all(phase.phases.map((each) => this.run(each)));
        return Math.max(0, ...missing);
      }
      case 'arrive':
        return this.#arrive(phase);
      case 'work':
        return this.#work(phase);
      case 'hand-in':
        return this.#handIn(phase);
      case 'race':
        return this.#race(phase);
      case 'cut':
        return this.#each(phase, (candidate) => candidate.cut());
      case 'leave':
        return this.#each(phase, (candidate) => candidate.leave());
      case 'sign-in':
        return this.#signIn(phase);
      case 'confirm':
        return this.#until(phase.patienceMs, (page) => page.isOut || page.hasConfirmed(phase.commandId));
      case 'recover':
        return this.#until(phase.patienceMs, isBack);
      case 'flood':
        return this.#flood(phase);
    }
  }

  /** Work that has no end of its own ends then, epoch ms. */
  endWork(at: number): void {
    this.#clock.after(Math.max(0, at - this.#hall.now()), () => {
      for (const loop of this.#working) loop.stop();
    });
  }

  /** Everybody leaves. No timer of the crew is left. */
  close(): void {
    this.#stopRenewals();
    this.#hall.door.close();
    for (const candidate of this.#candidates) candidate.leave();
  }

  async #arrive(phase: Extract<Phase, { kind: 'arrive' }>): Promise<number> {
    const { from, ratePerS, questions, patienceMs } = phase;
    const arrival = new Arrival({ hall: this.#hall, candidates: this.#turns, questions });
    this.#arrival = arrival;
    const loop = this.#loop(ratePerS, from, Number.POSITIVE_INFINITY, (at) => {
      if (!arrival.next(at)) loop.stop();
    });
    const forgetPatience = this.#clock.after(from + patienceMs - this.#hall.now(), () => arrival.giveUp());
    await arrival.over;
    forgetPatience();
    loop.stop();
    this.#onArrived();
    return arrival.missing;
  }

  async #work(phase: Extract<Phase, { kind: 'work' }>): Promise<number> {
    const { from, seconds, savesPerS, visitsPerS, questionsPerS, handInsPerS } = phase;
    const until = seconds === null ? Number.POSITIVE_INFINITY : from + seconds * 1_000;
    const { meters, book } = this.#hall;
    const question = () => Math.floor(this.#random() * book.questions.length);
    this.#working = [
      this.#loop(savesPerS, from, until, (at) => this.#save(this.#next(), at)),
      this.#loop(visitsPerS, from, until, (at) => {
        this.#next()?.visit(at, question(), Math.floor(this.#random() * longestVisitMs));
      }),
      this.#loop(questionsPerS, from, until, (at) => {
        this.#next()?.fetchQuestions(question(), 1, (count) => {
          if (count !== null) meters.time('questions', this.#hall.now() - at, this.#hall.now());
        });
      }),
      this.#loop(handInsPerS, from, until, (at) => this.#next()?.handIn(at, () => undefined)),
    ];
    await Promise.all(this.#working.map(({ finished }) => finished));
    meters.count('ackedInTime', meters.counted('acked'));
    return this.#until(drainPatienceMs, isSettled);
  }

  async #handIn({ at, spreadMs, patienceMs }: Extract<Phase, { kind: 'hand-in' }>): Promise<number> {
    for (const candidate of this.#turns) {
      if (candidate.isSealed || candidate.isOut) continue;
      const intendedAt = at + this.#random() * spreadMs;
      this.#clock.after(Math.max(0, intendedAt - this.#hall.now()), () =>
        candidate.handIn(intendedAt, () => undefined),
      );
    }
    const wait = Math.max(0, at - this.#hall.now());
    return this.#until(wait + patienceMs, (candidate) => candidate.isSealed || candidate.isOut);
  }

  async #race({ from, ratePerS, patienceMs }: Extract<Phase, { kind: 'race' }>): Promise<number> {
    const waiting = [...this.#turns];
    const loop = this.#loop(ratePerS, from, Number.POSITIVE_INFINITY, (at) => {
      const candidate = waiting.pop();
      if (candidate === undefined) return loop.stop();
      this.#save(candidate, at);
      candidate.handInElsewhere(at);
    });
    await loop.finished;
    return this.#until(
      patienceMs,
      (candidate) => candidate.isOut || (candidate.isSealed && candidate.isSettled),
    );
  }

  /** Does something to a share of the candidates. */
  async #each(
    { at, share }: { readonly at: number; readonly share: number },
    act: (candidate: Page) => void,
  ): Promise<number> {
    await this.#pause(at - this.#hall.now());
    for (const candidate of this.#candidates) if (this.#random() < share) act(candidate);
    return 0;
  }

  async #signIn(phase: Extract<Phase, { kind: 'sign-in' }>): Promise<number> {
    const { from, seconds, signInsPerS, renewalsPerS } = phase;
    const until = from + seconds * 1_000;
    const loops = [
      this.#loop(signInsPerS, from, until, (at) => this.#signIns.signIn(at)),
      this.#loop(renewalsPerS, from, until, (at) => this.#signIns.renew(at)),
    ];
    await Promise.all(loops.map(({ finished }) => finished));
    this.#hall.meters.count('ackedInTime', this.#hall.meters.counted('acked'));
    const giveUpAt = this.#hall.now() + drainPatienceMs;
    while (this.#signIns.underWay > 0 && this.#hall.now() < giveUpAt) await this.#pause(lookEveryMs);
    return this.#signIns.underWay;
  }

  async #flood({ from, seconds, active }: Extract<Phase, { kind: 'flood' }>): Promise<number> {
    const { meters } = this.#hall;
    const until = from + seconds * 1_000;
    await this.#pause(from - this.#hall.now());
    const busy = this.#turns.slice(0, active);
    let end = this.#hall.now();
    while (end < until) {
      for (const candidate of busy) if (candidate.isSettled) this.#save(candidate, this.#hall.now());
      await this.#pause(0);
      end = this.#hall.now();
    }
    meters.count('ackedInTime', meters.counted('acked'));
    return this.#until(drainPatienceMs, isSettled);
  }

  #save(candidate: Page | undefined, at: number): void {
    const { questions } = this.#hall.book;
    const question = Math.floor(this.#random() * questions.length);
    const value = Math.floor(this.#random() * (questions[question]?.values.length ?? 0));
    candidate?.answer(at, question, value, this.#random() < markedShare);
  }

  /**
   * The next candidate whose turn it is, among those who can still write or are on their way back. Of those who have not come
   * yet the turn passes unused: the load grows with the people who are there, and nobody works for the absent.
   */
  #next(): Page | undefined {
    for (let tries = 0; tries < this.#turns.length; tries += 1) {
      const candidate = this.#turns[this.#nextTurn];
      this.#nextTurn = (this.#nextTurn + 1) % this.#turns.length;
      if (candidate === undefined || this.#arrival?.isOutside(candidate)) return undefined;
      if (candidate.isWriting || candidate.isRecovering) return candidate;
    }
    return undefined;
  }

  #loop(ratePerS: number, from: number, until: number, act: (intendedAt: number) => void): RunningLoop {
    const { meters } = this.#hall;
    const onLag = (ms: number) => meters.time('lag', ms, this.#hall.now());
    if (ratePerS <= 0) return { finished: Promise.resolve(), stop: () => undefined };
    return startOpenLoop({ ratePerS, from, until, random: this.#random, clock: this.#clock, act, onLag });
  }

  /** Waits until all candidates are as wanted; returns how many are not when patience is over. */
  async #until(patienceMs: number, isDone: (candidate: Page) => boolean): Promise<number> {
    const giveUpAt = this.#hall.now() + patienceMs;
    for (;;) {
      const left = this.#count((candidate) => !isDone(candidate));
      if (left === 0 || this.#hall.now() > giveUpAt) return left;
      await this.#pause(lookEveryMs);
    }
  }

  #count(is: (candidate: Page) => boolean): number {
    let count = 0;
    for (const candidate of this.#candidates) if (is(candidate)) count += 1;
    return count;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(Math.max(0, ms), resolve));
  }

  #renewAll(): void {
    const now = this.#hall.now();
    for (const candidate of this.#candidates) candidate.renewIfDue(now);
    this.#stopRenewals = this.#clock.after(renewalEveryMs, () => this.#renewAll());
  }
}

function isSettled(candidate: Page): boolean {
  return candidate.isSettled || candidate.isOut;
}

function isBack(candidate: Page): boolean {
  if (candidate.isSealed || candidate.isOut) return true;
  if (candidate.isFighting) return candidate.isSettled;
  return candidate.isConnected && candidate.isSettled && !candidate.isRecovering;
}
