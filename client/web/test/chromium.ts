import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const named = process.env['CHROMIUM'];

const advice = 'apt-get install -y chromium, or name a browser of its kind in CHROMIUM.';

/** @throws with what is to be done, when there is no browser. */
export function chromiumPath(): string {
  const path = named ?? places.find(existsSync);
  if (path === undefined) throw new Error(`Chromium is missing: ${advice}`);
  return path;
}

/** Before all tests that need a browser: finds one that runs, or installs Debian's where this process may. */
export default function setup(): void {
  const isThere = named !== undefined || places.some(existsSync);
  if (!isThere && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installFromDebian();
  const path = chromiumPath();
  const { status, error, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (status === 0) return;
  const complaint = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${path} is no Chromium that runs here (${complaint}): ${advice}`);
}

function installFromDebian(): void {
  process.stdout.write('Chromium is missing; installing it …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`Chromium is missing: ${advice}`);
  }
}
