import type { LocalText, PaperContent } from '../domain/content.ts';
import { checkPaper } from '../domain/paperCheck.ts';
import { banksOf, buildPaper } from './content/buildPaper.ts';
import { canonicalJson } from './content/canonicalJson.ts';
import { type ExamFile, examFile } from './content/examFile.ts';
import { withFormulas, withoutFormulas } from './content/formulas/paperFormulas.ts';
import { readJson } from './content/jsonFile.ts';
import { inOrder, type Note } from './content/note.ts';
import type {
  Account,
  Bank,
  ExamOffice,
  ExistingExam,
  NewEnrolment,
  QuestionBanks,
} from './ports/content.ts';
import type { Digest } from './ports.ts';

export interface PublishRequest {
  readonly bytes: Uint8Array;
  /** Publish although there is an exam of this title. */
  readonly again: boolean;
  /** Epoch ms. */
  readonly now: number;
}

export interface PublishWorld {
  readonly banks: QuestionBanks;
  readonly office: ExamOffice;
  readonly digest: Digest;
}

export type PublishResult =
  | { readonly outcome: 'refused'; readonly problems: readonly Note[] }
  | {
      /** `unchanged`: this very exam is there already; at most candidates were added. */
      readonly outcome: 'published' | 'unchanged';
      readonly examId: string;
      readonly hash: string;
      readonly title: LocalText;
      readonly questions: number;
      readonly enrolled: number;
      /** When its window ends, epoch ms. */
      readonly closesAt: number;
      /** The right answers in the bank are not those of the exam, which stay. */
      readonly keyDiffers: boolean;
    };

const msPerMinute = 60_000;

/**
 * Publishes an exam from a file: chooses its questions, checks the paper, draws its formulas, freezes it under the SHA-256 of its canonical
 * JSON, its key apart from it, and enrols the candidates; all of it, or nothing and every reason why. The same file again
 * finds the exam that is there; a changed one is refused unless `again`, so that no exam is doubled by accident.
 */
export async function publishExam(request: PublishRequest, world: PublishWorld): Promise<PublishResult> {
  const { value: file, problems: formProblems } = readJson(request.bytes, examFile);
  if (file === null) return refused(formProblems);
  const { banks, problems: bankProblems } = await findBanks(file, world.banks);
  const { enrolments, problems: candidateProblems } = await findCandidates(file, world.office);
  const { paper: written, key, problems: paperProblems } = buildPaper(file, banks, request.now);
  const { paper, problems: formulaProblems } = withFormulas(written);
  const found = [...bankProblems, ...paperProblems];
  // A paper that lacks questions would only repeat, in other words, what is known of them.
  const unsound =
    found.length > 0
      ? []
      : checkPaper(paper, key).map(({ path, message }) => ({ where: inFile(path, paper), message }));
  const problems = [...found, ...unsound, ...formulaProblems, ...candidateProblems];
  if (problems.length > 0) return refused(problems);

  const body = canonicalJson(paper);
  const hash = world.digest(body);
  const keyText = canonicalJson(key);
  const exam = { paper, body, hash, key: keyText, enrolments, publishedAt: request.now };
  const result = await world.office.publish(exam, request.again);
  const about = {
    title: paper.title,
    questions: Object.keys(key.keys).length,
    closesAt: paper.rules.closesAt,
  };
  switch (result.outcome) {
    case 'published':
      return { ...result, hash, keyDiffers: false, ...about };
    case 'titled': {
      const same = result.exams.find((each) => isSame(each, paper, file.window === 'open'));
      if (same === undefined) return refused([titleProblem(result.exams)]);
      const enrolled = await world.office.enrol(same.examId, enrolments);
      const keyDiffers = same.key !== keyText;
      return {
        outcome: 'unchanged',
        examId: same.examId,
        hash: same.paperHash,
        enrolled,
        keyDiffers,
        ...about,
      };
    }
    case 'other-key':
      return refused([
        {
          where: 'the key',
          message: `of this very paper (${hash}) has other right answers now: bring the bank and its key together (npm run correct-key), or change the title`,
        },
      ]);
  }
}

