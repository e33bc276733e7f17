import type { PaperContent } from '../domain/content.ts';
import { checkPaperKey, correctKey } from '../domain/correctKey.ts';
import type { KeyAction, PaperKey, QuestionKey } from '../domain/key.ts';
import { own } from '../domain/own.ts';
import { canonicalJson } from './content/canonicalJson.ts';
import { readCorrections } from './content/correctionFile.ts';
import { inOrder, type Note } from './content/note.ts';
import type { Account, ExamOffice, PaperKeys } from './ports/content.ts';

export interface KeyCorrectionRequest {
  readonly examId: string;
  /** The file of corrections. */
  readonly bytes: Uint8Array;
  /** User name of the author or administrator who answers for it. */
  readonly by: string;
  readonly reason: string;
}

export interface KeyCorrectionWorld {
  readonly keys: PaperKeys;
  readonly office: Pick<ExamOffice, 'accounts'>;
}

/** What holds for a question. */
export interface HeldRight {
  readonly key: QuestionKey | undefined;
  readonly action: KeyAction | undefined;
}

export interface KeyChange {
  readonly questionId: string;
  readonly before: HeldRight;
  readonly after: HeldRight;
}

export type KeyCorrectionResult =
  | { readonly outcome: 'refused'; readonly problems: readonly Note[] }
  | {
      readonly outcome: 'corrected';
      /** The version of the key that was written. */
      readonly version: number;
      readonly changes: readonly KeyChange[];
      /** Every exam with this paper: the key is the paper's. */
      readonly examIds: readonly string[];
    };

/**
 * Writes the next version of the key of an exam's paper: the newest one with some questions corrected, and beside it who
 * did so and why; or nothing, and every reason why not. Scores that exist stay: scoring again makes new ones.
 */
export async function correctPaperKey(
  request: KeyCorrectionRequest,
  { keys, office }: KeyCorrectionWorld,
): Promise<KeyCorrectionResult> {
  const { examId, bytes, reason } = request;
  const username = request.by.toLowerCase();
  const [account] = await office.accounts([username]);
  const newest = await keys.newest(examId);
  if (newest === null) return refused([{ where: `exam ${examId}`, message: 'is not a published exam here' }]);
  const { paper, paperHash, key, examIds } = newest;
  const read = readCorrections(bytes, paper);
  const corrected = read.value === null ? key : correctKey(key, read.value);
  const unsound = checkPaperKey(paper, corrected).map(({ path, message }) => ({
    where: inFile(path, paper),
    message,
  }));
  const problems = [
    ...problemsOf(username, account),
    ...read.problems,
    ...unsound,
    ...repeatedKeys(corrected),
  ];
  if (account === undefined || problems.length > 0) return refused(problems);

  const changes = changesBetween(key, corrected);
  if (changes.length === 0) {
    return refused([{ where: 'the file', message: `says nothing else than version ${newest.version}` }]);
  }
  const version = newest.version + 1;
  const questionIds = changes.map(({ questionId }) => questionId);
  const body = canonicalJson(corrected);
  const isWritten = await keys.add({ paperHash, version, body, by: account.id, reason, questionIds });
  if (!isWritten) {
    const message = `has been corrected by somebody else at this moment (version ${version}): look at it and try again`;
    return refused([{ where: 'the key', message }]);
  }
  return { outcome: 'corrected', version, changes, examIds };
}

function refused(problems: readonly Note[]): KeyCorrectionResult {
  return { outcome: 'refused', problems: inOrder(problems) };
}

function problemsOf(username: string, account: Account | undefined): Note[] {
  const where = `user ${username}`;
  if (account === undefined) return [{ where, message: 'has no account' }];
  if (account.disabled) return [{ where, message: 'has a disabled account' }];
  if (account.role === 'author' || account.role === 'admin') return [];
  return [{ where, message: `is a ${account.role}: only authors and administrators correct keys` }];
}

/** A further right answer that is the key itself: most likely the wrong letter. */
function repeatedKeys({ keys, actions }: PaperKey): Note[] {
  return Object.entries(actions).flatMap(([questionId, action]) => {
    if (action.action !== 'accept-also') return [];
    const key = canonicalJson(own(keys, questionId));
    if (!action.keys.some((also) => canonicalJson(also) === key)) return [];
    return [
      { where: `${questionId}.acceptAlso`, message: 'names the key itself: name another right answer' },
    ];
  });
}

function changesBetween(before: PaperKey, after: PaperKey): KeyChange[] {
  return Object.keys(after.keys)
    .map((questionId) => ({ questionId, before: held(before, questionId), after: held(after, questionId) }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}

function held({ keys, actions }: PaperKey, questionId: string): HeldRight {
  return { key: own(keys, questionId), action: own(actions, questionId) };
}

/** The file names everything by its question. */
function inFile(path: string, { sections }: PaperContent): string {
  return path
    .replace(/^key\.keys\.(.+?)(?=$|\.(option|options|rows|value|accept)\b)/, '$1.key')
    .replace(/^key\.actions\.(.+)\.keys\b/, '$1.acceptAlso')
    .replace(/\.accept\.(?=\w+$)/, '.')
    .replace(/^sections\[(\d+)\]\.marking$/, (place, i) => {
      const section = sections[Number(i)];
      return section === undefined ? place : `the marks of section ${section.id}`;
    });
}
