import { canonicalJson } from './content/canonicalJson.ts';
import { checkBank } from './content/checkBank.ts';
import { readCsvBank } from './content/csvBank.ts';
import type { BankDraft } from './content/draft.ts';
import { readJsonBank } from './content/jsonBank.ts';
import type { Note } from './content/note.ts';
import { unusableText } from './content/plainText.ts';
import type { Bank, BankChange, BankQuestion, QuestionBanks } from './ports/content.ts';
import type { Digest } from './ports.ts';

export interface ImportRequest {
  readonly bytes: Uint8Array;
  readonly format: 'csv' | 'json';
  /** Name of the bank; a JSON file may name it itself. */
  readonly bank: string | null;
  /** Of the texts in a CSV file. */
  readonly language: string;
}

export interface ImportWorld {
  readonly banks: QuestionBanks;
  readonly digest: Digest;
}

export type ImportResult =
  | { readonly outcome: 'refused'; readonly problems: readonly Note[]; readonly warnings: readonly Note[] }
  | {
      readonly outcome: 'imported';
      readonly bank: string;
      readonly added: number;
      /** New versions of questions that were there. */
      readonly changed: number;
      readonly unchanged: number;
      /** Questions with options that keep their place when options are shuffled. */
      readonly pinned: number;
      readonly warnings: readonly Note[];
    };

const maxFileBytes = 50 * 1024 * 1024;
const maxBankName = 100;

/**
 * Brings a file of questions into a bank: all of it, or nothing and every reason why. Importing a file again changes
 * nothing; a question whose id is there already becomes a new version if anything about it differs.
 */
export async function importQuestions(request: ImportRequest, world: ImportWorld): Promise<ImportResult> {
  const draft = read(request, world.digest);
  const name = request.bank ?? draft.bank ?? '';
  // A file that could not be read has not been asked yet what its bank is called.
  const isUnread = request.bank === null && draft.questions.length === 0;
  const problems = [...(isUnread ? [] : problemsOfName(name)), ...draft.problems];
  if (problems.length > 0) return { outcome: 'refused', problems, warnings: draft.warnings };
  const questions = draft.questions.map(({ content }) => content);
  const change = await world.banks.change(name, (bank) => newIn(bank, draft, questions));
  return {
    outcome: 'imported',
    bank: name,
    added: change.added,
    changed: change.questions.length - change.added,
    unchanged: questions.length - change.questions.length,
    pinned: questions.filter(hasPinned).length,
    warnings: draft.warnings,
  };
}

function read(request: ImportRequest, digest: Digest): BankDraft & { readonly bank: string | null } {
  if (request.bytes.length > maxFileBytes) {
    const message = `is larger than ${maxFileBytes / 1024 / 1024} MB: split it`;
    return {
      bank: null,
      groups: [],
      questions: [],
      warnings: [],
      problems: [{ where: 'the file', message }],
    };
  }
  if (request.format === 'csv') {
    return { bank: null, ...checkBank(readCsvBank(request.bytes, request.language, digest)) };
  }
  const draft = readJsonBank(request.bytes);
  return { bank: draft.bank, ...checkBank(draft) };
}

function problemsOfName(name: string): Note[] {
  if (name.trim() === '') return [{ where: 'the bank', message: 'has no name: give one with --bank NAME' }];
  const message = unusableText(name, maxBankName);
  return message === null ? [] : [{ where: 'the name of the bank', message }];
}

/** A question is new as well when its passage is: it refers to one version of it. */
function newIn(
  bank: Bank,
  draft: BankDraft,
  questions: readonly BankQuestion[],
): BankChange & { readonly added: number } {
  const groups = draft.groups.filter((group) => differs(bank.groups.get(group.id), group));
  const changedGroups = new Set(groups.map(({ id }) => id));
  const changed = questions.filter(
    (each) =>
      differs(bank.questions.get(each.question.id), each) || changedGroups.has(each.question.groupId ?? ''),
  );
  return {
    groups,
    questions: changed,
    added: changed.filter(({ question }) => !bank.questions.has(question.id)).length,
  };
}

function differs(known: unknown, now: unknown): boolean {
  return known === undefined || canonicalJson(known) !== canonicalJson(now);
}

function hasPinned({ question }: BankQuestion): boolean {
  return 'options' in question && question.options.some(({ pinned }) => pinned === true);
}
