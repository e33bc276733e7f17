import { readFileSync } from 'node:fs';

/** What processes have used so far. */
export interface Usage {
  /** Resident memory, MiB. */
  readonly rssMb: number;
  /** CPU time, s; of PostgreSQL with all its sessions, those that have ended included. */
  readonly cpuS: number;
}

const ticksPerS = 100;
const kibPerMib = 1024;
const nothing: Usage = { rssMb: 0, cpuS: 0 };

/** The usage of processes that may end: the CPU time of one that is gone stays what it was at the last look. */
export class SharedUsage {
  readonly #cpuS = new Map<number, number>();

  /** Of these together with all before them. `null` where there is no /proc. */
  of(pids: readonly number[]): Usage | null {
    if (process.platform !== 'linux') return null;
    let rssMb = 0;
    for (const pid of pids) {
      const own = usageOfOne(pid);
      rssMb += own.rssMb;
      this.#cpuS.set(pid, Math.max(own.cpuS, this.#cpuS.get(pid) ?? 0));
    }
    return { rssMb, cpuS: this.#cpuS.values().reduce((total, cpuS) => total + cpuS, 0) };
  }
}

/** The usage of a process and of all its children, gone ones included. Memory that they share counts once, roughly. */
export function usageOfFamily(pid: number): Usage | null {
  if (process.platform !== 'linux') return null;
  const own = usageOfOne(pid);
  const children = childrenOf(pid).map(usageOfOne);
  const gone = cpuOf(pid, [15, 16]);
  return { rssMb: own.rssMb, cpuS: own.cpuS + gone + children.reduce(sum, nothing).cpuS };
}

/** A process and its children. */
export function familyOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid)];
}

function sum(a: Usage, b: Usage): Usage {
  return { rssMb: a.rssMb + b.rssMb, cpuS: a.cpuS + b.cpuS };
}

function usageOfOne(pid: number): Usage {
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  return { rssMb: kib / kibPerMib, cpuS: cpuOf(pid, [13, 14]) };
}

/** Fields of /proc/PID/stat, counted from 0 (proc(5)): 13 utime, 14 stime, 15 cutime, 16 cstime. */
function cpuOf(pid: number, fields: readonly number[]): number {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the program stands in brackets and may hold anything.
  const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((total, field) => total + Number(rest[field - 2] ?? 0), 0) / ticksPerS;
}

function childrenOf(pid: number): readonly number[] {
  return read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
