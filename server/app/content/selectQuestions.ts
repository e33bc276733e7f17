import type { QuestionGroup } from '../../domain/content.ts';
import { randomBits, shuffled } from '../../domain/random.ts';
import type { Bank, BankQuestion } from '../ports/content.ts';
import type { Select } from './examFile.ts';
import type { Note } from './note.ts';

/** What a selection asks for, and where the file says so. */
export interface Selection {
  readonly where: string;
  readonly select: Select;
  /** The bank's name. */
  readonly bank: string;
  /** For choosing at random when the file gives no seed: the same file always chooses the same. */
  readonly seed: string;
}

/** A question alone, or all questions of a group in their order. */
export interface Unit {
  readonly group: QuestionGroup | null;
  readonly questions: readonly BankQuestion[];
}

interface Found {
  readonly units: readonly Unit[];
  readonly problems: readonly string[];
}

/** The units found for each selection, in the order of the selections. */
export interface Selected {
  readonly units: readonly (readonly Unit[])[];
  readonly problems: readonly Note[];
}

/**
 * Chooses questions for all selections of an exam, none twice. What is named by id is set aside first; then criteria
 * choose in the order of the file, each at random but always alike. Groups are never torn: criteria take a group only
 * if all its questions fit.
 */
export function selectQuestions(
  selections: readonly Selection[],
  banks: ReadonlyMap<string, Bank>,
): Selected {
  const problems: Note[] = [];
  const taken = new Set<BankQuestion>();
  const chosen = new Map<Selection, readonly Unit[]>();
  const choose = (selection: Selection, from: (bank: Bank) => Found) => {
    const bank = banks.get(selection.bank);
    if (bank === undefined) return;
    const found = from(bank);
    chosen.set(selection, found.units);
    problems.push(...found.problems.map((message) => ({ where: selection.where, message })));
    for (const question of found.units.flatMap(({ questions }) => questions)) taken.add(question);
  };
  for (const selection of selections) {
    const { ids } = selection.select;
    if (ids !== undefined) choose(selection, (bank) => byIds(ids, bank, selection.bank));
  }
  for (const selection of selections) {
    if (selection.select.ids === undefined) choose(selection, (bank) => byCriteria(selection, bank, taken));
  }
  return { units: selections.map((selection) => chosen.get(selection) ?? []), problems };
}

function byIds(ids: readonly string[], bank: Bank, bankName: string): Found {
  const problems: string[] = [];
  const named = new Set(ids);
  const units = new Set<Unit>();
  const unitOf = new Map(
    unitsOf(bank).flatMap((unit) => unit.questions.map(({ question }) => [question.id, unit] as const)),
  );
  for (const id of named) {
    const unit = unitOf.get(id);
    if (unit === undefined) problems.push(`names ${id}, which is not in the bank ${bankName}`);
    else units.add(unit);
  }
  for (const { group, questions } of units) {
    const left = questions.map(({ question }) => question.id).filter((id) => !named.has(id));
    if (left.length > 0) {
      problems.push(`names a part of the group ${group?.id}: name ${left.join(', ')} as well, or none of it`);
    }
  }
  return { units: [...units], problems };
}

function byCriteria({ select, seed }: Selection, bank: Bank, taken: ReadonlySet<BankQuestion>): Found {
  const fitting = unitsOf(bank).filter(({ questions }) =>
    questions.every((each) => !taken.has(each) && fits(each, select)),
  );
  if (select.count === undefined) {
    return { units: fitting, problems: fitting.length > 0 ? [] : ['finds no question that is still free'] };
  }
  const drawn = new Set<Unit>();
  let missing = select.count;
  for (const unit of shuffled(fitting, randomBits(select.seed ?? seed))) {
    if (unit.questions.length > missing) continue;
    drawn.add(unit);
    missing -= unit.questions.length;
  }
  const free = fitting.flatMap(({ questions }) => questions).length;
  const why =
    free < select.count ? `${free} fit and are still free` : 'groups, which stay whole, leave none that fits';
  const problems =
    missing > 0
      ? [`asks for ${select.count} questions, but only ${select.count - missing} can be had: ${why}`]
      : [];
  return { units: fitting.filter((unit) => drawn.has(unit)), problems };
}

function fits({ question, subject, chapter, difficulty, tags }: BankQuestion, select: Select): boolean {
  return (
    (select.subject?.includes(subject) ?? true) &&
    (select.chapter?.includes(chapter) ?? true) &&
    (select.difficulty?.includes(difficulty) ?? true) &&
    (select.type?.includes(question.type) ?? true) &&
    (select.tags?.some((tag) => tags.includes(tag)) ?? true)
  );
}

/** In the order of the ids; a group stands where its first id would. */
function unitsOf(bank: Bank): readonly Unit[] {
  const sorted = [...bank.questions.values()].sort((a, b) => (a.question.id < b.question.id ? -1 : 1));
  const units = Map.groupBy(sorted, ({ question }) => question.groupId ?? question);
  return [...units.values()].map((questions) => ({
    group: bank.groups.get(questions[0]?.question.groupId ?? '') ?? null,
    questions: questions.sort((a, b) => (a.groupPlace ?? 0) - (b.groupPlace ?? 0)),
  }));
}
