import { useEffect, useState } from 'react';
import { type KeptOn, probeStorage } from '../../../session/index.ts';
import type { DeviceFacts } from './deviceChecks.ts';

const pings = 3;
const pingTimeoutMs = 5_000;

/** Asks the device and the server; again with each new `round`. `serverNow` is `null` until the server has told. */
export function useDeviceFacts(serverNow: (() => number) | null, round: number): DeviceFacts {
  const [keptOn, setKeptOn] = useState<KeptOn | null>(null);
  const [roundTrips, setRoundTrips] = useState<DeviceFacts['roundTrips']>(null);
  const [screenWidth, setScreenWidth] = useState(innerWidth);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is the reason to ask again
  useEffect(() => {
    let isGone = false;
    void probeStorage().then((found) => isGone || setKeptOn(found));
    void measure().then((found) => isGone || setRoundTrips(found));
    return () => {
      isGone = true;
    };
  }, [round]);
  useEffect(() => {
    const resized = () => setScreenWidth(innerWidth);
    addEventListener('resize', resized);
    return () => removeEventListener('resize', resized);
  }, []);
  return {
    isModern: 'WebSocket' in window && 'locks' in navigator && 'DecompressionStream' in window,
    clockOffsetMs: serverNow === null ? null : Date.now() - serverNow(),
    roundTrips,
    keptOn,
    screenWidth,
  };
}

async function measure(): Promise<readonly (number | null)[]> {
  const found: (number | null)[] = [];
  for (let n = 0; n < pings; n += 1) found.push(await ping());
  return found;
}

/** One round trip to the server, ms; `null` when nothing came back. */
async function ping(): Promise<number | null> {
  const sentAt = performance.now();
  try {
    await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(pingTimeoutMs) });
    return performance.now() - sentAt;
  } catch {
    return null;
  }
}
