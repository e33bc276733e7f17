import type { Choice, Image, LocalText, PaperContent, PaperSection, Question } from './content.ts';
import type { PaperKey } from './key.ts';
import { checkKey } from './keyCheck.ts';
import { checkMarking, checkParts } from './markingCheck.ts';
import { checkRange } from './numberCheck.ts';
import { own } from './own.ts';
import { checkPools } from './poolCheck.ts';
import { type Place, type Problem, placesOf } from './problem.ts';
import { checkRules } from './rulesCheck.ts';

/** Greatest `maxLength` of a short text in code points: such an answer always fits into one message. */
const MAX_TEXT_ANSWER = 5_000;

/** The same as the wire's greatest number of items. */
const MAX_FEEDBACK_ITEMS = 10;

// The wire carries ids of at most 64 characters; printable ASCII looks the same in every log, sheet and address.
const ID = /^[\x21-\x7e]{1,64}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/**
 * Everything for which publication refuses a paper; empty when it may be published. Rules of time, sections, pools,
 * questions in every language, marks and the key are held against each other, so that an attempt can never meet a
 * question it cannot show, order or mark. Takes the shape of its arguments for granted: whoever reads them parses them.
 */
export function checkPaper(paper: PaperContent, key: PaperKey): Problem[] {
  const problems: Problem[] = [];
  const root = placesOf(problems);
  checkLanguages(paper.languages, root);
  checkText(paper.title, paper.languages, root.below('title'));
  checkRules(paper, root);
  checkIds(paper.groups, root.below('groups'));
  for (const [i, group] of paper.groups.entries()) {
    checkTextAndImages(group, paper.languages, root.below(`groups[${i}]`));
  }
  root.below('sections').must(paper.sections.length > 0, 'is empty: a paper needs at least one section');
  checkIds(paper.sections, root.below('sections'));
  checkQuestionIds(paper, root);
  for (const [i, section] of paper.sections.entries()) {
    checkSection(section, paper, root.below(`sections[${i}]`));
    checkParts(section, key, root.below(`sections[${i}].marking`));
  }
  checkGroups(paper, root);
  checkFeedback(paper, root.below('feedback.items'));
  checkConduct(paper, root.below('rules.conduct'));
  checkKey(paper, key, root.below('key'));
  return problems;
}

function checkFeedback({ feedback, languages }: PaperContent, place: Place): void {
  const items = feedback?.items ?? [];
  place.must(items.length <= MAX_FEEDBACK_ITEMS, `has more than ${MAX_FEEDBACK_ITEMS} items`);
  checkIds(items, place);
  for (const [i, item] of items.entries()) checkText(item.text, languages, place.below(`[${i}].text`));
}

function checkConduct({ rules, languages }: PaperContent, place: Place): void {
  for (const [type, steps] of Object.entries(rules.conduct ?? {})) {
    let before = 0;
    for (const [i, step] of steps.entries()) {
      const at = place.below(`${type}[${i}]`);
      at.below('after').must(
        Number.isSafeInteger(step.after) && step.after > before,
        before === 0 ? 'must be a whole number above 0' : `must be above the ${before} of the step before`,
      );
      before = step.after;
      if (step.do !== 'record' && step.text !== undefined) checkText(step.text, languages, at.below('text'));
    }
  }
}

function checkSection(section: PaperSection, paper: PaperContent, place: Place): void {
  checkText(section.title, paper.languages, place.below('title'));
  for (const [i, question] of section.questions.entries()) {
    checkQuestion(question, paper.languages, place.below(`questions[${i}]`));
  }
  checkPools(section, place);
  checkMarking(section, place.below('marking'));
}

function checkQuestion(question: Question, languages: readonly string[], place: Place): void {
  checkTextAndImages(question, languages, place);
  switch (question.type) {
    case 'single':
    case 'multiple':
      checkChoices(question.options, 2, languages, place.below('options'));
      break;
    case 'assertion-reason':
      checkText(question.assertion, languages, place.below('assertion'));
      checkText(question.reason, languages, place.below('reason'));
      checkChoices(question.options, 2, languages, place.below('options'));
      break;
    case 'matrix':
      checkChoices(question.rows, 1, languages, place.below('rows'));
      checkChoices(question.columns, 2, languages, place.below('columns'));
      break;
    case 'numerical':
      if (question.unit) checkText(question.unit, languages, place.below('unit'));
      if (question.range) checkRange(question.range, place.below('range'));
      break;
    case 'short-text':
      place
        .below('maxLength')
        .must(isTextLimit(question.maxLength), `must be a whole number from 1 to ${MAX_TEXT_ANSWER}`);
      break;
    case 'true-false':
      break;
  }
}

