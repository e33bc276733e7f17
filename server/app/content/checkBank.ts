import type { Choice, MarkingRule, PaperContent, Question, QuestionGroup } from '../../domain/content.ts';
import { add, compare, tryParseFraction, ZERO } from '../../domain/fraction.ts';
import { comparableText } from '../../domain/matching.ts';
import { checkPaper } from '../../domain/paperCheck.ts';
import type { QuestionMarks } from '../ports/content.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { BankDraft, Draft } from './draft.ts';
import { FormulaDrawer, strayLatex } from './formulas/paperFormulas.ts';
import { inOrder, type Note } from './note.ts';

/**
 * What was read, held against the same rules as a paper at publication, so that nothing can be imported that could
 * never be published. Of a question that the file holds twice, one is left.
 */
export function checkBank(draft: BankDraft): BankDraft {
  const known = new Set(draft.problems.map(({ where }) => where));
  const problems: Note[] = [];
  const warnings: Note[] = [...draft.warnings];
  const groups = new Map(draft.groups.map((group) => [group.id, group]));
  if (groups.size < draft.groups.length) {
    problems.push({ where: 'groups', message: 'holds two groups with the same id: give each its own' });
  }
  const drawer = new FormulaDrawer();
  const firsts = new Map<string, Draft>();
  for (const each of draft.questions) {
    const first = firsts.get(each.content.question.id);
    if (first === undefined) {
      firsts.set(each.content.question.id, each);
      problems.push(...problemsOf(each, groups), ...formulaProblemsOf(each, groups, drawer));
      warnings.push(...oddities(each));
    } else if (canonicalJson(first.content) === canonicalJson(each.content)) {
      warnings.push({
        where: each.placeOf(''),
        message: `repeats ${first.placeOf('')}: it is imported once`,
      });
    } else {
      const message = `asks the same as ${first.placeOf('')}, or has its id, but is not the same in all parts: keep one of them`;
      problems.push({ where: each.placeOf(''), message });
    }
  }
  const used = new Set(draft.questions.map(({ content }) => content.question.groupId));
  for (const { id } of draft.groups) {
    if (!used.has(id)) {
      problems.push({ where: `groups (${id})`, message: 'is a passage without a question: remove it' });
    }
  }
  return {
    groups: draft.groups,
    questions: [...firsts.values()],
    // What is found in a place that could not even be read only follows from that.
    problems: inOrder([...draft.problems, ...problems.filter(({ where }) => !known.has(where))]),
    warnings: inOrder(warnings),
  };
}

/** Checks a question as the only one of a paper in the languages it is written in. */
function problemsOf({ content, placeOf }: Draft, groups: ReadonlyMap<string, QuestionGroup>): Note[] {
  const { question, key, solution, marks } = content;
  const group = question.groupId === undefined ? undefined : groups.get(question.groupId);
  const paper = paperOf(question, group, {
    rule: 'all-or-nothing',
    correct: marks?.correct ?? '1',
    wrong: marks?.wrong ?? '0',
  });
  const solutions = solution === null ? {} : { [question.id]: solution };
  const paperKey = { keys: { [question.id]: key }, actions: {}, solutions };
  return checkPaper(paper, paperKey).map(({ path, message }) => ({
    where: placeOf(partOf(path, question.id)),
    message,
  }));
}

function formulaProblemsOf(
  { content: { question }, placeOf }: Draft,
  groups: ReadonlyMap<string, QuestionGroup>,
  drawer: FormulaDrawer,
): Note[] {
  const group = question.groupId === undefined ? undefined : groups.get(question.groupId);
  const ofGroup = group === undefined ? [] : drawer.ofGroup(group).problems;
  return [
    ...drawer.ofQuestion(question).problems.map(({ where, message }) => ({ where: placeOf(where), message })),
    ...ofGroup.map(({ where, message }) => ({ where: placeOf(`group.${where}`), message })),
  ];
}

function paperOf(question: Question, group: QuestionGroup | undefined, rule: MarkingRule): PaperContent {
  const languages = Object.keys(question.type === 'assertion-reason' ? question.assertion : question.text);
  const title = Object.fromEntries(languages.map((language) => [language, '-']));
  return {
    title,
    languages,
    rules: anyRules,
    groups: group === undefined ? [] : [group],
    sections: [
      {
        id: 'all',
        title,
        shuffleQuestions: false,
        shuffleOptions: false,
        marking: { default: rule },
        pools: [{ draw: 1, units: [[question.id]] }],
        questions: [question],
      },
    ],
  };
}

/** Sound, so that whatever is found is the question's. */
const anyRules: PaperContent['rules'] = {
  clock: 'individual',
  navigation: 'free',
  durationMs: 1,
  opensAt: 0,
  lastEntryAt: 0,
  closesAt: 1,
  graceMs: 0,
  takeover: 'free',
  maxFrames: 1,
  maxLateEntries: 0,
};

/** `sections[0].questions[0].options[2].text.mr` → `options[2].text.mr`; the marks of the paper are those of the question. */
function partOf(path: string, questionId: string): string {
  return path
    .replace(/^sections\[0\]\.questions\[0\]\.?/, '')
    .replace(/^sections\[0\]\.marking(\.default)?/, 'marks')
    .replace(/^groups\[0\]/, 'group')
    .replace(/^languages$/, 'text')
    .replace(`key.keys.${questionId}`, 'key');
}

function oddities({ content, placeOf }: Draft): Note[] {
  const { question, marks } = content;
  const notes = strayLatex(question).map(({ where, message }) => ({ where: placeOf(where), message }));
  if ('options' in question) {
    for (const { index, same } of twins(question.options)) {
      notes.push({ where: placeOf(`options[${index}]`), message: `has the same text as option ${same}` });
    }
  }
  if (marks !== null && takesMoreThanItGives(marks)) {
    notes.push({ where: placeOf('marks.wrong'), message: 'takes away more than a right answer gives' });
  }
  return notes;
}

/** Options that read like an earlier one in some language. */
function twins(options: readonly Choice[]): { index: number; same: string }[] {
  return options.flatMap((option, index) => {
    const twin = options.slice(0, index).find((earlier) => readAlike(earlier, option));
    return twin === undefined ? [] : [{ index, same: twin.id }];
  });
}

function readAlike(a: Choice, b: Choice): boolean {
  return Object.entries(a.text).some(
    ([language, text]) => comparableText(text, true) === comparableText(b.text[language] ?? '', true),
  );
}

function takesMoreThanItGives(marks: QuestionMarks): boolean {
  const correct = tryParseFraction(marks.correct);
  const wrong = tryParseFraction(marks.wrong);
  return correct !== undefined && wrong !== undefined && compare(add(correct, wrong), ZERO) < 0;
}
