import type { GeneratorSettings, Manner } from '../generator/messages.ts';
import type { Timing } from '../generator/meters.ts';
import type { GeneratorPool } from '../generator/pool.ts';
import type { Readings } from '../generator/readings.ts';
import type { Plan } from '../plan.ts';
import type { BenchServer } from '../server/benchServer.ts';

/** What a run has when the command line says nothing else. */
export interface ScenarioDefaults {
  readonly candidates: number;
  readonly nodes: number;
  readonly rate: number;
  readonly seconds: number;
  /**
   * No more come in a second unless `--ramp` says so. They come for half of the time, and for the other half all of them are
   * there; both grow with their number. Absent: they come as fast as they can, before anything is measured.
   */
  readonly startsPerS?: number;
  /** Whether more candidates do more in all; else the rate stays what it is. */
  readonly ratesGrow?: boolean;
  /** Proctors that watch. */
  readonly viewers?: number;
}

/** When the exam of a run is open and how long an attempt lasts. Epoch ms. */
export interface ExamTimes {
  readonly clock: 'individual' | 'common';
  readonly durationMinutes: number;
  readonly graceSeconds: number;
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
}

export interface Scenario {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Played on bare servers that keep nothing. */
  readonly onFloor?: boolean;
  readonly defaults: ScenarioDefaults;
  /** Names of the numbers that its runs alone have. */
  readonly numbers?: readonly string[];
  /** Those that only a server of the bench's own has. */
  readonly numbersOfOwnServer?: readonly string[];
  /** Candidates on a bad network; none when absent. */
  readonly slow?: GeneratorSettings['slow'];
  /** What is unusual about how candidates behave. */
  readonly manner?: Partial<Manner>;
  /** Whether the nodes reach their database through proxies that can spoil the connections. */
  readonly linked?: boolean;
  /** `readyAt`: when all candidates can have come in, epoch ms. */
  exam(plan: Plan, now: number, readyAt: number): ExamTimes;
  play(stage: Stage): Promise<Measured>;
}

/** A number for every name, and for no other. */
export type NumbersOf<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

/** What a scenario has to work with. */
export interface Stage {
  readonly plan: Plan;
  readonly exam: ExamTimes;
  readonly examId: string;
  readonly generators: GeneratorPool;
  readonly server: BenchServer;
  /** Epoch ms. */
  readonly now: () => number;
  /** Names what begins now, for the progress line. */
  readonly say: (text: string) => void;
  readonly pause: (ms: number) => Promise<void>;
  /** Waits until every attempt is sealed; when the last one was, epoch ms. `null`: there is no database to ask, or they are not. */
  readonly untilSealed: (patienceMs: number) => Promise<number | null>;
}

/** What a scenario has measured. */
export interface Measured {
  /** Which timing the report's latency is. */
  readonly timing: Timing;
  readonly seconds: number;
  readonly offeredPerS: number;
  readonly ackedPerS: number;
  readonly readings: Readings;
  /** Candidates that did not reach the end. */
  readonly unfinished: number;
  /** Whether a generator was so busy that what it measured is worth nothing. */
  readonly isSaturated: boolean;
  /** More numbers of this scenario, by name. */
  readonly extra: Readonly<Record<string, number>>;
  /** Sentences on what the numbers do not say. */
  readonly remarks?: readonly string[];
}
