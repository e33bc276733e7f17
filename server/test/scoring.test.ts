import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditAttempt } from '../app/auditAttempt.ts';
import type { Claims } from '../app/ports.ts';
import { scoreAttempt } from '../app/scoreAttempt.ts';
import { PostgresEvidence } from '../ledger/evidence.ts';
import { PostgresJobQueue } from '../ledger/jobs.ts';
import { PostgresMarking } from '../ledger/marking.ts';
import { sha256 } from '../main/core.ts';
import { scoreJob, scoreJobKind } from '../worker/scoreJob.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { everyType, type PublishedExam, publishExam, rulesAt } from './exams.ts';
import { FakeClock } from './fakeClock.ts';
import { receipts, startNode, type TestNode } from './node.ts';
import { keyFor } from './paperBuilders.ts';

/** What `keyFor` holds to be right, and one wrong and one missing answer: 4 × 5 − 1 of 36 (nine questions). */
const answers: Readonly<Record<string, unknown>> = {
  q1: 'A',
  q2: ['A'],
  q3: '42.0',
  q4: { r1: ['p'], r2: ['p'], r3: ['p'] },
  q5: 'B',
  q6: true,
};

interface Sat {
  readonly exam: PublishedExam;
  readonly who: Claims;
  readonly attemptId: string;
}