function isTextLimit(maxLength: number): boolean {
  return Number.isInteger(maxLength) && maxLength >= 1 && maxLength <= MAX_TEXT_ANSWER;
}

function checkChoices(
  choices: readonly Choice[],
  least: number,
  languages: readonly string[],
  place: Place,
): void {
  place.must(choices.length >= least, `must have at least ${least}`);
  checkIds(choices, place);
  for (const [i, choice] of choices.entries()) checkText(choice.text, languages, place.below(`[${i}].text`));
}

function checkQuestionIds(paper: PaperContent, root: Place): void {
  const seen = new Set<string>();
  for (const [s, section] of paper.sections.entries()) {
    checkIds(section.questions, root.below(`sections[${s}].questions`), seen);
  }
}

/** Each id is fit for the wire and, among `seen` and its neighbours, the only one of its name. */
function checkIds(things: readonly { readonly id: string }[], place: Place, seen = new Set<string>()): void {
  for (const [i, { id }] of things.entries()) {
    const idPlace = place.below(`[${i}].id`);
    idPlace.must(
      isFitId(id),
      'must be 1 to 64 printable ASCII characters without spaces, and not a name like toString',
    );
    idPlace.must(!seen.has(id), `${id} is used twice: give each its own id`);
    seen.add(id);
  }
}

/** `constructor` and `__proto__` would be found in any record of answers. */
function isFitId(id: string): boolean {
  return ID.test(id) && !(id in Object.prototype);
}

/** Questions name groups that exist, and no group reaches over two sections. */
function checkGroups(paper: PaperContent, root: Place): void {
  const known = new Set(paper.groups.map(({ id }) => id));
  const homes = new Map<string, string>();
  for (const [s, section] of paper.sections.entries()) {
    for (const [q, { groupId }] of section.questions.entries()) {
      if (groupId === undefined) continue;
      const place = root.below(`sections[${s}].questions[${q}].groupId`);
      place.must(known.has(groupId), `names ${groupId}, which is not among the groups`);
      const home = homes.get(groupId) ?? section.id;
      place.must(home === section.id, `names ${groupId}, which belongs to section ${home}: use one section`);
      homes.set(groupId, home);
    }
  }
}

function checkLanguages(languages: readonly string[], root: Place): void {
  root.below('languages').must(languages.length > 0, 'is empty: name at least one, such as en');
  for (const [i, language] of languages.entries()) {
    const place = root.below(`languages[${i}]`);
    place.must(LANGUAGE.test(language), 'must be a language tag such as en, hi or mr');
    place.must(languages.indexOf(language) === i, `${language} is named twice`);
  }
}

function checkTextAndImages(
  thing: { readonly text: LocalText; readonly images?: readonly Image[] },
  languages: readonly string[],
  place: Place,
): void {
  checkText(thing.text, languages, place.below('text'));
  for (const [i, image] of (thing.images ?? []).entries()) {
    checkText(image.alt, languages, place.below(`images[${i}].alt`));
  }
}

/** The text stands in every language of the paper, in characters that the database and every screen can hold. */
function checkText(text: LocalText, languages: readonly string[], place: Place): void {
  for (const language of languages) {
    const words = own(text, language) ?? '';
    const textPlace = place.below(language);
    textPlace.must(words.trim() !== '', 'is missing: write the text in this language');
    textPlace.must(
      words.trim() === '' || isVisible(words),
      'holds only characters that nobody can see: write the text anew',
    );
    textPlace.must(isStorable(words), 'holds characters that are not text (U+0000 or half a surrogate pair)');
  }
}

/** Joiners, soft hyphens and marks of direction alone show nothing. */
function isVisible(text: string): boolean {
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}
