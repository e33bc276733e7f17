import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPasswords } from '../ledger/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { FakeClock } from '../test/fakeClock.ts';
import { startNode, type TestNode } from '../test/node.ts';
import { recallSignIns } from './demoSignIns.ts';
import { seedDemo } from './seedDemo.ts';

const passwords = createPasswords({ atOnce: 2, maxWaiting: 100 });

describe('the built-in exam and people', () => {
  let database: TestDatabase;
  let node: TestNode;
  let dataFolder: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    node = startNode(database.url, new FakeClock());
    dataFolder = await mkdtemp(join(tmpdir(), 'pariksha-seed-'));
  });

  afterEach(async () => {
    await node.stop();
    await database.drop();
    await rm(dataFolder, { recursive: true });
  });

  const seed = (hash = passwords.hash) =>
    seedDemo({ prisma: node.prisma, passwords: { hash }, dataFolder, now: Date.now() });

  it('[CON-21] an empty installation gets an exam, and people in every division who can sign in', async () => {
    const demo = await seed();
    if (demo === null) throw new Error('nothing was seeded');
    expect(demo.signIns.map(({ role }) => role)).toEqual([
      ...Array(20).fill('candidate'),
      'proctor',
      'author',
      'admin',
    ]);
    expect(new Set(demo.signIns.map(({ password }) => password)).size).toBe(23);
    const { username, password } = demo.signIns[4]!;
    const user = await node.prisma.user.findUniqueOrThrow({ where: { username } });
    expect(await passwords.verify(user.passwordHash, password)).toBe(true);

    const enrolments = await node.prisma.enrolment.findMany({ where: { examId: demo.examId } });
    const seats = await Promise.all(
      enrolments.map(({ candidateId }) => node.core.desk.catalogue.seat(demo.examId, candidateId)),
    );
    expect(new Set(seats.map((seat) => seat?.regionId))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(seats.filter((seat) => seat?.centreId === null)).toHaveLength(2);
    expect(seats.filter((seat) => seat?.extraPerHourMs === 1_200_000)).toHaveLength(1);
  });

  it('[CON-21] later starts show the same sign-ins, from a file that only its owner can read', async () => {
    const first = await seed();
    expect(await seed()).toEqual(first);
    expect(await node.prisma.exam.count()).toBe(1);
    expect(await node.prisma.user.count()).toBe(23);
    const file = join(dataFolder, 'demo-sign-ins.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain(first?.signIns[0]?.password);
  });

  it('[CON-21] what was interrupted is completed with the same passwords', async () => {
    await expect(seed(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    const begun = await recallSignIns(dataFolder);
    expect(await node.prisma.user.count()).toBe(0);
    const demo = await seed();
    expect(demo?.signIns).toEqual(begun?.signIns);
    await writeFile(join(dataFolder, 'demo-sign-ins.json'), JSON.stringify({ signIns: demo?.signIns }));
    expect(await seed()).toEqual(demo);
  });

  it('[CON-21] a database of other people is left alone, whatever the data folder remembers', async () => {
    await node.prisma.user.create({
      data: { username: 'somebody', displayName: 'S', passwordHash: '-', role: 'admin' },
    });
    expect(await seed()).toBeNull();
    await writeFile(join(dataFolder, 'demo-sign-ins.json'), 'damaged');
    expect(await seed()).toBeNull();
    const elsewhere = { examId: '01a201c0-528a-71e1-b8cc-3a5bd1ad215f', signIns: [] };
    await writeFile(join(dataFolder, 'demo-sign-ins.json'), JSON.stringify(elsewhere));
    expect(await seed()).toBeNull();
    expect(await node.prisma.user.count()).toBe(1);
    expect(await node.prisma.exam.count()).toBe(0);
  });
});
