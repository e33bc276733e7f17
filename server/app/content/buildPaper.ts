import type {
  ConductPolicy,
  ConductStep,
  LocalText,
  Marking,
  MarkingRule,
  PaperContent,
  PaperSection,
} from '../../domain/content.ts';
import type { PaperKey } from '../../domain/key.ts';
import type { Bank, BankQuestion, QuestionMarks } from '../ports/content.ts';
import type { ExamFile, FileConductStep, FileSection } from './examFile.ts';
import type { Note } from './note.ts';
import { type Selection, selectQuestions, type Unit } from './selectQuestions.ts';

export interface BuiltPaper {
  readonly paper: PaperContent;
  readonly key: PaperKey;
  readonly problems: readonly Note[];
}

interface PoolDraft {
  readonly selection: Selection;
  /** `null`: everything that was selected. */
  readonly draw: number | null;
}

const msPerMinute = 60_000;
const openForMs = 10 * 365 * 24 * 60 * msPerMinute;

/** The names of all banks that a file chooses from, and where none is named. */
export function banksOf(file: ExamFile): { names: ReadonlySet<string>; problems: readonly Note[] } {
  const selections = file.sections
    .flatMap((section, i) => poolsOf(file, section, i))
    .map((pool) => pool.selection);
  const nameless = selections.filter(({ bank }) => bank === '');
  return {
    names: new Set(selections.map(({ bank }) => bank).filter((name) => name !== '')),
    problems: nameless.map(({ where }) => ({
      where,
      message: 'names no bank: name it here or at the top as "bank"',
    })),
  };
}

/**
 * The paper and the key that an exam file asks for, chosen from the newest versions in the banks. `now` is when a
 * window that is "open" opens (epoch ms, from the whole minute on). Of no use while there are problems.
 */
export function buildPaper(file: ExamFile, banks: ReadonlyMap<string, Bank>, now: number): BuiltPaper {
  const drafts = file.sections.map((section, i) => poolsOf(file, section, i));
  const selected = selectQuestions(
    drafts.flat().map(({ selection }) => selection),
    banks,
  );
  const problems: Note[] = [...selected.problems];
  const units = [...selected.units];
  const sections = file.sections.map((section, i) => {
    const pools = (drafts[i] ?? []).map(({ draw }) => ({ draw, units: units.shift() ?? [] }));
    return buildSection(file, section, `sections[${i}]`, pools, problems);
  });
  const chosen = selected.units.flat();
  const questions = chosen.flatMap((unit) => unit.questions);
  return {
    paper: {
      title: inAll(file.title, file.languages),
      languages: file.languages,
      rules: rulesOf(file, now, problems),
      groups: [...new Set(chosen.map(({ group }) => group))].filter((group) => group !== null),
      sections,
      ...(file.feedback && { feedback: feedbackOf(file.feedback, file.languages) }),
    },
    key: {
      keys: Object.fromEntries(questions.map(({ question, key }) => [question.id, key])),
      actions: {},
      solutions: Object.fromEntries(
        questions.flatMap(({ question, solution }) => (solution === null ? [] : [[question.id, solution]])),
      ),
    },
    problems,
  };
}

function poolsOf(file: ExamFile, section: FileSection, i: number): PoolDraft[] {
  const selection = (select: Selection['select'], where: string): Selection => ({
    where,
    select,
    bank: select.bank ?? file.bank ?? '',
    seed: JSON.stringify([file.title, section.id, where]),
  });
  if (section.select !== undefined) {
    return [{ selection: selection(section.select, `sections[${i}].select`), draw: null }];
  }
  return (section.pools ?? []).map(({ draw, ...select }, p) => ({
    selection: selection(select, `sections[${i}].pools[${p}]`),
    draw,
  }));
}

function buildSection(
  file: ExamFile,
  section: FileSection,
  where: string,
  pools: readonly { draw: number | null; units: readonly Unit[] }[],
  problems: Note[],
): PaperSection {
  const questions = pools.flatMap(({ units }) => units).flatMap((unit) => unit.questions);
  const { durationMinutes } = section;
  return {
    id: section.id,
    title: inAll(section.title, file.languages),
    ...(durationMinutes === undefined ? {} : { durationMs: toMs(durationMinutes) }),
    shuffleQuestions: section.shuffleQuestions,
    shuffleOptions: section.shuffleOptions,
    marking: section.marks === undefined ? ownMarks(questions, where, problems) : markingOf(section.marks),
    pools: pools.map(({ draw, units }) => ({
      draw: draw ?? units.length,
      units: units.map((unit) => unit.questions.map(({ question }) => question.id)),
    })),
    questions: questions.map(({ question }) => question),
  };
}

