import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayLimits } from './limits.ts';

type DrainLimits = Pick<
  GatewayLimits,
  'drainSlice' | 'drainSliceMs' | 'reconnectSpreadMs' | 'reconnectsPerSecond' | 'drainPatienceMs'
>;

/** A connection of whatever namespace. */
interface Drainable {
  emit(event: 'server:draining', payload: { readonly reconnectAfterMs: number }): unknown;
}

/**
 * Tells every connection that the server is going, a slice at a time and each with its own moment to come back, so that
 * the other nodes are not run over, and then waits for what is being carried out.
 */
export async function drainSockets(
  sockets: readonly Drainable[],
  idle: () => Promise<void>,
  limits: DrainLimits,
): Promise<void> {
  const spreadMs = Math.max(limits.reconnectSpreadMs, (1_000 * sockets.length) / limits.reconnectsPerSecond);
  for (let told = 0; told < sockets.length; told += limits.drainSlice) {
    if (told > 0) await pause(limits.drainSliceMs);
    for (const socket of sockets.slice(told, told + limits.drainSlice)) {
      const reconnectAfterMs = Math.floor(Math.random() * spreadMs);
      socket.emit('server:draining', { reconnectAfterMs });
    }
  }
  const patience = new AbortController();
  await Promise.race([
    idle(),
    pause(limits.drainPatienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
