import type { Manner } from '../generator/messages.ts';
import type { ExamTimes } from '../scenarios/scenario.ts';
import type { Site } from '../server/site.ts';

/** Something that goes wrong in the middle of an exam. */
export interface Fault {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** How long it takes until the fault is over, s, roughly; of a short round, if that is another time. */
  readonly seconds: number;
  readonly shortSeconds?: number;
  /** Whether the nodes reach the database through proxies. */
  readonly linked?: boolean;
  readonly manner?: Partial<Manner>;
  /** Each candidate hands in while saving, instead of working on; this many of them. */
  readonly race?: { readonly candidates: number; readonly shortCandidates: number };
  /** The exam's times, where the usual long exam will not do. `endsAt`: when the work of the round ends, epoch ms. */
  exam?(now: number, endsAt: number): ExamTimes;
  /** Does it and undoes it. What goes wrong while it does is a failure of the bench, not of the server. */
  strike(site: Site, means: Means): Promise<void>;
}

export interface Means {
  readonly pause: (ms: number) => Promise<void>;
  /** How long the fault is to last, ms. */
  readonly lastsMs: number;
}
