import type { ChildProcess } from 'node:child_process';
import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { memoryFlags } from '../memoryFlags.ts';
import { StartError } from '../startError.ts';
import type { Child } from './keeper.ts';

const program = fileURLToPath(new URL('../serve.ts', import.meta.url));

/**
 * Starts a node that shares the port of all others. The launcher takes the connections and hands them out in turn, and
 * only to a node that has taken the one before: measured against SO_REUSEPORT, connections are spread as evenly, but one
 * node that hangs is left with one of them instead of with its share of all, and none is lost when a node stops listening.
 */
export function launchNode(env: Readonly<Record<string, string>>): Child {
  cluster.setupPrimary({ exec: program, args: [], execArgv: [...memoryFlags] });
  const worker = cluster.fork(env);
  endWhatIsOnItsWay(worker.process);
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.message));
    worker.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const listening = new Promise<void>((resolve) => {
    worker.once('listening', () => resolve());
  });
  const failed = ended.then((how) => {
    throw new StartError(`A node ended before it took connections (${how}).`);
  });
  return {
    pid: worker.process.pid ?? 0,
    ready: Promise.race([listening, failed]),
    ended,
    signal: (signal) => void worker.process.kill(signal),
  };
}

/**
 * A connection that was handed to a node but not taken by it belongs to nobody once the node is killed: it would stay open, and
 * silent, for as long as the launcher lives. Node hands over one at a time, by `send`, and closes its own end when it was taken.
 */
function endWhatIsOnItsWay(node: ChildProcess): void {
  const { send } = node;
  let onItsWay: unknown;
  Object.assign(node, {
    send(...passed: readonly unknown[]): unknown {
      onItsWay = passed[1] ?? onItsWay;
      return Reflect.apply(send, node, passed);
    },
  });
  node.once('exit', () => {
    // Closing what is closed already does nothing.
    if (isHandle(onItsWay)) onItsWay.close();
  });
}

function isHandle(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
