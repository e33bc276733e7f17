import type { MarkingRule, PaperSection } from './content.ts';
import { compare, whole as fromWhole, multiply, tryParseFraction, ZERO } from './fraction.ts';
import type { PaperKey } from './key.ts';
import { markingRule, suits } from './marking.ts';
import { own } from './own.ts';
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

/** Under partial-subset all but one of the right options must not give more than all of them. */
export function checkParts({ marking, questions }: PaperSection, { keys }: PaperKey, place: Place): void {
  for (const question of questions) {
    const rule = markingRule(marking, question);
    const key = own(keys, question.id);
    if (rule.rule !== 'partial-subset' || key?.type !== 'multiple') continue;
    const whole = tryParseFraction(rule.correct);
    const perOption = tryParseFraction(rule.perOption);
    if (!whole || !perOption) continue;
    const most = multiply(fromWhole(key.options.length - 1), perOption);
    place.must(
      compare(most, whole) <= 0,
      `gives more for a part of the right options of ${question.id} than for all of them: lower perOption`,
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
