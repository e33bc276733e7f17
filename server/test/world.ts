import pg from 'pg';
import type { Claims } from '../app/ports.ts';
import type { Result } from '../app/result.ts';
import type { ExamRules } from '../domain/content.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import type { Acknowledged } from '../main/crash/acknowledged.ts';
import { checkLog, type LogReport } from '../main/crash/logCheck.ts';
import type { AppendReply, OpenReply, OpenRequest, SealReply } from '../protocol/candidate.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { createTestDatabase } from './database.ts';
import { type ExamOptions, everyType, type PublishedExam, publishExam, rulesAt } from './exams.ts';
import { FakeClock } from './fakeClock.ts';
import { startNode, type TestNode } from './node.ts';

/** Two nodes on one database, under a clock that the test moves. */
export interface World {
  readonly databaseUrl: string;
  readonly clock: FakeClock;
  readonly a: TestNode;
  readonly b: TestNode;
  readonly prisma: PrismaClient;
  /** An exam of `everyType` that opened a minute ago. */
  exam(rules?: Partial<ExamRules>, more?: Omit<ExamOptions, 'content'>): Promise<PublishedExam>;
  /** Checks everything in the database. */
  report(told?: ReadonlyMap<string, Acknowledged>): Promise<LogReport>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const database = await createTestDatabase();
  const clock = new FakeClock();
  const a = startNode(database.url, clock);
  const b = startNode(database.url, clock);
  return {
    databaseUrl: database.url,
    clock,
    a,
    b,
    prisma: a.prisma,
    exam: (rules = {}, more = {}) =>
      publishExam(a.prisma, { content: everyType(rulesAt(clock.now(), rules)), ...more }),
    report: (told = new Map()) => reportOn(database.url, told),
    async stop() {
      await a.stop();
      await b.stop();
      await database.drop();
    },
  };
}

export async function reportOn(
  databaseUrl: string,
  told: ReadonlyMap<string, Acknowledged>,
): Promise<LogReport> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await checkLog(client, told);
  } finally {
    await client.end();
  }
}

/** One page of a candidate's browser, as it talks to one node. */
export class Page {
  readonly node: TestNode;
  readonly exam: PublishedExam;
  readonly who: Claims;
  readonly deviceId: string;
  readonly #clock: FakeClock;
  attemptId = '';
  epoch = 0;

  constructor(world: World, node: TestNode, exam: PublishedExam, deviceId = 'page-1', who?: Claims) {
    const [candidate] = exam.candidates;
    if (candidate === undefined) throw new Error('The exam has no candidate.');
    this.#clock = world.clock;
    this.node = node;
    this.exam = exam;
    this.who = who ?? candidate;
    this.deviceId = deviceId;
  }

  /** Takes the pen, and remembers attempt and epoch. */
  async open(): Promise<OpenReply> {
    const reply = must(await this.tryToOpen());
    this.attemptId = reply.attemptId;
    this.epoch = reply.epoch;
    return reply;
  }

  tryToOpen(asked: Pick<OpenRequest, 'waits'> = {}): Promise<Result<OpenReply>> {
    const { examId } = this.exam;
    return this.node.useCases.openAttempt(this.who, { examId, deviceId: this.deviceId, ...asked });
  }

  /** Comes back with the epoch it has. */
  reconnect(): Promise<Result<OpenReply>> {
    const { deviceId, epoch } = this;
    return this.node.useCases.openAttempt(this.who, { examId: this.exam.examId, deviceId, epoch });
  }

  append(
    from: number,
    entries: readonly unknown[],
    receivedAt = this.#clock.now(),
  ): Promise<Result<AppendReply>> {
    const { attemptId, epoch } = this;
    const request = { attemptId, epoch, from, entries: [...entries] };
    return this.node.useCases.appendEntries(this.who, request, receivedAt);
  }

  seal(through: number, receivedAt = this.#clock.now()): Promise<Result<SealReply>> {
    const { attemptId, epoch } = this;
    return this.node.useCases.sealAttempt(
      this.who,
      { attemptId, epoch, through, deadlineVersion: 1 },
      receivedAt,
    );
  }

  async state(): Promise<OpenReply> {
    return must(await this.node.useCases.attemptState(this.who, this.attemptId));
  }

  /** The same page on the other node: its socket was cut and came back there. */
  movedTo(node: TestNode, world: World): Page {
    const page = new Page(world, node, this.exam, this.deviceId, this.who);
    page.attemptId = this.attemptId;
    page.epoch = this.epoch;
    return page;
  }

  async frames(): Promise<string[]> {
    const rows = await this.node.prisma.attemptFrame.findMany({
      where: { attemptId: this.attemptId },
      orderBy: { seq: 'asc' },
    });
    return rows.map(({ seq, kind }) => `${seq} ${kind}`);
  }
}

/** What a request has brought. @throws when it was turned down. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`It was turned down: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Why a request was turned down. */
export function codeOf(result: Result<unknown>): ErrorCode | 'ok' {
  return result.ok ? 'ok' : result.error.code;
}

/** An answer as a page writes it into its journal. */
export function answer(questionId: string, value: unknown): object {
  return { kind: 'answer', questionId, value, marked: false, at: 1_800_000_000_000 };
}
