import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { canonicalJson } from '../app/content/canonicalJson.ts';
import type { examFile } from '../app/content/examFile.ts';
import { withoutFormulas } from '../app/content/formulas/paperFormulas.ts';
import { importQuestions } from '../app/importQuestions.ts';
import { type PublishResult, publishExam } from '../app/publishExam.ts';
import type { PaperContent } from '../domain/content.ts';
import type { PaperKey } from '../domain/key.ts';
import { checkPaper } from '../domain/paperCheck.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { sha256 } from '../main/core.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { pune } from './exams.ts';
import { FakeClock } from './fakeClock.ts';
import { startNode, type TestNode } from './node.ts';

const now = Date.now();
const columns =
  'type,subject,chapter,difficulty,question,option_a,option_b,option_c,option_d,option_e,correct,marks,negative_marks,solution';

/** 80 questions; the right option of question i is the letter number i modulo 5. */
const csv = (count = 80, more = ''): Buffer =>
  Buffer.from(
    [
      columns,
      ...Array.from({ length: count }, (_, i) => {
        const letter = 'ABCDE'.charAt(i % 5);
        const difficulty = i % 4 === 0 ? 'hard' : 'easy';
        return `mcq,Maths,Chapter ${i % 3},${difficulty},"What is ${i}?\nSay it.",a,b,c,d,None of these,${letter},4,1,Because ${letter}`;
      }),
      more,
    ].join('\n'),
  );

type ExamDraft = z.input<typeof examFile>;

const exam = (more: Partial<ExamDraft> = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      title: 'Sixty questions',
      bank: 'maths',
      durationMinutes: 60,
      window: 'open',
      languages: ['en'],
      sections: [{ id: 'all', title: 'All', select: { count: 60 } }],
      ...more,
    } satisfies ExamDraft),
  );

