import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { freePort } from '../main/freePort.ts';
import { requireProgram } from './programs.ts';

/** A Redis of the test's own, which it may stop, freeze and start without disturbing others. It keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  /** A connection for the test itself; it is closed with the server. */
  connect(): Redis;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** Keeps its connections and answers nobody. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws with what is to be done, when there is no redis-server. */
export async function startRedis(): Promise<TestRedis> {
  requireProgram('redis-server');
  const port = await freePort();
  let server = await launch(port);
  const clients: Redis[] = [];
  const kill = async (): Promise<void> => {
    const ended = once(server, 'exit');
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    connect() {
      // What it subscribes again by itself it leaves unhandled when that fails.
      const options = { protocol: 2, retryStrategy: () => 20, autoResubscribe: false } as const;
      const client = new Redis(port, '127.0.0.1', options);
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    },
    kill,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async restart() {
      await kill();
      server = await launch(port);
    },
    async stop() {
      for (const client of clients) client.disconnect();
      await kill();
    },
  };
}

async function launch(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const killWithUs = () => void server.kill('SIGKILL');
  process.once('exit', killWithUs);
  server.once('exit', () => process.off('exit', killWithUs));
  const said: string[] = [];
  for await (const line of createInterface(server.stdout)) {
    said.push(line);
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume();
      return server;
    }
  }
  throw new Error(`redis-server did not start:\n${said.join('\n')}`);
}
