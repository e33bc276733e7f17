import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startDoors } from '../test/doors/startDoors.ts';

const script = fileURLToPath(new URL('../test/doors/drainAndExit.ts', import.meta.url));

describe('a closed gateway', () => {
  it('[WIRE-20] leaves nothing that keeps a process alive', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 7_000 });
    expect(JSON.parse(stdout)).toEqual({ candidates: 0, proctors: 0, strangers: 0, attending: [] });
  }, 8_000);

  it('[WIRE-20] leaves no listener, and may be closed again', async () => {
    const { gateway, httpServer } = await startDoors();
    await gateway.close();
    await gateway.close();
    await gateway.drain();
    expect(httpServer.listening).toBe(false);
    // Node's own.
    expect(httpServer.listenerCount('connection')).toBe(1);
  });
});
