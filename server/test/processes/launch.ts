import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** A program that runs until it is told to stop. */
export interface Launched {
  readonly pid: number;
  /** Everything it has printed so far. */
  printed(): string;
  /** The first match in what it prints. Rejects with all it said when it ends without having printed it. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** How it ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const running = new Set<ChildProcess>();

/** Ends what a test that failed has left running. Call it after each test. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts `server/main/NAME.ts` with nothing in its environment but the path and this. */
export function launch(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Launched {
  const program = fileURLToPath(new URL(`../../main/${name}.ts`, import.meta.url));
  // A process group of its own, as a terminal makes one.
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return watch(child);
}

/** Hears what a program says whose output is piped. */
export function watch(child: ChildProcess): Launched {
  running.add(child);
  let text = '';
  const listeners = new Set<() => void>();
  const hear = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      hear();
    });
  }
  let isOver = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      running.delete(child);
      hear();
      resolve(signal ?? code ?? 0);
    });
  });
  return {
    pid: child.pid ?? 0,
    printed: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found === null && !isOver) return;
          listeners.delete(look);
          if (found !== null) resolve(found);
          else reject(new Error(`It ended without having said ${pattern}. It said: ${text}`));
        };
        listeners.add(look);
        look();
      }),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** Whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
