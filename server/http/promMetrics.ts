import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { Metrics } from '../app/metrics.ts';

/** What is read off when the metrics are asked for. */
export interface Readings {
  connections(): { readonly candidates: number; readonly proctors: number; readonly strangers: number };
  /** Frames that wait to be written. */
  queueDepth(): number;
}

const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const appends = new Set(['journal:append', 'post /api/attempts/{attemptId}/journal']);

/** Registers the server's metrics, with those of the process (memory, event-loop delay, …), in `registry`. */
export function createPromMetrics(registry: Registry, readings: Readings): Metrics {
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'pariksha_requests_total',
    help: 'Requests answered, by door, request and outcome (ok or the error code).',
    labelNames: ['door', 'request', 'outcome'],
    registers,
  });
  const append = new Histogram({
    name: 'pariksha_append_seconds',
    help: 'From the arrival of journal entries to their acknowledgement.',
    labelNames: ['door'],
    buckets: latencyBuckets,
    registers,
  });
  const cuts = new Counter({
    name: 'pariksha_connections_cut_total',
    help: 'Connections turned away or cut by the server, by reason.',
    labelNames: ['reason'],
    registers,
  });
  new Gauge({
    name: 'pariksha_connections',
    help: 'Live connections: of candidates, of proctors, and of those who have not signed in.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { candidates, proctors, strangers } = readings.connections();
      this.set({ kind: 'candidate' }, candidates);
      this.set({ kind: 'proctor' }, proctors);
      this.set({ kind: 'stranger' }, strangers);
    },
  });
  new Gauge({
    name: 'pariksha_write_queue_frames',
    help: 'Frames that wait to be written to the attempt log.',
    registers,
    collect() {
      this.set(readings.queueDepth());
    },
  });
  return {
    answered(door, request, outcome, ms) {
      requests.inc({ door, request, outcome });
      if (outcome === 'ok' && appends.has(request)) append.observe({ door }, ms / 1000);
    },
    cut: (reason) => cuts.inc({ reason }),
  };
}
