import { z } from 'zod';
import { Histogram } from '../histogram.ts';

const deltaForm = z.object({
  rows: z
    .array(z.object({ n: z.number(), live: z.object({ since: z.number().nullable() }).nullable() }))
    .default([]),
  saved: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).default([]),
});

/** What one delta is about: moments of saves and of changes of connections, epoch ms. */
export interface Moments {
  readonly saves: readonly number[];
  readonly connections: readonly number[];
}

/**
 * Reads deltas of one room. Many viewers get the same ones: each is taken apart once, when the first of them has it. The
 * moments are the server's own stamps, taken when a save arrived and when a connection began or ended: on one machine its
 * clock and ours are the same.
 */
export class DeltaReader {
  #version = 0;
  #moments: Moments = { saves: [], connections: [] };
  readonly #since = new Map<number, number | null>();

  /** `text`: the JSON of the delta. */
  momentsOf(version: number, text: string): Moments {
    if (version <= this.#version) return this.#moments;
    this.#version = version;
    const { rows, saved } = deltaForm.parse(JSON.parse(text));
    const connections: number[] = [];
    for (const { n, live } of rows) {
      const since = live?.since ?? null;
      if (since !== null && this.#since.get(n) !== since) connections.push(since);
      this.#since.set(n, since);
    }
    this.#moments = { saves: saved.map(([, , , lastSaveAt]) => lastSaveAt), connections };
    return this.#moments;
  }
}

/** Each viewer looks at every so-manieth moment, and begins elsewhere: together they look at all of them. */
const oneIn = 20;

/** How old news is when viewers get it. What happened before `since`, epoch ms, is no news. */
export class Freshness {
  readonly saves = new Histogram();
  readonly connections = new Histogram();
  readonly #since: number;
  #turn = 0;

  constructor(since: number) {
    this.#since = since;
  }

  record({ saves, connections }: Moments, now: number): void {
    this.#turn = (this.#turn + 1) % oneIn;
    for (let at = this.#turn; at < saves.length; at += oneIn) {
      const moment = saves[at] ?? 0;
      if (moment >= this.#since) this.saves.record(now - moment);
    }
    for (const moment of connections) if (moment >= this.#since) this.connections.record(now - moment);
  }
}