describe('scoring and auditing what was handed in', () => {
  const clock = new FakeClock();
  let database: TestDatabase;
  let node: TestNode;

  beforeAll(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, clock);
  });

  afterAll(async () => {
    await node.stop();
    await database.drop();
  });

  const scoring = () => ({
    catalogue: node.core.desk.catalogue,
    papers: node.core.desk.exams,
    attemptLog: node.core.attemptLog,
    examLog: node.core.examLog,
    marking: new PostgresMarking(node.prisma),
    digest: sha256,
  });
  const score = (attemptId: string) => scoreAttempt(scoring(), attemptId);
  const audit = async (attemptId: string, witness?: string) => {
    const world = {
      evidence: new PostgresEvidence(node.prisma),
      papers: node.core.desk.exams,
      receipts,
      digest: sha256,
    };
    const found = await auditAttempt(world, attemptId, witness);
    return found?.findings.map(({ where, message }) => `${where} ${message}`);
  };

  /** Papers with the same rules are the same paper. */
  async function open(graceMs: number): Promise<Sat> {
    const content = everyType(rulesAt(clock.now(), { graceMs }));
    const exam = await publishExam(node.prisma, { content });
    const [who] = exam.candidates;
    const opened = await node.useCases.openAttempt(who!, { examId: exam.examId, deviceId: 'd' });
    if (!opened.ok) throw new Error(opened.error.code);
    return { exam, who: who!, attemptId: opened.value.attemptId };
  }

  async function sit(graceMs = 5_000): Promise<Sat> {
    const sat = await open(graceMs);
    const at = clock.now();
    const entries = Object.entries(answers).map(([questionId, value]) => ({
      kind: 'answer' as const,
      questionId,
      value,
      marked: questionId === 'q2',
      at,
    }));
    for (const [i, entry] of entries.entries()) {
      const request = { attemptId: sat.attemptId, epoch: 1, from: i + 1, entries: [entry] };
      const appended = await node.useCases.appendEntries(sat.who, request, clock.now());
      if (!appended.ok) throw new Error(appended.error.code);
    }
    return sat;
  }

  async function handIn(sat: Sat, through = Object.keys(answers).length, epoch = 1): Promise<void> {
    const request = { attemptId: sat.attemptId, epoch, through, deadlineVersion: 1 };
    const sealed = await node.useCases.sealAttempt(sat.who, request, clock.now());
    if (!sealed.ok) throw new Error(sealed.error.code);
  }

  /** Changes rows that the product itself could not change: what somebody with the database's password could do. */
  async function tamper(statement: string, ...values: readonly unknown[]): Promise<void> {
    await node.prisma.$transaction([
      node.prisma.$executeRawUnsafe('SET LOCAL session_replication_role = replica'),
      node.prisma.$executeRawUnsafe(statement, ...values),
    ]);
  }

  it('[SCO-40] scores what was handed in as the key says', async () => {
    const sat = await sit();
    expect(await score(sat.attemptId)).toEqual({ outcome: 'not-sealed' });
    await handIn(sat);
    const result = await score(sat.attemptId);
    expect(result).toMatchObject({ outcome: 'scored', keyVersion: 1, score: { total: '19', maximum: '36' } });
    if (result.outcome !== 'scored') throw new Error(result.outcome);
    expect(result.score.perQuestion).toHaveLength(9);
    const row = await node.prisma.score.findFirstOrThrow({ where: { attemptId: sat.attemptId } });
    expect(row).toMatchObject({ total: '19', sealSeq: result.sealSeq, detail: { maximum: '36' } });
    expect(Number(row.totalNumeric)).toBe(19);
    expect(await score(randomUUID())).toEqual({ outcome: 'not-found' });
    expect(await score('no id')).toEqual({ outcome: 'not-found' });
  });

  it('[SCO-40] the seal leaves a job that scores the attempt', async () => {
    const sat = await sit();
    await node.prisma.job.deleteMany();
    await handIn(sat);
    const queue = new PostgresJobQueue(node.prisma);
    const [job, ...more] = await queue.claim([scoreJobKind], 10, 60_000);
    expect(more).toEqual([]);
    await scoreJob(scoring(), node.log)(job!);
    expect(await node.prisma.score.count({ where: { attemptId: sat.attemptId } })).toBe(1);
    await expect(scoreJob(scoring(), node.log)({ ...job!, payload: {} })).rejects.toThrow('names no attempt');
  });

  it('[SCO-42] scoring again changes nothing under the same key, and adds a score under a newer one', async () => {
    const sat = await sit(4_000);
    await handIn(sat);
    const first = await score(sat.attemptId);
    expect(await score(sat.attemptId)).toEqual(first);
    const { content, paperHash } = sat.exam;
    const key = keyFor(content, { actions: { q5: { action: 'drop' } } });
    await node.prisma.paperKey.create({ data: { paperHash, version: 2, body: JSON.stringify(key) } });
    expect(await score(sat.attemptId)).toMatchObject({
      keyVersion: 2,
      score: { total: '20', maximum: '32' },
    });
    const rows = await node.prisma.score.findMany({
      where: { attemptId: sat.attemptId },
      orderBy: { keyVersion: 'asc' },
    });
    expect(rows.map(({ keyVersion, total }) => [keyVersion, total])).toEqual([
      [1, '19'],
      [2, '20'],
    ]);
  });

  it('[SCO-40] after a reopening the newest hand-in is scored, beside the earlier one', async () => {
    const sat = await sit();
    await handIn(sat);
    await score(sat.attemptId);
    await node.issue(sat.exam.examId, { kind: 'reopen', body: { reason: 'test', ms: 600_000 } });
    await node.sweep();
    const entry = { kind: 'answer' as const, questionId: 'q5', value: 'A', marked: false, at: 1 };
    const request = { attemptId: sat.attemptId, epoch: 1, from: 7, entries: [entry] };
    expect(await node.useCases.appendEntries(sat.who, request, clock.now())).toMatchObject({ ok: true });
    await handIn(sat, 7);
    expect(await score(sat.attemptId)).toMatchObject({ score: { total: '24' } });
    expect(await node.prisma.score.count({ where: { attemptId: sat.attemptId } })).toBe(2);
    expect(await audit(sat.attemptId)).toEqual([]);
  });

  it('[SCO-41] answers that are not those of the receipt give an incident, once, and no score', async () => {
    const sat = await sit();
    await handIn(sat);
    await tamper(
      `UPDATE attempt_log SET body = replace(body, '"value":"B"', '"value":"A"') WHERE attempt_id = $1::uuid`,
      sat.attemptId,
    );
    const { attemptId } = sat;
    expect(await score(attemptId)).toMatchObject({ outcome: 'incident', kind: 'digest-mismatch' });
    expect(await score(attemptId)).toMatchObject({ outcome: 'incident' });
    expect(await node.prisma.score.count({ where: { attemptId } })).toBe(0);
    const incidents = await node.prisma.incident.findMany({ where: { attemptId } });
    expect(incidents.map(({ kind, examId }) => [kind, examId])).toEqual([
      ['digest-mismatch', sat.exam.examId],
    ]);
  });

  it('[SCO-41] an impossible history gives an incident', async () => {
    const sat = await sit();
    await handIn(sat);
    await tamper('DELETE FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 3', sat.attemptId);
    expect(await score(sat.attemptId)).toMatchObject({ outcome: 'incident', kind: 'impossible-history' });
    await tamper('DELETE FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 1', sat.attemptId);
    expect(await score(sat.attemptId)).toMatchObject({ outcome: 'incident', kind: 'impossible-history' });
  });

  it('[RCP-13] an attempt as it was written has nothing to find, open, paused or handed in', async () => {
    const sat = await sit();
    expect(await audit(sat.attemptId)).toEqual([]);
    await node.issue(sat.exam.examId, { kind: 'extend', body: { reason: 'test', ms: 60_000 } });
    await node.issue(sat.exam.examId, { kind: 'pause', body: { reason: 'test' } });
    expect(await audit(sat.attemptId)).toEqual([]);
    await node.issue(sat.exam.examId, { kind: 'resume', body: { reason: 'test' } });
    await handIn(sat);
    expect(await audit(sat.attemptId)).toEqual([]);
    expect(await audit(randomUUID())).toBeUndefined();
    expect(await audit('no id')).toBeUndefined();
  });

  describe('[RCP-14] the audit names what was changed', () => {
    const frames = 'UPDATE attempt_log SET';
    const cases: readonly (readonly [what: string, statement: string, finding: RegExp])[] = [
      [
        'a body',
        `${frames} body = body || ' ' WHERE attempt_id = $1::uuid AND seq = 3`,
        /^frame 3 has a hash/,
      ],
      [
        'a body beyond reading',
        `${frames} body = '{' WHERE attempt_id = $1::uuid AND seq = 3`,
        /^frame 3 has a body that cannot/,
      ],
      [
        'a stamp',
        `${frames} received_at = received_at + 1 WHERE attempt_id = $1::uuid AND seq = 2`,
        /^frame 2 has a hash/,
      ],
      [
        'a hash',
        `${frames} hash = sha256('x') WHERE attempt_id = $1::uuid AND seq = 4`,
        /^frame 5 has a hash/,
      ],
      [
        'the mark of the seal',
        `${frames} open = true WHERE attempt_id = $1::uuid AND seq = 8`,
        /^frame 8 says that answers may follow it/,
      ],
      [
        'a gap',
        'DELETE FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 4',
        /^frame 5 follows a gap: frame 4 is missing/,
      ],
      ['no frame at all', 'DELETE FROM attempt_log WHERE attempt_id = $1::uuid', /^the log is empty/],
      [
        'no opening',
        'DELETE FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 1',
        /^frame 1 does not open the attempt/,
      ],
      [
        'no submission',
        'DELETE FROM submission WHERE attempt_id = $1::uuid',
        /^frame 8 seals the attempt, but there is no submission/,
      ],
      [
        'a submission without a seal',
        'DELETE FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 8',
        /^submission 8 has no frame/,
      ],
      [
        'a digest',
        `UPDATE submission SET digest = 'x' WHERE attempt_id = $1::uuid`,
        /^submission 8 does not agree with its frame: digest/,
      ],
      [
        'a time',
        'UPDATE submission SET sealed_at = 1 WHERE attempt_id = $1::uuid',
        /^submission 8 does not agree with its frame: time/,
      ],
      [
        'the status',
        `UPDATE attempt SET status = 'open' WHERE id = $1::uuid`,
        /^the attempt is kept as "open", but its log says "sealed"/,
      ],
      [
        'a key that is not ours',
        `${frames} body = replace(body, '"kid":"test-key"', '"kid":"other"') WHERE attempt_id = $1::uuid AND seq = 8`,
        /^receipt of frame 8 cannot be signed again/,
      ],
      [
        'a receipt',
        `${frames} body = replace(body, 'answered\\":6', 'answered\\":7') WHERE attempt_id = $1::uuid AND seq = 8`,
        /^submission 8 does not agree with its frame: receipt/,
      ],
      [
        'what the receipt covers',
        `${frames} body = replace(body, '"value":"B"', '"value":"C"') WHERE attempt_id = $1::uuid`,
        /^receipt of frame 8 states the digest of the answers/,
      ],
      [
        'an answer behind the seal',
        `INSERT INTO attempt_log SELECT attempt_id, received_at, 9, exam_seq, region_id, false, kind, hash, body
         FROM attempt_log WHERE attempt_id = $1::uuid AND seq = 7`,
        /^frame 9 is "answered", which cannot stand behind a seal/,
      ],
    ];

    it.each(cases)('[RCP-14] %s', async (_what, statement, finding) => {
      const sat = await sit();
      await handIn(sat);
      await tamper(statement, sat.attemptId);
      expect(await audit(sat.attemptId)).toContainEqual(expect.stringMatching(finding));
    });

    it("[RCP-14] the exam's log", async () => {
      const sat = await sit();
      for (const ms of [1_000, 2_000]) {
        await node.issue(sat.exam.examId, { kind: 'extend', body: { reason: 'test', ms } });
      }
      await handIn(sat);
      expect(await audit(sat.attemptId)).toEqual([]);
      const { examId } = sat.exam;
      await tamper(
        'UPDATE exam_log SET actor = gen_random_uuid() WHERE exam_id = $1::uuid AND seq = 2',
        examId,
      );
      expect(await audit(sat.attemptId)).toEqual([expect.stringMatching(/^exam command 2 has a hash/)]);
      await tamper('DELETE FROM exam_log WHERE exam_id = $1::uuid AND seq = 1', examId);
      expect(await audit(sat.attemptId)).toContainEqual(
        expect.stringMatching(/^exam command 2 stands in place 1 of the log/),
      );
    });
  });

  describe('[RCP-15] the audit computes every score anew', () => {
    const scores = 'UPDATE score SET';
    const cases: readonly (readonly [what: string, statement: string, finding: RegExp])[] = [
      ['a total', `${scores} total = '36'`, /^score of frame 8 has the total 36, but .* give 19$/],
      ['a rounded total', `${scores} total_numeric = 36`, /^score of frame 8 has a rounded total that/],
      [
        'the marks of a question',
        `${scores} detail = jsonb_set(detail, '{questions,4,marks}', '"4"')`,
        /^score of frame 8 has marks of its parts that/,
      ],
      [
        'the maximum',
        `${scores} detail = jsonb_set(detail, '{maximum}', '"20"')`,
        /^score of frame 8 has marks of its parts that/,
      ],
      [
        'a key',
        `${scores} key_version = 9`,
        /^score of frame 8 names version 9 of the key, which is not there/,
      ],
      ['a seal', `${scores} seal_seq = 7`, /^score of frame 7 has no frame that seals the attempt/],
    ];

    it.each(cases)('[RCP-15] %s', async (_what, statement, finding) => {
      const sat = await sit(3_000);
      await handIn(sat);
      await score(sat.attemptId);
      expect(await audit(sat.attemptId)).toEqual([]);
      await tamper(`${statement} WHERE attempt_id = $1::uuid`, sat.attemptId);
      expect(await audit(sat.attemptId)).toEqual([expect.stringMatching(finding)]);
    });

    it('[RCP-15] each under the version of the key that its row names', async () => {
      const sat = await sit(2_000);
      await handIn(sat);
      await score(sat.attemptId);
      const { content, paperHash } = sat.exam;
      const key = keyFor(content, { actions: { q5: { action: 'drop' } } });
      await node.prisma.paperKey.create({ data: { paperHash, version: 2, body: JSON.stringify(key) } });
      await score(sat.attemptId);
      expect(await audit(sat.attemptId)).toEqual([]);
    });
  });

  it('[RCP-16] a receipt as a witness has to be the one in the log', async () => {
    const [sat, other] = [await sit(), await sit()];
    const handedIn = async ({ attemptId }: Sat) => {
      const { kid, receipt } = await node.prisma.submission.findFirstOrThrow({ where: { attemptId } });
      return receipts.sign(receipt, kid);
    };
    await handIn(sat);
    await handIn(other);
    const held = await handedIn(sat);
    expect(await audit(sat.attemptId, held)).toEqual([]);
    expect(await audit(sat.attemptId, await handedIn(other))).toEqual([
      expect.stringMatching(/^the receipt given is that of attempt .*, not of this one$/),
    ]);
    expect(await audit(sat.attemptId, `${held}A`)).toEqual([
      expect.stringMatching(/^the receipt given does not verify/),
    ]);
    // Signed and held, and the log agrees in itself but says otherwise: as after a chain was rewritten as a whole.
    const { kid, receipt } = await node.prisma.submission.findFirstOrThrow({
      where: { attemptId: sat.attemptId },
    });
    const promised = receipts.sign(receipt.replace('"answered":6', '"answered":5'), kid);
    expect(await audit(sat.attemptId, promised)).toEqual([
      expect.stringMatching(/^the receipt given differs from that of frame 8: answered$/),
    ]);
  });
});
