import { useId } from 'react';
import type { WireQuestion } from '../../../../server/protocol/candidate.ts';
import { useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import type { Texts } from '../../shared/texts/catalogues.ts';
import { typedText } from './answerValues.ts';
import { type QuestionProps, useExam } from './examContext.ts';
import type { NumberRange } from './numberRange.ts';
import { Keypad } from './tools/keypad.tsx';
import { useCaret } from './tools/useCaret.ts';
import { countCharacters, type TypedProblem } from './typedAnswer.ts';

/** A number or a short text. What cannot be sent stays in the field, with the reason and what counts meanwhile. */
export function TypedForm({ question }: QuestionProps) {
  const texts = useTexts();
  const { state, drafts, draftMap, questionLanguage } = useExam();
  const id = useId();
  const draft = draftMap[question.id];
  const held = typedText(state.answers[question.id]?.value);
  const text = draft?.text ?? held;
  const isNumber = question.type === 'numerical';
  const unit = inLanguage(question.unit, questionLanguage);
  const problem = draft?.problem ?? null;
  const hasKeypad = isNumber && state.paper?.tools?.keypad === true;
  const { input, edit } = useCaret(text, (changed) => drafts.type(question, changed));
  const shared = {
    id,
    value: text,
    className: 'input',
    autoComplete: 'off',
    autoCorrect: 'off',
    autoCapitalize: 'none',
    spellCheck: 'false',
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': `${id}-hint${problem === null ? '' : ` ${id}-problem`}`,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      drafts.type(question, event.target.value),
    onBlur: () => drafts.leave(question.id),
  } as const;
  return (
    <div className="field typed-answer">
      <label className="field-label" htmlFor={id}>
        {texts.exam.yourAnswer}
      </label>
      {isNumber ? (
        <span className="number-line">
          <input {...shared} ref={input} type="text" inputMode={hasKeypad ? 'none' : 'decimal'} />
          {unit.text !== '' && <bdi lang={unit.language}>{unit.text}</bdi>}
        </span>
      ) : (
        <textarea {...shared} rows={3} dir="auto" lang={questionLanguage} />
      )}
      <span className="field-hint numbers" id={`${id}-hint`}>
        {isNumber ? numberHint(question.range, texts) : counter(question.maxLength, text, texts)}
      </span>
      {problem !== null && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {sentenceFor(problem, question, text, texts)} {texts.answer.notSent}{' '}
          {held === '' ? texts.answer.nothingCounts : texts.answer.earlierCounts(held)}
        </p>
      )}
      {hasKeypad && <Keypad onEdit={edit} />}
    </div>
  );
}

function numberHint(range: NumberRange | undefined, { answer }: Texts): string {
  return `${permitted(range, answer)} ${answer.numberHint}`.trimStart();
}

/** Which numbers are permitted; nothing where all are. */
function permitted({ min, max }: NumberRange = {}, answer: Texts['answer']): string {
  if (min !== undefined && max !== undefined) return answer.between(min, max);
  if (min !== undefined) return answer.atLeast(min);
  return max === undefined ? '' : answer.atMost(max);
}

function counter(maxLength: number | undefined, text: string, { answer }: Texts): string {
  return maxLength === undefined ? '' : answer.characters(countCharacters(text), maxLength);
}

function sentenceFor(
  problem: TypedProblem,
  { maxLength, range }: WireQuestion,
  text: string,
  { answer, errors }: Texts,
): string {
  switch (problem) {
    case 'not-a-number':
      return answer.notANumber;
    case 'number-too-long':
      return answer.numberTooLong;
    case 'out-of-range':
      return `${answer.outOfRange} ${permitted(range, answer)}`;
    case 'text-too-long': {
      const over = countCharacters(text) - (maxLength ?? 0);
      return maxLength !== undefined && over > 0 ? answer.textTooLong(over) : errors['too-large'];
    }
  }
}