/** The file names times and marks otherwise than the paper, and has no place for questions, which have names. */
function inFile(path: string, { sections, groups }: PaperContent): string {
  return path
    .replace(/^rules\.(opensAt|lastEntryAt|closesAt)/, 'window.$1')
    .replace(/^rules\.conduct/, 'conduct')
    .replace(/^(rules\.|(sections\[\d+\]\.))durationMs/, '$2durationMinutes')
    .replace(/^(sections\[\d+\])\.marking(\.default)?/, '$1.marks')
    .replace(/^sections\[(\d+)\]\.questions\[(\d+)\]\.?/, (place, section, question) => {
      const id = sections[Number(section)]?.questions[Number(question)]?.id;
      return id === undefined ? place : `question ${id}, `;
    })
    .replace(/^groups\[(\d+)\]\.?/, (place, group) => {
      const id = groups[Number(group)]?.id;
      return id === undefined ? place : `passage ${id}, `;
    })
    .replace(/, $/, '');
}

function refused(problems: readonly Note[]): PublishResult {
  return { outcome: 'refused', problems: inOrder(problems) };
}

async function findBanks(
  file: ExamFile,
  banks: QuestionBanks,
): Promise<{ banks: ReadonlyMap<string, Bank>; problems: readonly Note[] }> {
  const { names, problems } = banksOf(file);
  const found = new Map<string, Bank>();
  const missing: Note[] = [];
  for (const name of names) {
    const bank = await banks.find(name);
    if (bank === null)
      missing.push({ where: `bank ${name}`, message: 'does not exist: import its questions first' });
    else found.set(name, bank);
  }
  return { banks: found, problems: [...problems, ...missing] };
}

async function findCandidates(
  { candidates }: ExamFile,
  office: ExamOffice,
): Promise<{ enrolments: readonly NewEnrolment[]; problems: readonly Note[] }> {
  if ('all' in candidates) {
    const accounts = await office.accounts('all');
    return {
      enrolments: accounts.map(({ id }) => ({ candidateId: id, extraPerHourMs: 0 })),
      problems: accounts.flatMap(problemsOf),
    };
  }
  const wanted = new Map<string, number>();
  const torn = new Set<string>();
  for (const { username, extraMinutesPerHour } of candidates) {
    const name = username.toLowerCase();
    if ((wanted.get(name) ?? extraMinutesPerHour) !== extraMinutesPerHour) torn.add(name);
    wanted.set(name, extraMinutesPerHour);
  }
  const accounts = await office.accounts([...wanted.keys()]);
  const known = new Set(accounts.map(({ username }) => username));
  const unknown = [...wanted.keys()].filter((username) => !known.has(username));
  return {
    enrolments: accounts.map(({ id, username }) => ({
      candidateId: id,
      extraPerHourMs: Math.round((wanted.get(username) ?? 0) * msPerMinute),
    })),
    problems: [
      ...[...torn].map((username) => ({
        where: `candidate ${username}`,
        message: 'is named more than once, with different extra time: keep one of them',
      })),
      ...unknown.map((username) => ({
        where: `candidate ${username}`,
        message: 'has no account: create it first',
      })),
      ...accounts.flatMap(problemsOf),
    ],
  };
}

function problemsOf({ username, role, disabled, hasPlace }: Account): Note[] {
  const where = `candidate ${username}`;
  if (role !== 'candidate') return [{ where, message: `is a ${role}, who cannot sit an exam` }];
  if (disabled) return [{ where, message: 'has a disabled account: enable it, or leave the candidate out' }];
  if (hasPlace) return [];
  return [{ where, message: 'belongs to no centre and no district: set one of them' }];
}

/** With an open window, which begins when the exam was first published, only all else can be the same. */
function isSame(existing: ExistingExam, paper: PaperContent, openWindow: boolean): boolean {
  const published: PaperContent = JSON.parse(existing.body);
  const { opensAt, lastEntryAt, closesAt } = published.rules;
  const now = openWindow ? { ...paper, rules: { ...paper.rules, opensAt, lastEntryAt, closesAt } } : paper;
  return canonicalJson(withoutFormulas(now)) === canonicalJson(withoutFormulas(published));
}

function titleProblem([newest]: readonly ExistingExam[]): Note {
  const message = `is that of exam ${newest?.examId}, which is published with other content: change the title, or publish with --again`;
  return { where: 'title', message };
}
