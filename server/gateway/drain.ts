import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayLimits } from './limits.ts';
import type { CandidateSocket } from './types.ts';

type DrainLimits = Pick<
  GatewayLimits,
  'drainSlice' | 'drainSliceMs' | 'reconnectSpreadMs' | 'drainPatienceMs'
>;

/**
 * Tells every connection that the server is going, a slice at a time and each with its own moment to come back, and
 * then waits for what is being carried out.
 */
export async function drainSockets(
  sockets: readonly CandidateSocket[],
  idle: () => Promise<void>,
  limits: DrainLimits,
): Promise<void> {
  for (let told = 0; told < sockets.length; told += limits.drainSlice) {
    if (told > 0) await pause(limits.drainSliceMs);
    for (const socket of sockets.slice(told, told + limits.drainSlice)) {
      const reconnectAfterMs = Math.floor(Math.random() * limits.reconnectSpreadMs);
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
