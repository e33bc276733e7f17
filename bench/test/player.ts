import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { vi } from 'vitest';
import { benchLender } from '../../server/main/benchLender.ts';
import { createTestDatabase, type TestDatabase } from '../../server/test/database.ts';
import { bench } from '../cli.ts';
import type { Lender } from '../lender.ts';
import type { Report } from '../report/report.ts';

export interface Played {
  readonly code: number;
  readonly report: Report | null;
}

export const noFault = { ackedButLost: 0, wrongValue: 0, sealedTwice: 0, acceptedLate: 0, chainBroken: 0 };

/** Plays the bench's command line in this process, and hears what it says. */
export class Player {
  readonly masterKey = Buffer.alloc(32, 5);
  readonly database: TestDatabase;
  /** An empty folder. */
  readonly folder: string;
  /** The product's, but with a database of this test run. */
  readonly lender: Lender;
  /** Of the last run. */
  readonly said = { out: '', err: '' };

  private constructor(database: TestDatabase, folder: string) {
    this.database = database;
    this.folder = folder;
    const { masterKey } = this;
    this.lender = {
      ...benchLender,
      startDatabase: async () => ({
        url: database.url,
        masterKey,
        pid: process.pid,
        stop: async () => undefined,
      }),
    };
  }

  static async begin(): Promise<Player> {
    return new Player(await createTestDatabase(), await mkdtemp(join(tmpdir(), 'bench-test-')));
  }

  async end(): Promise<void> {
    await this.database.drop();
    await rm(this.folder, { recursive: true });
  }

  play(...argv: readonly string[]): Promise<Played> {
    return this.playWith({}, ...argv);
  }

  /** Some of what is lent is another thing. */
  async playWith(other: Partial<Lender>, ...argv: readonly string[]): Promise<Played> {
    const { said } = this;
    said.out = '';
    said.err = '';
    const hear = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
      said[stream] += String(text);
      return true;
    };
    const spies = [
      vi.spyOn(process.stdout, 'write').mockImplementation(hear('out')),
      vi.spyOn(process.stderr, 'write').mockImplementation(hear('err')),
    ];
    const json = join(this.folder, 'report.json');
    await rm(json, { force: true });
    const code = await bench([...argv, '--no-floor', '--json', json], { ...this.lender, ...other });
    for (const spy of spies) spy.mockRestore();
    const text = await readFile(json, 'utf8').catch(() => 'null');
    return { code, report: JSON.parse(text) };
  }

  /** Folders of runs in this process. */
  async leftovers(): Promise<readonly string[]> {
    return (await readdir(tmpdir())).filter((name) => name.startsWith(`pariksha-bench-${process.pid}-`));
  }
}
