import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const lifeline = new URL('./lifeline.ts', import.meta.url).href;
const server = fileURLToPath(new URL('../floor/floorServer.ts', import.meta.url));

it('[BEN-23] a server ends when whoever started it is gone', async () => {
  const child = spawn(process.execPath, ['--import', lifeline, server], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toContain('is at http://localhost:');
  child.stdin.end();
  expect(await ended).toEqual([1, null]);
});
