import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { BenchError } from '../benchError.ts';

/** A server in a process of its own, which can be ended, frozen and started again on its port. It ends with this one. */
export interface NodeProcess {
  readonly url: string;
  /** That of the last start. */
  readonly pid: number;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
  /** Asks it to end in order, and insists after a while. */
  stop(): Promise<void>;
  /** It keeps its connections and does nothing until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** Starts it once more after its end, with more flags of Node's if there are any. @throws BenchError */
  start(flags?: readonly string[]): Promise<void>;
}

export interface NodeProcessOptions {
  readonly program: string;
  /** Flags of Node's. */
  readonly flags?: readonly string[];
  /** Folder for a CPU profile of its whole life; `null`: none. */
  readonly profileFolder?: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Where everything it prints goes. */
  readonly logFile: string;
  /** Ends a start that is under way; without it nothing does. */
  readonly signal?: AbortSignal;
}

const lifeline = new URL('./lifeline.ts', import.meta.url).href;
const startPatienceMs = 60_000;
/** Longer than a node takes to send everybody elsewhere. */
const stopPatienceMs = 30_000;
const lookEveryMs = 50;
const whereItListens = /is at (http:\/\/localhost:(\d+))/;

/**
 * Starts a program that is a server and waits until it says where it listens.
 * @throws BenchError with what it said, or the signal's reason
 */
export async function startNodeProcess(options: NodeProcessOptions): Promise<NodeProcess> {
  let running = launch(options, []);
  const url = await addressOf(running, options.signal);
  return {
    url,
    get pid() {
      return running.child.pid ?? 0;
    },
    kill: () => end(running, 'SIGKILL'),
    stop: () => end(running, 'SIGTERM'),
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
    async start(flags = []) {
      running = launch(options, flags);
      await addressOf(running, options.signal);
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  readonly logFile: string;
  /** Where in the file this start's words begin. */
  readonly logFrom: number;
}

function launch(
  { program, flags: usual = [], profileFolder = null, env, logFile }: NodeProcessOptions,
  flags: readonly string[],
): Launched {
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const log = openSync(logFile, 'a');
  const logFrom = fstatSync(log).size;
  const nodeFlags = [...usual, ...flags, ...profiling, '--import', lifeline];
  const child = spawn(process.execPath, [...nodeFlags, program], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { child, ended, logFile, logFrom };
}

async function end({ child, ended }: Launched, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await ended;
  clearTimeout(insist);
}

async function addressOf(launched: Launched, signal?: AbortSignal): Promise<string> {
  const { child, logFile, logFrom } = launched;
  const giveUpAt = performance.now() + startPatienceMs;
  for (;;) {
    const said = readFileSync(logFile).subarray(logFrom).toString('utf8');
    const port = whereItListens.exec(said)?.[2];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
    if (signal?.aborted) {
      await end(launched, 'SIGKILL');
      throw signal.reason;
    }
    const isTooLate = performance.now() > giveUpAt;
    if (hasEnded(child) || isTooLate) {
      await end(launched, 'SIGKILL');
      const what = isTooLate ? `has not started within ${startPatienceMs / 1_000} s` : 'does not start';
      throw new BenchError(`A node of the bench ${what}. It says: ${said.trim() || 'nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
