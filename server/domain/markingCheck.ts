import type { MarkingRule, PaperSection } from './content.ts';
import { compare, tryParseFraction, ZERO } from './fraction.ts';
import { markingRule, suits } from './marking.ts';
import type { Place } from './problem.ts';

/** Marks that cannot be read, have the wrong sign, or do not suit the questions they are for. */
export function checkMarking(section: PaperSection, place: Place): void {
  const { marking, questions } = section;
  checkRule(marking.default, place.below('default'));
  for (const [type, rule] of Object.entries(marking.byType ?? {}))
    checkRule(rule, place.below(`byType.${type}`));
  for (const [questionId, rule] of Object.entries(marking.byQuestion ?? {})) {
    const rulePlace = place.below(`byQuestion.${questionId}`);
    const isOurs = questions.some(({ id }) => id === questionId);
    rulePlace.must(isOurs, 'is not a question of this section');
    checkRule(rule, rulePlace);
  }
  for (const question of questions) {
    const rule = markingRule(marking, question);
    place.must(
      suits(rule, question),
      `${rule.rule} cannot mark ${question.id}, which is of type ${question.type}`,
    );
  }
}

function checkRule(rule: MarkingRule, place: Place): void {
  switch (rule.rule) {
    case 'all-or-nothing':
      checkGain(rule.correct, place.below('correct'));
      checkPenalty(rule.wrong, place.below('wrong'));
      break;
    case 'partial-subset':
      checkGain(rule.correct, place.below('correct'));
      checkGain(rule.perOption, place.below('perOption'));
      checkPenalty(rule.wrong, place.below('wrong'));
      break;
    case 'per-row':
      checkGain(rule.perRow, place.below('perRow'));
      checkPenalty(rule.wrongRow, place.below('wrongRow'));
      break;
  }
}

function checkGain(marks: string, place: Place): void {
  const fraction = tryParseFraction(marks);
  place.must(fraction !== undefined, unreadable);
  if (fraction) place.must(compare(fraction, ZERO) >= 0, 'must not be negative');
}

function checkPenalty(marks: string, place: Place): void {
  const fraction = tryParseFraction(marks);
  place.must(fraction !== undefined, unreadable);
  if (fraction)
    place.must(compare(fraction, ZERO) <= 0, 'would reward a wrong answer: write 0 or a negative number');
}

const unreadable = 'are not marks: write them as 4, -2/3 or 0.25';
