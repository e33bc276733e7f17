import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ExamFollower } from '../app/examFollower.ts';
import { issueCommand } from '../app/issueCommand.ts';
import type { CommandContent, Scope } from '../domain/command.ts';
import { readDatabaseTime } from '../ledger/databaseClock.ts';
import { PostgresExamLog } from '../ledger/examLog.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { required, runTool, UsageError } from './tool.ts';
import { type OpenDatabase, withDatabase } from './withDatabase.ts';

/** `npm run command`: writes one command of the exam office into an exam's log. A running server acts within a second. */

const usage = `npm run command -- KIND --exam ID --reason TEXT SCOPE [--minutes N] [--text TEXT]

KIND   extend, pause, resume, message, announce, warn, force-submit, terminate, reopen, release-device
SCOPE  --all | --district N | --centre ID | --candidate USERNAME (once for each)

extend and reopen take --minutes; message, announce and warn take --text. Moving a candidate, corrections and codes to sign in are
for the proctor room. This is the operator's own tool: it asks no second person and is not held to the exam's limit for
extensions, but what it does stands in the exam's log like everything else.`;

const flags = {
  exam: { type: 'string' },
  reason: { type: 'string' },
  all: { type: 'boolean' },
  district: { type: 'string' },
  centre: { type: 'string' },
  candidate: { type: 'string', multiple: true },
  minutes: { type: 'string' },
  text: { type: 'string' },
} as const;

type Flags = ReturnType<typeof readFlags>['values'];

/** Stands for whoever works at this machine; commands of the proctor room carry that person's own id. */
const operator = '00000000-0000-0000-0000-000000000000';

const msPerMinute = 60_000;

await runTool(usage, async (say) => {
  const { values, positionals } = readFlags();
  const content = contentOf(positionals[0], values);
  const examId = required(values.exam, '--exam');
  say(await withDatabase((database) => issue(database, examId, content, values)));
  return 0;
});

/** Returns what there is to say of it. */
async function issue(
  { prisma }: OpenDatabase,
  examId: string,
  content: CommandContent,
  values: Flags,
): Promise<string> {
  const exam = await prisma.exam.findFirst({ where: { id: examId } }).catch(() => null);
  if (exam === null) throw new UsageError(`There is no exam ${examId}.`);
  const scope = await scopeOf(prisma, values);
  const log = new PostgresExamLog(prisma);
  const issuedAt = Math.floor(await readDatabaseTime(prisma));
  const world = { log, follower: new ExamFollower(log), clock: { now: () => issuedAt } };
  const command = { examId, commandId: randomUUID(), actor: operator, scope, content };
  const issued = await issueCommand(world, command);
  if (issued.outcome === 'conflict') throw new UsageError('This command id was used for something else.');
  return `Command ${issued.command.seq} of exam ${examId}: ${content.kind}, for ${describe(scope)}.`;
}

function readFlags() {
  return parseArgs({ allowPositionals: true, options: flags });
}

function contentOf(kind: string | undefined, values: Flags): CommandContent {
  const reason = required(values.reason, '--reason');
  switch (kind) {
    case 'extend':
    case 'reopen':
      return { kind, body: { ms: minutesOf(values) * msPerMinute, reason } };
    case 'message':
    case 'announce':
      return { kind, body: { text: { en: required(values.text, '--text') } } };
    case 'warn':
      return { kind, body: { text: { en: required(values.text, '--text') }, reason } };
    case 'pause':
    case 'resume':
    case 'force-submit':
    case 'terminate':
    case 'release-device':
      return { kind, body: { reason } };
    default:
      throw new UsageError(kind === undefined ? 'No KIND was given.' : `There is no command "${kind}".`);
  }
}

async function scopeOf(prisma: PrismaClient, values: Flags): Promise<Scope> {
  const { all, district, centre, candidate } = values;
  const given = [all, district, centre, candidate].filter((flag) => flag !== undefined);
  if (given.length !== 1) throw new UsageError('Give exactly one SCOPE.');
  if (centre !== undefined) return { kind: 'centre', centreId: centre };
  if (district !== undefined) return { kind: 'district', districtId: whole(district, '--district') };
  if (candidate === undefined) return { kind: 'all' };
  const usernames = candidate.map((username) => username.toLowerCase());
  const people = await prisma.user.findMany({ where: { username: { in: usernames } } });
  const unknown = usernames.filter((username) => !people.some((person) => person.username === username));
  if (unknown.length > 0) throw new UsageError(`There is no candidate ${unknown.join(', ')}.`);
  return { kind: 'candidates', candidateIds: people.map((person) => person.id) };
}

function describe(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'everybody';
    case 'district':
      return `district ${scope.districtId}`;
    case 'centre':
      return `centre ${scope.centreId}`;
    case 'candidates':
      return `${scope.candidateIds.length} candidate(s)`;
  }
}

function minutesOf(values: Flags): number {
  return whole(required(values.minutes, '--minutes'), '--minutes');
}

function whole(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${flag} takes a whole number from 1.`);
  return value;
}
