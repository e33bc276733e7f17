import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { surroundings } from '../generator/surroundings.ts';
import { now } from '../now.ts';
import { takeOrders } from '../takeOrders.ts';
import { DeltaReader, Freshness } from './freshness.ts';
import type { ViewerOrder, ViewerReport, ViewerSettings } from './messages.ts';
import { Viewer } from './viewer.ts';

/** The viewers' process: takes orders from the bench that started it and ends with it. */

const readBufferBytes = 1024 * 1024;

const report = (message: ViewerReport) => void process.send?.(message);

class Gallery {
  #viewers: readonly Viewer[] = [];
  #freshness = new Freshness(now());
  #deltas = 0;
  #bytes = 0;
  #gaps = 0;
  #lost = 0;
  #since = now();
  #loop = performance.eventLoopUtilization();
  readonly #readers = new Map<string, DeltaReader>();

  /** Resolves when every viewer has everybody of its room. */
  open(examId: string, settings: readonly ViewerSettings[]): Promise<{ ms: number; pages: number }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ ms: number; pages: number }>();
    const begunAt = now();
    let opened = 0;
    let allPages = 0;
    const shared = surroundings(readBufferBytes);
    this.#viewers = settings.map((each) => {
      const reader = this.#readerOf(each);
      return new Viewer(shared, each, examId, {
        onOpened: (pages) => {
          opened += 1;
          allPages += pages;
          if (opened === settings.length) resolve({ ms: now() - begunAt, pages: allPages });
        },
        onDelta: (version, text, isNext) => {
          const at = now();
          this.#deltas += 1;
          this.#bytes += text.length;
          if (!isNext) this.#gaps += 1;
          this.#freshness.record(reader.momentsOf(version, text), at);
        },
        onLost: (reason) => {
          this.#lost += 1;
          reject(new Error(`A viewer lost its room: ${reason}`));
        },
      });
    });
    return promise;
  }

  measure(): void {
    this.#since = now();
    this.#freshness = new Freshness(this.#since);
    this.#deltas = 0;
    this.#bytes = 0;
    this.#gaps = 0;
    this.#lost = 0;
    this.#loop = performance.eventLoopUtilization();
  }

  finish(): Extract<ViewerReport, { kind: 'finished' }> {
    const { saves, connections } = this.#freshness;
    const { utilization } = performance.eventLoopUtilization(this.#loop);
    const seen = {
      lastedMs: now() - this.#since,
      saves: saves.toData(),
      connections: connections.toData(),
      ...{ deltas: this.#deltas, bytes: this.#bytes, gaps: this.#gaps, lost: this.#lost, busy: utilization },
    };
    for (const viewer of this.#viewers) viewer.close();
    return { kind: 'finished', seen };
  }

  /** Viewers of one room at one node are told the same. */
  #readerOf({ endpoint, scope }: ViewerSettings): DeltaReader {
    const key = JSON.stringify([endpoint, scope]);
    const known = this.#readers.get(key) ?? new DeltaReader();
    this.#readers.set(key, known);
    return known;
  }
}

const gallery = new Gallery();

async function obey(order: ViewerOrder): Promise<void> {
  switch (order.kind) {
    case 'open':
      return report({ kind: 'opened', ...(await gallery.open(order.examId, order.viewers)) });
    case 'measure':
      gallery.measure();
      return report({ kind: 'measuring' });
    case 'finish':
      return report(gallery.finish());
  }
}

takeOrders(obey);