function markingOf({ correct, wrong, byType }: NonNullable<FileSection['marks']>): Marking {
  return { default: { rule: 'all-or-nothing', correct, wrong }, ...(byType === undefined ? {} : { byType }) };
}

/** Where the section gives no marks, each question has those that its bank gives it. */
function ownMarks(questions: readonly BankQuestion[], where: string, problems: Note[]): Marking {
  for (const { question, marks } of questions) {
    if (marks !== null) continue;
    problems.push({
      where,
      message: `gives no marks, and neither does question ${question.id}: add "marks"`,
    });
  }
  const rules = questions.map(({ question, marks }) => [question.id, ruleOf(marks)] as const);
  const usual = rules[0]?.[1] ?? ruleOf(null);
  const others = rules.filter(([, rule]) => rule.correct !== usual.correct || rule.wrong !== usual.wrong);
  return { default: usual, ...(others.length === 0 ? {} : { byQuestion: Object.fromEntries(others) }) };
}

function ruleOf(marks: QuestionMarks | null): Extract<MarkingRule, { rule: 'all-or-nothing' }> {
  return { rule: 'all-or-nothing', correct: marks?.correct ?? '0', wrong: marks?.wrong ?? '0' };
}

function rulesOf(file: ExamFile, now: number, problems: Note[]): PaperContent['rules'] {
  const { clock, navigation, takeover, maxFrames, maxLateEntries, maxExtensionMinutes, tools, conduct } =
    file;
  const sectionsMs = file.sections.reduce((sum, each) => sum + toMs(each.durationMinutes ?? 0), 0);
  if (file.durationMinutes === undefined && sectionsMs === 0) {
    problems.push({ where: 'durationMinutes', message: 'is missing: say how long the exam lasts' });
  }
  return {
    clock,
    navigation,
    durationMs: file.durationMinutes === undefined ? sectionsMs : toMs(file.durationMinutes),
    ...windowOf(file.window, now),
    graceMs: Math.round(file.graceSeconds * 1_000),
    takeover,
    maxFrames,
    maxLateEntries,
    ...(maxExtensionMinutes !== undefined && {
      maxExtensionMs: Math.round(maxExtensionMinutes * msPerMinute),
    }),
    ...(tools && { tools }),
    ...(conduct && { conduct: conductOf(conduct, file.languages) }),
  };
}

function conductOf(conduct: NonNullable<ExamFile['conduct']>, languages: readonly string[]): ConductPolicy {
  return Object.fromEntries(
    Object.entries(conduct).map(([type, steps]) => [type, steps.map((step) => stepOf(step, languages))]),
  );
}

function stepOf(step: FileConductStep, languages: readonly string[]): ConductStep {
  const { after } = step;
  switch (step.do) {
    case 'record':
      return { after, do: step.do };
    case 'warn':
      return { after, do: step.do, text: inAll(step.text, languages) };
    case 'call':
      return { after, do: step.do, ...(step.text && { text: inAll(step.text, languages) }) };
  }
}

function windowOf(
  window: ExamFile['window'],
  now: number,
): Pick<PaperContent['rules'], 'opensAt' | 'lastEntryAt' | 'closesAt'> {
  if (window === 'open') {
    const opensAt = Math.floor(now / msPerMinute) * msPerMinute;
    return { opensAt, lastEntryAt: opensAt + openForMs, closesAt: opensAt + openForMs };
  }
  const { opensAt, lastEntryAt, closesAt } = window;
  return { opensAt, lastEntryAt: lastEntryAt ?? closesAt, closesAt };
}

function feedbackOf(
  { items, freeText }: NonNullable<ExamFile['feedback']>,
  languages: readonly string[],
): NonNullable<PaperContent['feedback']> {
  return { items: items.map(({ id, text }) => ({ id, text: inAll(text, languages) })), freeText };
}

/** In whole seconds: 13.3333 minutes are 13 min 20 s. */
function toMs(minutes: number): number {
  return Math.round(minutes * 60) * 1_000;
}

/** A text that is given without a language is the same in every language of the paper. */
function inAll(text: string | LocalText, languages: readonly string[]): LocalText {
  return typeof text === 'string' ? Object.fromEntries(languages.map((language) => [language, text])) : text;
}
