import { RichLine } from '../../shared/richText/richText.tsx';
import { chosenOptions, withOption } from './answerValues.ts';
import { Choice } from './choice.tsx';
import { type QuestionProps, useExam } from './examContext.ts';

/** Any number of options. */
export function MultipleForm({ question: { id, options = [] } }: QuestionProps) {
  const { session, state, questionLanguage } = useExam();
  const value = state.answers[id]?.value;
  const chosen = chosenOptions(value);
  return (
    <div className="choices">
      {options.map((option) => (
        <Choice
          key={option.id}
          type="checkbox"
          name={id}
          value={option.id}
          isChosen={chosen.includes(option.id)}
          onChange={(isChosen) => session.answer(id, withOption(options, value, option.id, isChosen))}
        >
          <RichLine text={option.text} language={questionLanguage} />
        </Choice>
      ))}
    </div>
  );
}
