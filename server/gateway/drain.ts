import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayLimits } from './limits.ts';

type DrainLimits = Pick<
  GatewayLimits,
  'drainSlice' | 'drainSliceMs' | 'drainMs' | 'reconnectSpreadMs' | 'drainPatienceMs'
>;

/** A connection, of whatever namespace, that is to go elsewhere. */
export interface Leaving {
  readonly socket: {
    emit(event: 'server:draining', payload: { readonly reconnectAfterMs: number }): unknown;
    readonly conn: { close(): void };
  };
  /** Takes nothing more from it; resolves when what it has asked is answered. */
  finish(): Promise<void>;
}

/**
 * Sends the connections of a node elsewhere, a slice at a time, so that the other nodes are not run over and nobody is
 * without a server for longer than coming back takes: whoever has not been told yet is served as ever. Resolves when
 * all are answered and gone, or those that hang have been waited for long enough, or `signal` says that it is enough.
 */
export async function drainSockets(
  leaving: readonly Leaving[],
  limits: DrainLimits,
  signal: AbortSignal,
): Promise<void> {
  const sliceOf = Math.max(
    limits.drainSlice,
    Math.ceil((leaving.length * limits.drainSliceMs) / limits.drainMs),
  );
  const gone: Promise<void>[] = [];
  for (let from = 0; from < leaving.length; from += sliceOf) {
    if (from > 0) await wait(limits.drainSliceMs, signal);
    if (signal.aborted) return;
    const slice = leaving.slice(from, from + sliceOf);
    gone.push(...slice.map((each) => sendAway(each, limits.reconnectSpreadMs)));
  }
  const patience = new AbortController();
  await Promise.race([
    Promise.all(gone),
    wait(limits.drainPatienceMs, AbortSignal.any([signal, patience.signal])),
  ]);
  patience.abort();
}

async function sendAway({ socket, finish }: Leaving, spreadMs: number): Promise<void> {
  socket.emit('server:draining', { reconnectAfterMs: Math.floor(Math.random() * spreadMs) });
  await finish();
  socket.conn.close();
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
