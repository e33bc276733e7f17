import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { expect, it } from 'vitest';
import { SharedUsage } from './usage.ts';

it('[BEN-18] the CPU time of a server that has ended stays in the report', async () => {
  const usage = new SharedUsage();
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => undefined, 1e6)']);
  const gone = once(child, 'close');
  await once(child.stdout, 'data');
  const both = [process.pid, child.pid!];
  const before = usage.of(both)!.cpuS;
  child.kill('SIGKILL');
  await gone;
  expect(usage.of(both)!.cpuS).toBeGreaterThanOrEqual(before);
  expect(usage.of([process.pid])!.cpuS).toBeGreaterThanOrEqual(before);
});
