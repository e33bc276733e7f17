import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** What tests start besides Node and PostgreSQL: the program, and Debian's package that has it. */
const programs = [
  { program: 'redis-server', package: 'redis-server' },
  { program: 'nginx', package: 'nginx-light' },
] as const;

/** Before all tests that need one of them: finds it, or installs Debian's where this process may. */
export default function setup(): void {
  const missing = programs.filter(({ program }) => !isThere(program));
  if (missing.length > 0 && process.getuid?.() === 0 && isThere('apt-get')) {
    installFromDebian(missing.map((each) => each.package));
  }
  for (const { program } of missing) requireProgram(program);
}

/** @throws with what is to be done, when there is no such program. */
export function requireProgram(program: (typeof programs)[number]['program']): void {
  if (!isThere(program)) throw new Error(adviceFor(program));
}

function adviceFor(program: string): string {
  const found = programs.find((each) => each.program === program);
  return `${program} is missing: apt-get install -y ${found?.package}, or put one on the PATH.`;
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function installFromDebian(packages: readonly string[]): void {
  process.stdout.write(`Installing ${packages.join(', ')} …\n`);
  // In runlevel 1 Debian starts no service of what it installs: tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
