import type { RoomScope } from '../../server/protocol/proctor.ts';
import type { Endpoint } from '../generator/connection.ts';
import type { HistogramData } from '../histogram.ts';
import type { Failed } from '../takeOrders.ts';

/** What the bench tells the viewers' process, and what that reports. */
export type ViewerOrder =
  | { readonly kind: 'open'; readonly examId: string; readonly viewers: readonly ViewerSettings[] }
  /** Everything is counted anew from here. */
  | { readonly kind: 'measure' }
  | { readonly kind: 'finish' };

export interface ViewerSettings {
  readonly endpoint: Endpoint;
  readonly token: string;
  readonly scope: RoomScope;
}

export type ViewerReport =
  /** Every viewer has its room, with everybody in it. `ms`: how long that took the slowest. */
  | { readonly kind: 'opened'; readonly ms: number; readonly pages: number }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'finished'; readonly seen: Seen }
  | Failed;

/** What all viewers together have seen since the measuring began. */
export interface Seen {
  readonly lastedMs: number;
  /** From the server's receiving a save to a viewer's being told of it. */
  readonly saves: HistogramData;
  /** From a connection's beginning or end to a viewer's being told of it. */
  readonly connections: HistogramData;
  readonly deltas: number;
  readonly bytes: number;
  /** Deltas that did not follow the one before. */
  readonly gaps: number;
  /** Rooms that were lost: dropped by the server, or with the connection. */
  readonly lost: number;
  /** Of the process's time, the share in which it was at work. */
  readonly busy: number;
}
