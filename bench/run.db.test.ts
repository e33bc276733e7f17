import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { noFault, Player } from './test/player.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});
afterAll(() => player.end());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const play = (...argv: readonly string[]) => player.play(...argv);

const benchProgram = fileURLToPath(new URL('../server/main/bench.ts', import.meta.url));

function saying(stream: Readable, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let all = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    all += more;
    if (all.includes(text)) resolve();
  });
  stream.once('end', () => reject(new Error(all)));
  return promise;
}

/** Of two nodes, of Redis and of PostgreSQL. */
async function portsIn(runFolder: string): Promise<readonly number[]> {
  const found = async (path: string, port: RegExp) => {
    const text = await readFile(join(runFolder, path), 'utf8');
    return Number(port.exec(text)![1]);
  };
  return [
    await found('node-0/log', /localhost:(\d+)/),
    await found('node-1/log', /localhost:(\d+)/),
    await found('redis/redis.conf', /^port (\d+)$/m),
    await found('database/postgres/postmaster.pid', /^(?:.*\n){3}(\d+)$/m),
  ];
}

/** Resolves when a connection to this port has come to its end. */
async function connectionClosed(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'close');
}

describe('a run on nodes of its own', () => {
  it('[BEN-3, BEN-4, BEN-13, BEN-18, BEN-28] starts them, plays the day, checks every answer and leaves nothing', async () => {
    const html = join(player.folder, 'report.html');
    const flags = '--candidates 60 --nodes 2 --seconds 3 --ramp 1 --rate 60'.split(' ');
    const { code, report } = await play('morning-slot', ...flags, '--report', html);
    expect(player.said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report!.refusedByCode).toEqual({});
    expect(report).toMatchObject({ ...noFault, verified: true, violations: [], unfinished: 0 });
    expect(report!.attempts).toBe(60);
    expect(report!.ackedPerS).toBeGreaterThan(0);
    expect(report!.extra['started']).toBe(60);
    const fullHouseS = 3 - 1;
    expect(report!.seconds).toBeCloseTo(report!.extra['allInAfterS']! + fullHouseS, 2);
    expect(await readFile(html, 'utf8')).toContain('Every acknowledged answer is in the log');
    expect(await player.leftovers()).toEqual([]);
  });

  it('[BEN-40, BEN-13] lets proctors watch, and says how old what they see is', async () => {
    const flags = '--candidates 40 --viewers 6 --nodes 2 --seconds 4 --rate 40'.split(' ');
    const { code, report } = await play('proctor-fanout', ...flags);
    expect(code).toBe(0);
    expect(report!.refusedByCode).toEqual({});
    expect(report).toMatchObject({ ...noFault, unfinished: 0 });
    expect(report!.extra).toMatchObject({ viewers: 6, gaps: 0, lostRooms: 0 });
    expect(report!.extra['freshP99Ms']).toBeGreaterThan(0);
    expect(await player.leftovers()).toEqual([]);
  });

  it('[BEN-8, BEN-13] drains a deadline that is the same for all', async () => {
    const { code, report } = await play(
      'deadline-surge',
      ...'--candidates 30 --nodes 1 --seconds 2 --rate 30'.split(' '),
    );
    expect(player.said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report).toMatchObject({ ...noFault, verified: true });
    expect(report!.extra).toHaveProperty('allSealedSecondsAfterDeadline');
  });

  it('[BEN-5, BEN-13] loses nothing when a node is killed', async () => {
    const flags = '--candidates 40 --nodes 2 --seconds 3 --rate 40'.split(' ');
    const { code, report } = await play('reconnect-storm', ...flags);
    expect(player.said.err).not.toContain('Error');
    expect(code).toBe(0);
    expect(report).toMatchObject({ ...noFault, verified: true, unfinished: 0 });
    expect(report!.extra['lostConnections']).toBe(20);
  });

  it('[BEN-16] has exit code 1 when a requirement is not met', async () => {
    const flags = '--candidates 10 --nodes 1 --seconds 1 --rate 10'.split(' ');
    const { code, report } = await play('autosave', ...flags, '--require', 'attempts>=11');
    expect(report).toMatchObject(noFault);
    expect(code).toBe(1);
  });

  it('[BEN-12] without a folder to keep its files in says so', async () => {
    vi.stubEnv('TMPDIR', join(player.folder, 'none'));
    expect((await play('autosave', '--candidates', '10')).code).toBe(2);
    expect(player.said.err).toContain(
      'There is no folder for the run; set TMPDIR to one that can be written to: ENOENT',
    );
    expect(player.said.err).not.toMatch(/^ +at /m);
  });

  it('[BEN-23] that is killed takes everything along that it has started', { timeout: 180_000 }, async () => {
    const own = await mkdtemp(join(tmpdir(), 'bench-killed-'));
    // PostgreSQL's account has to get through it.
    await chmod(own, 0o711);
    const argv = 'autosave --candidates 10 --nodes 2 --seconds 600 --rate 10 --no-floor'.split(' ');
    const killed = spawn(process.execPath, [benchProgram, ...argv], {
      env: { ...process.env, TMPDIR: own },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // Generators and the keeper of PostgreSQL write to it too: it is closed when the last of them has ended.
    const closed = once(killed, 'close');
    await saying(killed.stderr, 'saving 10 answers');
    const runFolder = join(own, (await readdir(own))[0]!);
    const ports = await portsIn(runFolder);
    const gone = ports.map(connectionClosed);
    killed.kill('SIGKILL');
    await Promise.all([closed, ...gone]);
    for (const port of ports)
      await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
    expect(await readdir(runFolder)).not.toContain('database');
    await rm(own, { recursive: true });
  });

  it('[BEN-29] that is interrupted while its nodes start does not wait for them', async () => {
    const interrupting = {
      prepareNodes: async () => undefined,
      // No node ever says that it is there.
      nodeProgram: fileURLToPath(new URL('./test/silentServer.ts', import.meta.url)),
      async startRedis(redisFolder: string) {
        const redis = await player.lender.startRedis(redisFolder);
        setImmediate(() => process.emit('SIGINT'));
        return redis;
      },
    };
    const { code } = await player.playWith(interrupting, 'autosave', '--candidates', '10', '--nodes', '2');
    expect(code).toBe(130);
    expect(player.said.err).toMatch(/Interrupted\. Everything that was started is stopped\.\n$/);
    expect(await player.leftovers()).toEqual([]);
  });

  it('[BEN-13] that is interrupted stops everything', async () => {
    const running = play(
      'autosave',
      '--candidates',
      '10',
      '--nodes',
      '1',
      '--seconds',
      '600',
      '--rate',
      '10',
    );
    await vi.waitUntil(() => player.said.err.includes('saving 10 answers'), { timeout: 50_000 });
    process.emit('SIGINT');
    expect((await running).code).toBe(130);
    expect(await player.leftovers()).toEqual([]);
  });
});
