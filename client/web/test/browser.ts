import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { watch } from '../../../server/test/processes/launch.ts';
import { chromiumPath } from './chromium.ts';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: flags.slice(1) });
}

/** A browser with a profile on the disk, in a process group that can be killed: what it leaves is what a power cut leaves. */
export class MortalBrowser {
  readonly #profile: string;
  readonly #process: ChildProcess;
  readonly #browser: Browser;

  private constructor(profile: string, child: ChildProcess, browser: Browser) {
    this.#profile = profile;
    this.#process = child;
    this.#browser = browser;
  }

  static newProfile(): Promise<string> {
    return mkdtemp(join(tmpdir(), 'pariksha-profile-'));
  }

  static async launch(profile: string): Promise<MortalBrowser> {
    const child = spawn(
      chromiumPath(),
      [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
      { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const [, address = ''] = await watch(child).says(/DevTools listening on (ws:\S+)/);
    return new MortalBrowser(profile, child, await chromium.connectOverCDP(address));
  }

  get context(): BrowserContext {
    const [context] = this.#browser.contexts();
    if (context === undefined) throw new Error('The browser has no window.');
    return context;
  }

  newPage(): Promise<Page> {
    return this.context.newPage();
  }

  /** At once and with everything that belongs to it. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.pid === undefined) return;
    const exit = once(this.#process, 'exit');
    process.kill(-this.#process.pid, 'SIGKILL');
    await exit;
    await this.#browser.close().catch(() => undefined);
  }

  async discard(): Promise<void> {
    await this.kill();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
