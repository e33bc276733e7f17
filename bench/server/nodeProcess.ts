import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { BenchError } from '../benchError.ts';

export interface NodeProcess {
  readonly url: string;
  readonly pid: number;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
  /** Asks it to end in order, and insists after a while. */
  stop(): Promise<void>;
}

export interface NodeProcessOptions {
  readonly program: string;
  /** Folder for a CPU profile of its whole life; `null`: none. */
  readonly profileFolder?: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Where everything it prints goes. */
  readonly logFile: string;
}

const startPatienceMs = 60_000;
const stopPatienceMs = 5_000;
const lookEveryMs = 50;
const whereItListens = /is at (http:\/\/localhost:(\d+))/;

/** Starts a program that is a server and waits until it says where it listens. @throws BenchError with what it said. */
export async function startNodeProcess(options: NodeProcessOptions): Promise<NodeProcess> {
  const { program, profileFolder = null, env, logFile } = options;
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...profiling, program], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', log, log],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (signal: NodeJS.Signals) => {
    if (hasEnded(child)) return;
    child.kill(signal);
    const insist = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
    await ended;
    clearTimeout(insist);
  };
  const url = await addressIn(logFile, child).catch(async (error: unknown) => {
    await stop('SIGKILL');
    throw error;
  });
  return { url, pid: child.pid ?? 0, kill: () => stop('SIGKILL'), stop: () => stop('SIGTERM') };
}

async function addressIn(logFile: string, child: ChildProcess): Promise<string> {
  const giveUpAt = performance.now() + startPatienceMs;
  for (;;) {
    const said = readFileSync(logFile, 'utf8');
    const port = whereItListens.exec(said)?.[2];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (hasEnded(child) || performance.now() > giveUpAt) {
      throw new BenchError(`A node of the bench does not start. It says: ${said.trim() || 'nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
