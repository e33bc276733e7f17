import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveCounts, LiveState } from '../app/ports/live.ts';

/** Registers how it stands with the other nodes in `registry`. */
export function registerLiveMetrics(registry: Registry, live: Pick<LiveState, 'isStale' | 'counts'>): void {
  const registers = [registry];
  new Gauge({
    name: 'pariksha_live_stale',
    help: '1 while this node does not hear the others, else 0.',
    registers,
    collect() {
      this.set(live.isStale() ? 1 : 0);
    },
  });
  const count = (name: string, help: string, read: (counts: LiveCounts) => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read(live.counts()));
      },
    });
  };
  count(
    'pariksha_live_outages_total',
    'Times that this node ceased to hear the others.',
    ({ outages }) => outages,
  );
  count(
    'pariksha_live_rejected_total',
    'Messages in Redis that no node of this installation had just sent, dropped.',
    ({ rejected }) => rejected,
  );
  count(
    'pariksha_live_lost_total',
    'Messages and questions of this node that did not get through.',
    ({ lost }) => lost,
  );
}
