import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelHttp, password } from '../test/modelHttp.ts';
import { ModelServer } from '../test/modelServer.ts';

const script = fileURLToPath(new URL('sit.ts', import.meta.url));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command itself, against a model server on a real port. */
describe('[CLI-25] npm run sit', { timeout: 30_000 }, () => {
  let folder: string;
  let server: ModelServer;
  let port: { readonly url: string; close(): Promise<void> };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pariksha-sit-'));
    server = new ModelServer({ now: Date.now, questions: 6, sections: 2, durationMs: 600_000 });
    port = await new ModelHttp(server, Date.now).listen();
  });

  afterEach(async () => {
    await port.close();
    await rm(folder, { recursive: true });
  });

  const sit = (...more: readonly string[]) =>
    new Promise<Run>((resolve) => {
      const args = [script, '--url', port.url, '--user', 'teacher01', '--no-websocket', '--pace', '0'];
      const journal = ['--journal', join(folder, 'journal')];
      execFile(process.execPath, [...args, ...journal, ...more], (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });

  it('[CLI-25] sits the only open exam through all its sections and ends with 0 when it is sealed', async () => {
    const receipt = join(folder, 'receipt.json');
    const run = await sit('--password', password, '--random', '5', '--receipt', receipt);
    expect(run, run.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(server.seals).toHaveLength(1);
    expect([...server.answers.values()].filter(({ value }) => value !== null)).toHaveLength(6);
    expect(run.stdout).toContain('entering section s2');
    expect(run.stdout).toContain(`entries sent ${server.log.length}, acknowledged ${server.log.length}`);
    expect(JSON.parse(await readFile(receipt, 'utf8'))).toEqual({
      receipt: 'receipt-1',
      jwks: { keys: [{ kty: 'OKP', kid: 'k1' }] },
    });
  });

  it('[CLI-25] gives the answers of a file, leaves out the others, and counts what is one', async () => {
    const answers = join(folder, 'answers.json');
    await writeFile(answers, JSON.stringify({ q2: 'two', q3: '', q5: null }));
    const run = await sit('--password', password, '--exam', 'exam-1', '--answers', answers);
    expect(run.code).toBe(0);
    const values = Object.fromEntries([...server.answers].map(([id, { value }]) => [id, value]));
    expect(values).toEqual({ q1: null, q2: 'two', q3: '', q4: null, q5: null, q6: null });
    expect(run.stdout).toContain('questions 6, answered 1,');
  });

  it('[CLI-25] ends with 1 and a sentence when it cannot sit', async () => {
    expect(await sit('--password', 'wrong')).toMatchObject({
      code: 1,
      stderr: 'User name or password is wrong. Check both and try again.\n',
    });
    expect(server.pens).toHaveLength(0);
  });

  it.each([
    [
      ['--url', 'nonsense'],
      '--url takes an address such as http://localhost:8080, and "nonsense" is none.\n',
    ],
    [
      ['--url', 'localhost:80'],
      '--url takes an address such as http://localhost:8080, and "localhost:80" is none.\n',
    ],
    [['--pace', 'slow'], '--random and --pace are numbers.\n'],
    [['--sideways'], expect.stringMatching(/^Unknown option '--sideways'.*\n$/)],
  ])('[CLI-25] ends with 2 and a sentence when it is called wrongly: %j', async (wrong, stderr) => {
    expect(await sit('--password', password, ...wrong)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('[CLI-25] ends with 2 and its usage when nobody is named', async () => {
    expect(await sit()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run sit -- --url URL'),
    });
  });
});
