import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importQuestions } from '../app/importQuestions.ts';
import type { Passwords } from '../app/ports.ts';
import { publishExam } from '../app/publishExam.ts';
import { PostgresExamOffice } from '../ledger/examOffice.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { PostgresQuestionBanks } from '../ledger/questionBanks.ts';
import { prismaDirectory } from '../ledger/schemaEngine.ts';
import { sha256 } from './core.ts';
import { type DemoPerson, demoCentres, demoPeople } from './demoPeople.ts';
import { type DemoSignIns, readablePassword, recallSignIns, rememberSignIns } from './demoSignIns.ts';

export interface SeedDemoOptions {
  readonly prisma: PrismaClient;
  readonly passwords: Pick<Passwords, 'hash'>;
  /** Where the passwords are kept. */
  readonly dataFolder: string;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Gives an empty database the practice exam, its bank and people who can sit, watch and run it, through the same ways
 * as any other content. Passwords are made once and kept in the data folder. Returns what is to be shown: the exam and
 * the sign-ins; `null` when the database belongs to other people. Cut off at any point, the next call completes it.
 */
export async function seedDemo(options: SeedDemoOptions): Promise<Required<DemoSignIns> | null> {
  const { prisma, dataFolder, now } = options;
  const remembered = await recallSignIns(dataFolder);
  const examId = remembered?.examId;
  if (examId !== undefined && (await prisma.exam.count({ where: { id: examId } })) > 0) {
    return { examId, signIns: remembered?.signIns ?? [] };
  }
  const begun = remembered !== null && examId === undefined;
  if (!begun && (await prisma.user.count()) > 0) return null;

  const signIns = remembered?.signIns ?? demoPeople.map(newSignIn);
  await rememberSignIns(dataFolder, { signIns });
  await createPeople(options, signIns);
  const published = await publishDemo(prisma, now);
  const complete = { examId: published, signIns };
  await rememberSignIns(dataFolder, complete);
  return complete;
}

function newSignIn({ username, displayName, role }: DemoPerson): DemoSignIns['signIns'][number] {
  return { username, displayName, role, password: readablePassword() };
}

async function createPeople(
  { prisma, passwords }: SeedDemoOptions,
  signIns: DemoSignIns['signIns'],
): Promise<void> {
  const districts = new Map((await prisma.district.findMany()).map(({ name, id }) => [name, id]));
  await prisma.centre.createMany({
    data: demoCentres.map(({ code, name, district }) => ({
      code,
      name,
      districtId: known(districts, district),
    })),
    skipDuplicates: true,
  });
  const centres = new Map((await prisma.centre.findMany()).map((centre) => [centre.code, centre]));
  const rows = signIns.map(async ({ username, displayName, role, password }) => {
    const person = demoPeople.find((each) => each.username === username);
    const centre = person?.centre === undefined ? null : known(centres, person.centre);
    const district = person?.district === undefined ? null : known(districts, person.district);
    return {
      username,
      displayName,
      role,
      passwordHash: await passwords.hash(password),
      centreId: centre?.id ?? null,
      districtId: centre?.districtId ?? district,
    };
  });
  await prisma.user.createMany({ data: await Promise.all(rows), skipDuplicates: true });
  await giveScope(prisma);
}

/** The proctor watches the whole state. */
async function giveScope(prisma: PrismaClient): Promise<void> {
  const proctors = await prisma.user.findMany({ where: { role: 'proctor' }, select: { id: true } });
  await prisma.proctorScope.createMany({
    data: proctors.map(({ id }) => ({ userId: id })),
    skipDuplicates: true,
  });
}

/** Returns the id of the exam. */
async function publishDemo(prisma: PrismaClient, now: number): Promise<string> {
  const banks = new PostgresQuestionBanks(prisma);
  const questions = await readFile(join(prismaDirectory, 'content', 'demo-questions.json'));
  const request = { bytes: questions, format: 'json', bank: null, language: 'en' } as const;
  const imported = await importQuestions(request, { banks, digest: sha256 });
  if (imported.outcome === 'refused') throw new Error(`The built-in questions: ${listed(imported.problems)}`);

  const exam: object = JSON.parse(await readFile(join(prismaDirectory, 'content', 'demo-exam.json'), 'utf8'));
  const candidates = demoPeople
    .filter(({ role }) => role === 'candidate')
    .map(({ username, extraMinutesPerHour }) => ({ username, extraMinutesPerHour }));
  const bytes = Buffer.from(JSON.stringify({ ...exam, candidates }));
  const office = new PostgresExamOffice(prisma);
  const published = await publishExam({ bytes, again: false, now }, { banks, office, digest: sha256 });
  if (published.outcome === 'refused') throw new Error(`The built-in exam: ${listed(published.problems)}`);
  return published.examId;
}

function listed(problems: readonly { where: string; message: string }[]): string {
  return problems.map(({ where, message }) => `${where} ${message}`).join('; ');
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`There is no ${name} among the places of the database.`);
  return value;
}