describe('content in', () => {
  let database: TestDatabase;
  let node: TestNode;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, new FakeClock());
    await node.prisma.user.createMany({
      data: ['asha', 'ganesh', 'meena'].map((username) => person(username)),
    });
  });

  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  const person = (username: string, more: object = {}) => ({
    username,
    displayName: username,
    passwordHash: '-',
    role: 'candidate',
    districtId: pune,
    ...more,
  });
  const banks = () => new PostgresQuestionBanks(node.prisma);
  const load = (bytes: Uint8Array, bank: string | null, format: 'csv' | 'json' = 'csv') =>
    importQuestions({ bytes, format, bank, language: 'en' }, { banks: banks(), digest: sha256 });
  const publish = (bytes: Uint8Array, again = false, at = now) =>
    publishExam(
      { bytes, again, now: at },
      { banks: banks(), office: new PostgresExamOffice(node.prisma), digest: sha256 },
    );
  const problemsOf = (result: PublishResult) =>
    result.outcome === 'refused' ? result.problems.map(({ where, message }) => `${where}: ${message}`) : [];
  const rows = async () => ({
    exams: await node.prisma.exam.count(),
    papers: await node.prisma.paperContent.count(),
    keys: await node.prisma.paperKey.count(),
    enrolments: await node.prisma.enrolment.count(),
  });
  const builtIn = (name: string) => readFile(new URL(`../../prisma/content/${name}`, import.meta.url));

  it('[CON-1, CON-9] imports a file once, however often it is imported', async () => {
    expect(await load(csv(), 'once')).toMatchObject({ added: 80, changed: 0, unchanged: 0, pinned: 80 });
    expect(await load(csv(), 'once')).toMatchObject({ added: 0, changed: 0, unchanged: 80 });
    expect(await node.prisma.questionVersion.count({ where: { question: { bank: { name: 'once' } } } })).toBe(
      80,
    );
    expect(await load(csv(81), 'once')).toMatchObject({ added: 1, changed: 0, unchanged: 80 });
    expect(await load(csv(), 'another')).toMatchObject({ added: 80 });
  });

  it('[CON-9] makes new versions of what has changed, and keeps the earlier ones', async () => {
    await load(csv(5), 'versions');
    const mended = Buffer.from(csv(5).toString().replace('None of these,B,4,1', 'None of these,C,4,1'));
    expect(await load(mended, 'versions')).toMatchObject({ added: 0, changed: 1, unchanged: 4 });
    const versions = await node.prisma.questionVersion.findMany({
      where: { question: { bank: { name: 'versions' } } },
      orderBy: [{ questionId: 'asc' }, { version: 'asc' }],
    });
    expect(versions.map(({ version }) => version).sort()).toEqual([1, 1, 1, 1, 1, 2]);
    const bank = await banks().find('versions');
    const keys = [...(bank?.questions.values() ?? [])].map(({ key }) => key);
    expect(keys.filter((key) => 'option' in key && key.option === 'c')).toHaveLength(2);
  });

  it('[CON-9] a changed passage brings its questions along', async () => {
    const file = JSON.parse(String(await builtIn('demo-questions.json')));
    await load(Buffer.from(JSON.stringify(file)), 'passages', 'json');
    file.groups[0].text.en += ' The end.';
    expect(await load(Buffer.from(JSON.stringify(file)), 'passages', 'json')).toMatchObject({
      added: 0,
      changed: 4,
      unchanged: 45,
    });
    const [question] = await node.prisma.questionVersion.findMany({
      where: { version: 2, question: { slug: 'demo-033', bank: { name: 'passages' } } },
      include: { group: true },
    });
    expect(question?.group?.version).toBe(2);
  });

  it('[CON-1] two imports of one file at the same time make no question twice', async () => {
    const results = await Promise.all([load(csv(), 'racing'), load(csv(), 'racing'), load(csv(), 'racing')]);
    const added = results.map((result) => (result.outcome === 'imported' ? result.added : -1));
    expect(added.sort()).toEqual([0, 0, 80]);
  });

  it('[CON-1] a file with one bad cell leaves nothing, not even the bank', async () => {
    const result = await load(csv(80, 'mcq,Maths,C,easy,Bad?,a,b,,,,Z,4,1,'), 'refused');
    expect(result).toMatchObject({
      outcome: 'refused',
      problems: [{ where: 'row 82 (line 162 of the file), column correct' }],
    });
    expect(await node.prisma.bank.findUnique({ where: { name: 'refused' } })).toBeNull();
    expect(await load(csv(), ' ')).toMatchObject({ outcome: 'refused', problems: [{ where: 'the bank' }] });
    const unreadable = Buffer.from('{"bank": "named", "questions": [{}]}');
    expect(await load(unreadable, null, 'json')).toMatchObject({
      outcome: 'refused',
      problems: [{ where: 'questions[0].type' }],
    });
  });

  it('[CON-14, CON-16, CON-17] publishes sixty questions of a bank, content and key apart', async () => {
    await load(csv(), 'maths');
    const result = await publish(exam());
    if (result.outcome !== 'published') throw new Error(problemsOf(result).join('\n'));
    expect(result).toMatchObject({ questions: 60, enrolled: 3 });

    const stored = await node.prisma.paperContent.findUniqueOrThrow({ where: { hash: result.hash } });
    expect(hash('sha256', stored.body, 'hex')).toBe(result.hash);
    expect(stored.body).not.toMatch(/Because|solution|"key"|"correct":"[a-e]"/);
    const paper: PaperContent = JSON.parse(stored.body);
    const keyRow = await node.prisma.paperKey.findFirstOrThrow({ where: { paperHash: result.hash } });
    const key: PaperKey = JSON.parse(keyRow.body);
    expect(keyRow.version).toBe(1);
    expect(checkPaper(paper, key)).toEqual([]);
    expect(paper.sections[0]?.marking.default).toEqual({ rule: 'all-or-nothing', correct: '4', wrong: '-1' });
    for (const question of paper.sections[0]?.questions ?? []) {
      const number = Number(/\d+/.exec(question.text['en'] ?? '')?.[0]);
      expect(key.keys[question.id]).toEqual({ type: 'single', option: 'abcde'.charAt(number % 5) });
      expect(key.solutions[question.id]).toEqual({ en: `Because ${'ABCDE'.charAt(number % 5)}` });
    }
    expect(await node.core.desk.catalogue.exam(result.examId)).toMatchObject({ paperHash: result.hash });
    expect(await node.core.desk.catalogue.paper(result.hash)).toEqual(paper);
  });

  it('[CON-19] the same file finds its exam again, also later, and adds only candidates', async () => {
    await load(csv(), 'maths');
    const file = exam({ title: 'Again' });
    const first = await publish(file);
    const second = await publish(file, false, now + 3_600_000);
    expect(second).toMatchObject({ outcome: 'unchanged', enrolled: 0, keyDiffers: false });
    if (first.outcome === 'refused' || second.outcome === 'refused') throw new Error('refused');
    expect(second.examId).toBe(first.examId);
    expect(second.hash).toBe(first.hash);
    await node.prisma.user.create({ data: person('newcomer') });
    expect(await publish(file)).toMatchObject({ outcome: 'unchanged', examId: first.examId, enrolled: 1 });
    await node.prisma.user.update({ where: { username: 'newcomer' }, data: { disabledAt: new Date() } });

    const changed = exam({ title: 'Again', durationMinutes: 61 });
    expect(problemsOf(await publish(changed))).toEqual([
      expect.stringMatching(`^title: is that of exam ${first.examId}, which is published with other content`),
    ]);
    const anew = await publish(changed, true);
    expect(anew).toMatchObject({ outcome: 'published' });
    expect(anew.outcome !== 'refused' && anew.examId !== first.examId).toBe(true);
  });

  it('[CON-19] says when the right answers in the bank have changed since', async () => {
    await load(csv(5), 'keys');
    const window = { opensAt: '2026-12-01T09:00:00+05:30', closesAt: '2026-12-01T12:00:00+05:30' };
    const sections = [{ id: 'all', title: 'All', select: {} }];
    const file = exam({ title: 'Keys', bank: 'keys', sections, window });
    expect(await publish(file)).toMatchObject({ outcome: 'published' });
    await load(Buffer.from(csv(5).toString().replace('None of these,B,4,1', 'None of these,C,4,1')), 'keys');
    expect(await publish(file)).toMatchObject({ outcome: 'unchanged', keyDiffers: true });
    expect(problemsOf(await publish(file, true))).toEqual([
      expect.stringMatching(/^the key: of this very paper/),
    ]);
  });

  it('[CON-20] gives every candidate a roll number, and extra time where the file says so', async () => {
    await load(csv(), 'maths');
    const candidates = ['Asha', { username: 'ganesh', extraMinutesPerHour: 20 }];
    const result = await publish(exam({ title: 'Two', candidates }));
    if (result.outcome !== 'published') throw new Error(problemsOf(result).join('\n'));
    const enrolled = await node.prisma.enrolment.findMany({
      where: { examId: result.examId },
      select: { rollNumber: true, extraPerHourMs: true, candidate: { select: { username: true } } },
      orderBy: { rollNumber: 'asc' },
    });
    expect(enrolled).toEqual([
      { rollNumber: '100001', extraPerHourMs: 0, candidate: { username: 'asha' } },
      { rollNumber: '100002', extraPerHourMs: 1_200_000, candidate: { username: 'ganesh' } },
    ]);
    await publish(exam({ title: 'Two', candidates: ['meena'] }));
    const roll = await node.prisma.enrolment.findFirst({
      where: { examId: result.examId, candidate: { username: 'meena' } },
    });
    expect(roll?.rollNumber).toBe('100003');
  });

  it('[CON-18, CON-20] refuses with every reason and writes nothing', async () => {
    await load(csv(), 'maths');
    await node.prisma.user.createMany({
      data: [
        person('boss', { role: 'proctor' }),
        person('gone', { disabledAt: new Date() }),
        person('nowhere', { districtId: null }),
      ],
    });
    const before = await rows();
    const candidates = ['asha', 'boss', 'gone', 'nobody', 'nowhere'];
    const wrongWindow = { opensAt: '2026-12-01T09:00:00+05:30', closesAt: '2026-12-01T08:00:00+05:30' };
    const refusedForm = await publish(exam({ title: 'Form', languages: [], sections: [] }));
    expect(problemsOf(refusedForm)).toHaveLength(2);
    expect(problemsOf(await publish(exam({ title: 'Wrong', candidates, window: wrongWindow })))).toEqual(
      [
        'candidate boss: is a proctor, who cannot sit an exam',
        'candidate gone: has a disabled account: enable it, or leave the candidate out',
        'candidate nobody: has no account: create it first',
        'candidate nowhere: belongs to no centre and no district: set one of them',
        'window.closesAt: must be after opensAt',
        'window.lastEntryAt: must not be before opensAt',
      ].sort(),
    );
    expect(problemsOf(await publish(exam({ title: 'Bank', bank: 'missing', candidates: ['asha'] })))).toEqual(
      ['bank missing: does not exist: import its questions first'],
    );
    const tamil = {
      languages: ['en', 'ta'],
      candidates: ['asha'],
      sections: [{ id: 'a', title: 'A', select: { count: 1 } }],
    };
    expect(problemsOf(await publish(exam({ title: 'Tamil', ...tamil })))).toHaveLength(6);
    expect(await rows()).toEqual(before);
    await node.prisma.user.deleteMany({ where: { username: { in: ['boss', 'gone', 'nowhere'] } } });
  });

  it('[CON-12, CON-18, CON-20] names what the file names, and a question by its id', async () => {
    await load(csv(), 'maths');
    const refusalsOf = async (more: Partial<ExamDraft>) =>
      problemsOf(await publish(exam({ title: 'Refused', candidates: ['asha'], ...more })));
    const all = { id: 'all', title: 'All', select: { count: 1 } };
    expect(await refusalsOf({ sections: [{ ...all, marks: { correct: 'x', wrong: 1 } }] })).toEqual([
      'sections[0].marks.correct: are not marks: write them as 4, -2/3 or 0.25',
      'sections[0].marks.wrong: would reward a wrong answer: write 0 or a negative number',
    ]);
    expect(await refusalsOf({ navigation: 'locked', sections: [all] })).toEqual([
      expect.stringMatching(/^durationMinutes: is 3600000 ms, but the times of the sections/),
      expect.stringMatching(/^sections\[0\]\.durationMinutes: is missing/),
    ]);
    const [first] = await refusalsOf({ title: { en: 'A', hi: 'A' }, languages: ['hi'], sections: [all] });
    expect(first).toMatch(/^question q-[0-9a-f]{16}, options\[0\]\.text\.hi: is missing/);
    const twice = ['asha', { username: 'Asha', extraMinutesPerHour: 20 }];
    expect(await refusalsOf({ candidates: twice })).toEqual([
      'candidate asha: is named more than once, with different extra time: keep one of them',
    ]);
  });

  it('[CON-11, CON-26] refuses a formula that cannot be drawn, at its row', async () => {
    const file = csv(2).toString().replace('What is 1?', 'Is $\\frac{1$ it?');
    const result = await load(Buffer.from(file), 'broken');
    const [problem, ...others] = result.outcome === 'refused' ? result.problems : [];
    expect(others).toEqual([]);
    expect(problem?.where).toMatch(/^row 3 .*column question$/);
    expect(problem?.message).toMatch(/^holds the formula \$\\frac\{1\$, which cannot be drawn \(/);
  });

  it('[CON-27] freezes the drawings with the paper, and finds the exam again that was published without', async () => {
    await load(await builtIn('demo-questions.json'), null, 'json');
    const file = exam({
      title: 'Drawn',
      bank: 'demo',
      candidates: ['asha'],
      sections: [
        { id: 'a', title: 'A', select: { ids: ['demo-016'] }, marks: { correct: '4', wrong: '-1' } },
      ],
    });
    const published = await publish(file);
    if (published.outcome !== 'published') throw new Error(problemsOf(published).join());
    const row = await node.prisma.paperContent.findUniqueOrThrow({ where: { hash: published.hash } });
    const paper: PaperContent = JSON.parse(row.body);
    expect(Object.keys(paper.sections[0]?.questions[0]?.formulas?.drawn ?? {}).length).toBeGreaterThan(3);
    const body = canonicalJson(withoutFormulas(paper));
    const older = sha256(body);
    await node.prisma.paperContent.create({ data: { hash: older, body } });
    const { body: key } = await node.prisma.paperKey.findFirstOrThrow({
      where: { paperHash: published.hash },
    });
    await node.prisma.paperKey.create({ data: { paperHash: older, version: 1, body: key } });
    await node.prisma.exam.update({ where: { id: published.examId }, data: { paperHash: older } });
    expect(await publish(file)).toMatchObject({
      outcome: 'unchanged',
      examId: published.examId,
      hash: older,
      keyDiffers: false,
    });
  });

  it('[CON-21] the built-in exam is published from the built-in bank', async () => {
    await load(await builtIn('demo-questions.json'), null, 'json');
    const result = await publish(await builtIn('demo-exam.json'));
    expect(result).toMatchObject({ outcome: 'published', questions: 49 });
  });
});
