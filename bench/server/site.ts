import type { FaultProxy } from '../chaos/faultProxy.ts';
import type { LentRedis } from '../lender.ts';
import type { NodeProcess } from './nodeProcess.ts';

/** Everything of a server of the bench's own that a fault can be done to. */
export interface Site {
  readonly nodes: readonly NodeProcess[];
  /** By node: its way to the database. Empty when they go there straight. */
  readonly links: readonly FaultProxy[];
  readonly database: AttackedDatabase;
  /** `null` when the nodes share none. */
  readonly redis: AttackedRedis | null;
}

export type AttackedRedis = Omit<LentRedis, 'url' | 'stop'>;

export interface AttackedDatabase {
  /** Straight to it. */
  readonly url: string;
  /** `pg_ctl stop -m immediate`; it is started again by the product's own means. Resolves when it answers. */
  crash(): Promise<void>;
  /** It keeps its connections and does nothing until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** Ends the sessions that write the logs. Returns how many. */
  terminateWriters(): Promise<number>;
}
