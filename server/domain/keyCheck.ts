import { type AnswerRefusal, type AnswerValue, type Grid, isAnswered, validateAnswer } from './answers.ts';
import type { NumberRange, PaperContent, Question } from './content.ts';
import type { KeyAction, PaperKey, QuestionKey } from './key.ts';
import { checkNumber } from './numberCheck.ts';
import { own } from './own.ts';
import type { Place } from './problem.ts';

/** Every question has a key of its type that a candidate could answer, and the key speaks of no other question. */
export function checkKey(paper: PaperContent, key: PaperKey, place: Place): void {
  const questions = new Map(
    paper.sections.flatMap((section) => section.questions.map((each) => [each.id, each])),
  );
  for (const part of ['keys', 'actions', 'solutions'] as const) {
    for (const id of Object.keys(key[part])) {
      place.below(`${part}.${id}`).must(questions.has(id), 'is not a question of this paper');
    }
  }
  for (const question of questions.values()) {
    const published = own(key.keys, question.id);
    const keyPlace = place.below(`keys.${question.id}`);
    keyPlace.must(published !== undefined, 'is missing: give the right answer');
    if (published) checkQuestionKey(question, published, keyPlace);
    checkAction(question, own(key.actions, question.id), place.below(`actions.${question.id}`));
  }
}

function checkAction(question: Question, action: KeyAction | undefined, place: Place): void {
  if (action?.action !== 'accept-also') return;
  place.below('keys').must(action.keys.length > 0, 'is empty: name what else is accepted');
  for (const [i, also] of action.keys.entries()) checkQuestionKey(question, also, place.below(`keys[${i}]`));
}

function checkQuestionKey(question: Question, key: QuestionKey, place: Place): void {
  place.must(
    key.type === question.type,
    `is of type ${key.type}, but the question is of type ${question.type}`,
  );
  if (key.type !== question.type) return;
  switch (key.type) {
    case 'single':
    case 'assertion-reason':
      checkPossible(question, key.option, place.below('option'));
      break;
    case 'multiple':
      checkPossible(question, key.options, place.below('options'));
      break;
    case 'numerical':
      checkNumber(key.accept, rangeOf(question), place);
      break;
    case 'matrix':
      checkPossible(question, key.rows, place.below('rows'));
      checkAllRows(question, key.rows, place.below('rows'));
      break;
    case 'true-false':
      checkPossible(question, key.value, place.below('value'));
      break;
    case 'short-text':
      place.below('accept').must(key.accept.length > 0, 'is empty: name at least one right answer');
      for (const [i, text] of key.accept.entries())
        checkPossible(question, text.normalize('NFC'), place.below(`accept[${i}]`));
      break;
  }
}

/** What counts as right must be an answer that a candidate can give. */
function checkPossible(question: Question, value: AnswerValue, place: Place): void {
  const checked = validateAnswer(question, value);
  if (!checked.ok) place.must(false, `${impossible[checked.code]}: no candidate could give this answer`);
  else place.must(isAnswered(value), 'is empty: give the right answer');
}

const impossible: Readonly<Record<AnswerRefusal, string>> = {
  'unknown-option': 'names an option that the question does not have',
  'invalid-value': 'does not fit the question (twice the same option, or text that is too long)',
};

function checkAllRows(question: Question, rows: Grid, place: Place): void {
  if (question.type !== 'matrix') return;
  for (const { id } of question.rows) {
    const columns = own(rows, id) ?? [];
    place.below(id).must(columns.length > 0, 'is missing: name the right columns of this row');
  }
}

function rangeOf(question: Question): NumberRange {
  return question.type === 'numerical' && question.range !== undefined ? question.range : {};
}
