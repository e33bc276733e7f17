import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctPaperKey } from '../app/correctPaperKey.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import { JobBoard } from '../ledger/jobBoard.ts';
import { PostgresPaperKeys } from '../ledger/paperKeys.ts';
import { createReceiptSigner, jwksOf } from '../ledger/receiptSigner.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { publishExam, rulesAt } from './exams.ts';
import { FakeClock } from './fakeClock.ts';
import { startNode, type TestNode } from './node.ts';
import { numerical, paper, section, single } from './paperBuilders.ts';

const header =
  'type,subject,chapter,difficulty,question,option_a,option_b,option_c,option_d,option_e,correct,marks,negative_marks,solution';
const main = fileURLToPath(new URL('../main/', import.meta.url));

describe('the tools', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'pariksha-tools-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  /** Runs a tool to its end: its exit code and all it printed. */
  function run(tool: string, ...args: string[]): Promise<{ code: number; printed: string }> {
    return runWith({}, tool, ...args);
  }

  function runWith(
    more: Readonly<Record<string, string>>,
    tool: string,
    ...args: string[]
  ): Promise<{ code: number; printed: string }> {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      PARIKSHA_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      PARIKSHA_DATA: folder,
      ...more,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(main, `${tool}.ts`), ...args], { env }, (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, printed: stdout + stderr });
      });
    });
  }

  async function file(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  it('[CON-22] import and publish end with 0 when they did it and 1 when they refused', async () => {
    const sound = await file('sound.csv', `${header}\nmcq,S,C,easy,One?,1,2,,,,A,1,0,\n`);
    expect(await run('import', sound, '--bank', 'b')).toEqual({
      code: 0,
      printed: 'Bank b: imported 1, changed 0, already there 0.\n',
    });
    expect(await run('import', sound, '--bank', 'b')).toMatchObject({
      printed: 'Bank b: imported 0, changed 0, already there 1.\n',
    });
    const bad = await file('bad.csv', `${header}\nmcq,S,C,easy,One?,1,2,,,,Q,x,0,\n`);
    const refused = await run('import', bad, '--bank', 'b');
    expect(refused.code).toBe(1);
    expect(refused.printed).toContain('row 2, column correct: "Q" is not the letter of an option');
    expect(refused.printed).toContain('nothing was imported: 2 problems.');

    const exam = { title: 'T', bank: 'b', durationMinutes: 1, window: 'open', languages: ['en'] };
    const sections = [{ id: 's', title: 'S', select: {} }];
    const published = await run('publish', await file('exam.json', JSON.stringify({ ...exam, sections })));
    expect(published.code).toBe(0);
    expect(published.printed).toMatch(
      /^Published: T\nexam {7}[0-9a-f-]{36}\npaper {6}[0-9a-f]{64} \(1 questions\)\n/,
    );
    expect(published.printed).not.toContain('WARNING');
    expect(await run('publish', await file('empty.json', '{}'))).toMatchObject({ code: 1 });
  });

  it('[CON-25] publish warns of a window that is over', async () => {
    const sound = await file('over.csv', `${header}\nmcq,S,C,easy,One?,1,2,,,,A,1,0,\n`);
    expect(await run('import', sound, '--bank', 'over')).toMatchObject({ code: 0 });
    const exam = { title: 'Over', bank: 'over', durationMinutes: 1, languages: ['en'] };
    const window = { opensAt: '2020-01-01T09:00:00+05:30', closesAt: '2020-01-01T12:00:00+05:30' };
    const sections = [{ id: 's', title: 'S', select: {} }];
    const path = await file('over.json', JSON.stringify({ ...exam, window, sections }));
    const warning = 'WARNING    its window ended on 1 Jan 2020, 12:00:00 IST: nobody can sit it any more.\n';
    for (const _time of ['published', 'published already']) {
      expect(await run('publish', path)).toEqual({ code: 0, printed: expect.stringContaining(warning) });
    }
  });

  describe('correcting the key of a published exam', () => {
    const clock = new FakeClock();
    let node: TestNode;

    beforeAll(async () => {
      node = startNode(database.url, clock);
      await node.prisma.user.createMany({
        data: ['author', 'proctor'].map((role) => ({
          username: `the-${role}`,
          displayName: role,
          passwordHash: '-',
          role,
        })),
      });
    });

    afterAll(() => node.stop());

    /** An exam that somebody has handed in with `B` for q1, whose key says `A`. */
    async function handedIn(title: string) {
      const sections = [section('s1', [single('q1'), numerical('q2')])];
      const content = paper({ title: { en: title }, rules: rulesAt(clock.now()), sections });
      const exam = await publishExam(node.prisma, { content });
      const [who] = exam.candidates;
      const opened = await node.useCases.openAttempt(who!, { examId: exam.examId, deviceId: 'd' });
      if (!opened.ok) throw new Error(opened.error.code);
      const about = { attemptId: opened.value.attemptId, epoch: 1 };
      const entry = { kind: 'answer' as const, questionId: 'q1', value: 'B', marked: false, at: clock.now() };
      await node.useCases.appendEntries(who!, { ...about, from: 1, entries: [entry] }, clock.now());
      const sealed = await node.useCases.sealAttempt(
        who!,
        { ...about, through: 1, deadlineVersion: 1 },
        clock.now(),
      );
      if (!sealed.ok) throw new Error(sealed.error.code);
      return { ...exam, attemptId: about.attemptId };
    }

    it('[SCO-46, SCO-48, SCO-49] writes a version beside those before, by which hand-ins are scored again', async () => {
      const { examId, paperHash, attemptId } = await handedIn('Corrected');
      expect(await run('score', attemptId)).toMatchObject({
        printed: expect.stringMatching(/by version 1 of the key\ntotal {6}-1 of 8\n/),
      });
      const corrections = await file(
        'corrections.json',
        JSON.stringify({ q1: { acceptAlso: [{ option: 'B' }] }, q2: { action: 'drop' } }),
      );
      const asked = [examId, corrections, '--by', 'The-Author', '--reason', 'Two options are right.'];
      expect(await run('correctKey', ...asked)).toEqual({
        code: 0,
        printed: [
          'Version 2 of the key:',
          'q1                   {"option":"A"} → {"option":"A"} or {"option":"B"}',
          'q2                   {"exact":"42"} → drop',
          'Scores that exist stay as they are. To score what was handed in by this version:',
          `  npm run score -- --exam ${examId}`,
          '',
        ].join('\n'),
      });
      const author = await node.prisma.user.findUniqueOrThrow({ where: { username: 'the-author' } });
      expect(await node.prisma.auditEvent.findMany({ where: { subject: paperHash } })).toEqual([
        expect.objectContaining({
          actor: author.id,
          action: 'correct-key',
          detail: { version: 2, reason: 'Two options are right.', questionIds: ['q1', 'q2'] },
        }),
      ]);

      expect(await run('score', '--exam', examId)).toMatchObject({
        code: 0,
        printed: expect.stringMatching(/^1 hand-in waits to be scored/),
      });
      expect(await new JobBoard(node.prisma).scoreAgain(examId)).toBe(0);
      const [job] = await node.prisma.job.findMany({ where: { key: { contains: ':key:2' } } });
      expect(job).toMatchObject({ kind: 'score', state: 'ready', payload: { attemptId } });
      expect(await run('score', attemptId)).toMatchObject({
        printed: expect.stringMatching(/by version 2 of the key\ntotal {6}4 of 4\n/),
      });
      const scores = await node.prisma.score.findMany({
        where: { attemptId },
        orderBy: { keyVersion: 'asc' },
      });
      expect(scores.map(({ keyVersion, total }) => [keyVersion, total])).toEqual([
        [1, '-1'],
        [2, '4'],
      ]);
    });

    it('[SCO-47] refuses with every reason, and writes nothing', async () => {
      const { examId, paperHash } = await handedIn('Refused');
      const wrong = await file(
        'wrong.json',
        JSON.stringify({
          q1: { key: { option: 'Z' } },
          q2: { key: { option: 'A' } },
          q9: { action: 'drop' },
        }),
      );
      const same = await file('same.json', JSON.stringify({ q1: { key: { option: 'A' } } }));
      const [refused, withoutReason] = await Promise.all([
        run('correctKey', examId, wrong, '--by', 'nobody', '--reason', 'r'),
        run('correctKey', examId, same, '--by', 'the-author'),
      ]);
      expect(refused.code).toBe(1);
      expect(refused.printed.split('\n')).toEqual([
        'q2.key: has a field "option", which means nothing here: remove it',
        'q2.key.exact: is missing: it must be a string',
        'q9: is not a question of this paper',
        'user nobody: has no account',
        'The key was not corrected.',
        '',
      ]);
      expect(withoutReason).toMatchObject({
        code: 2,
        printed: expect.stringMatching(/^--reason is needed\./),
      });

      const world = { keys: new PostgresPaperKeys(node.prisma), office: new PostgresExamOffice(node.prisma) };
      const reasonAgainst = async (correction: object, by = 'the-author', exam = examId) => {
        const bytes = Buffer.from(JSON.stringify(correction));
        const result = await correctPaperKey({ examId: exam, bytes, by, reason: 'r' }, world);
        return (
          result.outcome === 'refused' && result.problems.map((each) => `${each.where}: ${each.message}`)
        );
      };
      const unknown = '01a201c0-528a-71e1-b8cc-3a5bd1ad215f';
      const drop = { q1: { action: 'drop' } };
      expect(await reasonAgainst(drop, 'the-author', unknown)).toEqual([
        `exam ${unknown}: is not a published exam here`,
      ]);
      expect(await reasonAgainst({ q1: { key: { option: 'A' } } })).toEqual([
        'the file: says nothing else than version 1',
      ]);
      expect(await reasonAgainst({ q1: { acceptAlso: [{ option: 'A' }] } })).toEqual([
        'q1.acceptAlso: names the key itself: name another right answer',
      ]);
      expect(await reasonAgainst(drop, 'the-proctor')).toEqual([
        'user the-proctor: is a proctor: only authors and administrators correct keys',
      ]);
      const impossible = { q1: { key: { option: 'Z' } }, q2: { acceptAlso: [{ exact: 'x' }] } };
      expect(await reasonAgainst(impossible)).toEqual([
        expect.stringMatching(/^q1\.key\.option: names an option that the question does not have/),
        expect.stringMatching(/^q2\.acceptAlso\[0\]\.exact: must be a decimal number/),
      ]);
      expect(await node.prisma.paperKey.count({ where: { paperHash } })).toBe(1);
      expect(await node.prisma.auditEvent.count({ where: { subject: paperHash } })).toBe(0);
    });

    it('[SCO-48] of two corrections at the same moment one is refused', async () => {
      const { examId, paperHash } = await handedIn('Raced');
      const author = await node.prisma.user.findUniqueOrThrow({ where: { username: 'the-author' } });
      const keys = new PostgresPaperKeys(node.prisma);
      const newest = await keys.newest(examId);
      const body = JSON.stringify(newest?.key);
      const next = { paperHash, version: 2, body, by: author.id, reason: 'r', questionIds: ['q1'] };
      const added = await Promise.all([keys.add(next), keys.add(next), keys.add(next)]);
      expect(added.sort()).toEqual([false, false, true]);
      expect(await node.prisma.auditEvent.count({ where: { subject: paperHash } })).toBe(1);
    });
  });

  it('[CON-22] every tool ends with 2 and its usage when it is called wrongly', async () => {
    const wrong = [
      ['import'],
      ['import', 'questions.csv'],
      ['import', 'questions.txt', '--bank', 'b'],
      ['import', 'questions.csv', '--bank', 'b', '--language', 'English'],
      ['publish', '--sideways', 'x.json'],
      ['score'],
      ['score', 'a', '--exam', 'b'],
      ['correctKey', 'a', 'b.json', '--reason', 'r'],
      ['audit', 'a', 'b'],
      ['verify-receipt'],
    ] as const;
    const results = await Promise.all(
      wrong.map(([tool, ...args]) => run(tool === 'verify-receipt' ? 'verifyReceipt' : tool, ...args)),
    );
    for (const { code, printed } of results) {
      expect(code).toBe(2);
      expect(printed).toContain('Usage: npm run ');
    }
  });

  it('[CON-22] a question about how to call a tool is answered, and a slip found, without a database', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nowhere' };
    for (const tool of ['command', 'correctKey', 'import', 'publish', 'score', 'audit', 'jobs']) {
      const { code, printed } = await runWith(env, tool, '--help');
      expect([tool, code, printed]).toEqual([tool, 0, expect.stringMatching(/^Usage: npm run /)]);
    }
    expect(await runWith(env, 'command', 'extend', '--all')).toMatchObject({ code: 2 });
  });

  it('[CON-22] a file or an attempt that is not there gives one sentence and 1', async () => {
    const id = '01a201c0-528a-71e1-b8cc-3a5bd1ad215f';
    const absent = join(folder, 'absent.csv');
    expect(await run('import', absent, '--bank', 'b')).toEqual({
      code: 1,
      printed: expect.stringMatching(/^The file .* cannot be read \(ENOENT.*\)\.\n$/),
    });
    expect(await run('score', id)).toEqual({ code: 1, printed: `There is no attempt ${id}.\n` });
    expect(await run('audit', id)).toEqual({ code: 1, printed: `There is no attempt ${id}.\n` });
    expect(await run('verifyReceipt', await file('text.txt', 'hello'))).toMatchObject({ code: 1 });
  });

  it('[RCP-12] verify-receipt ends with 3 when the key came with the receipt, with 0 when the key is trusted', async () => {
    const keys = [{ kid: 'k1', privateKey: generateKeyPairSync('ed25519').privateKey }];
    const payload = {
      iss: 'https://exam.test',
      attemptId: 'attempt',
      examId: 'exam',
      candidateId: 'candidate',
      paper: 'p'.repeat(64),
      sealSeq: 7,
      head: 'h'.repeat(64),
      epoch: 2,
      through: 31,
      answered: 12,
      digest: 'd'.repeat(64),
      reason: 'submitted',
      sealedAt: 1_800_000_000_000,
    };
    const receipt = createReceiptSigner(() => keys).sign(JSON.stringify(payload), 'k1');
    const jwks = jwksOf(keys);
    const stranger = await file('receipt.json', JSON.stringify({ receipt, jwks }));
    expect(await run('verifyReceipt', stranger)).toEqual({
      code: 3,
      printed: expect.stringMatching(/^UNCHANGED, but ORIGIN NOT PROVEN: /),
    });
    const known = await file('office.json', JSON.stringify(jwks));
    expect(await run('verifyReceipt', stranger, '--jwks', known)).toEqual({
      code: 0,
      printed: expect.stringMatching(/^VALID: /),
    });
  });
});
