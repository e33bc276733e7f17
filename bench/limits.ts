import { BenchError } from './benchError.ts';
import { generatorsFor } from './generators.ts';
import type { Plan } from './plan.ts';

/** What one machine can start or play at all; a slip of the finger asks for more. */
const most = { candidates: 200_000, nodes: 64, seconds: 43_200, rate: 1_000_000 } as const;

/** Open files of a process that are not candidates' sockets. */
const sparedFiles = 500;

/** @throws BenchError */
export function checkSize(plan: Plan): void {
  const bounds = [
    ['--candidates', plan.candidates, most.candidates],
    ['--nodes', plan.nodes, most.nodes],
    ['--seconds', plan.seconds, most.seconds],
    ['--ramp', plan.ramp ?? 0, most.seconds],
    ['--rate', plan.rate, most.rate],
    ['--viewers', plan.viewers ?? 0, most.candidates],
  ] as const;
  for (const [flag, value, bound] of bounds) {
    if (value > bound)
      throw new BenchError(`${flag} ${value} is too much for one machine: at most ${bound}.`);
  }
}

/**
 * Whether every process of the run may open the sockets that it will hold. What only the limit can mend is told first: more
 * nodes help the nodes alone.
 * @throws BenchError
 */
export function checkFiles({ candidates, nodes, viewers = 0, target }: Plan, fileLimit: number): void {
  const room = Math.max(1, fileLimit - sparedFiles);
  const generators = generatorsFor(candidates);
  const each = Math.ceil(candidates / generators);
  const have = `which may have ${fileLimit} files open (ulimit -Hn)`;
  const raise = (sockets: number) => `Raise that limit to ${sockets + sparedFiles} or more`;
  if (each > room) {
    throw new BenchError(
      `${candidates} candidates in ${generators} generator processes need ${each} sockets in each of them, ${have}. ` +
        `${raise(each)}, or say --candidates ${room * generators}.`,
    );
  }
  if (viewers > room) {
    throw new BenchError(
      `${viewers} viewers need as many sockets in one process, ${have}. ${raise(viewers)}, or say --viewers ${room}.`,
    );
  }
  const ofNode = Math.ceil((candidates + viewers) / nodes);
  if (target === null && ofNode > room) {
    throw new BenchError(
      `${candidates} candidates on ${nodes} nodes need ${ofNode} sockets in one process, ${have}. ` +
        `Say --nodes ${Math.ceil((candidates + viewers) / room)}, or raise that limit to ${ofNode + sparedFiles} or more.`,
    );
  }
}
