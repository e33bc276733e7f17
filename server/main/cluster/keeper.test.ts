import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Child, Keeper } from './keeper.ts';

/** A process that does what the test says. */
class HandChild implements Child {
  readonly pid: number;
  readonly signals: string[] = [];
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<string>();
  readonly ready = this.#ready.promise;
  readonly ended = this.#ended.promise;

  constructor(pid: number) {
    this.pid = pid;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.signals.push(signal);
  }

  comesUp(): void {
    this.#ready.resolve();
  }

  ends(how: string): void {
    this.#ready.reject(new Error(how));
    this.#ended.resolve(how);
  }
}

interface Pause {
  readonly ms: number;
  over(): void;
}

describe('the keeper of a process', () => {
  let children: HandChild[];
  let said: string[];
  let pauses: Pause[];
  let now: number;
  let keeper: Keeper;

  beforeEach(() => {
    children = [];
    said = [];
    pauses = [];
    now = 0;
    keeper = new Keeper({
      name: 'Node 1',
      launch() {
        const child = new HandChild(children.length + 1);
        children.push(child);
        return child;
      },
      say: (line) => said.push(line),
      wait(ms, signal) {
        const { promise, resolve } = Promise.withResolvers<void>();
        pauses.push({ ms, over: resolve });
        signal.addEventListener('abort', () => resolve());
        return promise;
      },
      elapsed: () => now,
    });
  });

  async function started(): Promise<HandChild> {
    const starting = keeper.start();
    children[0]?.comesUp();
    await starting;
    return children[0]!;
  }

  /** The process that runs last ends by itself, and the pause after it is over. */
  async function dies(how: string): Promise<number> {
    children.at(-1)?.ends(how);
    await turn();
    const pause = pauses.pop();
    pause?.over();
    await turn();
    return pause?.ms ?? 0;
  }

  it('[OPS-35] starts a process again that has ended, and says how and when', async () => {
    await started();
    expect(await dies('SIGKILL')).toBe(500);
    children[1]?.comesUp();
    await turn();
    expect(said).toEqual([
      'Node 1 (process 1) has ended (SIGKILL); it is started again in 0.5 s.',
      'Node 1 is back (process 2).',
    ]);
    expect(keeper.pid).toBe(2);
  });

  it('[OPS-35] waits longer each time while it keeps ending, and half a minute at most', async () => {
    await started();
    const delays: number[] = [];
    for (let life = 0; life < 9; life += 1) delays.push(await dies('exit code 1'));
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('[OPS-35] begins anew with the short wait after a sound life', async () => {
    await started();
    await dies('exit code 1');
    expect(await dies('exit code 1')).toBe(1_000);
    children.at(-1)?.comesUp();
    await turn();
    now += 60_001;
    expect(await dies('exit code 1')).toBe(500);
  });

  it('[OPS-35] keeps nothing that did not even come up the first time', async () => {
    const starting = keeper.start();
    children[0]?.ends('exit code 1');
    await expect(starting).rejects.toThrow('exit code 1');
    await keeper.stop();
    expect(children).toHaveLength(1);
  });

  it('[OPS-33] replaces a process only when the new one works', async () => {
    const old = await started();
    const replacing = keeper.replace();
    await turn();
    expect(old.signals).toEqual([]);
    children[1]?.comesUp();
    await turn();
    expect(old.signals).toEqual(['SIGTERM']);
    old.ends('exit code 0');
    await replacing;
    expect(said).toEqual(['Node 1 was restarted (process 2).']);
    // From now on the new one is kept.
    expect(await dies('SIGSEGV')).toBe(500);
    expect(children).toHaveLength(3);
  });

  it('[OPS-33] keeps the old one when the new one does not come up', async () => {
    const old = await started();
    const replacing = keeper.replace();
    children[1]?.ends('exit code 1');
    await replacing;
    expect(old.signals).toEqual([]);
    expect(keeper.pid).toBe(1);
    expect(said).toEqual(['Node 1 stays as it is: a new one did not come up.']);
  });

  it('[OPS-33] does not start a second one when the old one died while it was replaced', async () => {
    const old = await started();
    const replacing = keeper.replace();
    old.ends('SIGKILL');
    await turn();
    children[1]?.comesUp();
    await replacing;
    pauses.pop()?.over();
    await turn();
    expect(children).toHaveLength(2);
    expect(keeper.pid).toBe(2);
  });

  it('[OPS-36] stops what runs and what was about to, and insists after a while', async () => {
    const old = await started();
    const replacing = keeper.replace();
    const stopping = keeper.stop();
    expect(children.map(({ signals }) => signals)).toEqual([['SIGTERM'], ['SIGTERM']]);
    children[1]?.ends('SIGTERM');
    await replacing;
    expect(pauses.map(({ ms }) => ms)).toEqual([45_000, 45_000]);
    pauses[0]?.over();
    await turn();
    expect(old.signals).toEqual(['SIGTERM', 'SIGKILL']);
    old.ends('SIGKILL');
    await stopping;
    expect(said).toEqual([]);
    expect(children).toHaveLength(2);
  });

  it('[OPS-36] stops while it waits to start again', async () => {
    const child = await started();
    child.ends('SIGKILL');
    await turn();
    await keeper.stop();
    expect(children).toHaveLength(1);
  });
});
