import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const advice = 'Chromium is missing: apt-get install -y chromium, or name a browser of its kind in CHROMIUM.';

/** @throws with what is to be done, when there is no browser. */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM'] ?? places.find(existsSync);
  if (path === undefined) throw new Error(advice);
  return path;
}

/** Before all tests that need a browser: finds one, or installs Debian's where this process may. */
export default function setup(): void {
  const isThere = process.env['CHROMIUM'] !== undefined || places.some(existsSync);
  if (!isThere && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installFromDebian();
  chromiumPath();
}

function installFromDebian(): void {
  process.stdout.write('Chromium is missing; installing it …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(advice);
  }
}
