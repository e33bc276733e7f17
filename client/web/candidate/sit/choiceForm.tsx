import { RichLine } from '../../shared/richText/richText.tsx';
import { chosenOption } from './answerValues.ts';
import { Choice } from './choice.tsx';
import { type QuestionProps, useExam } from './examContext.ts';

/** One option of several. */
export function ChoiceForm({ question: { id, options = [] } }: QuestionProps) {
  const { session, state, questionLanguage } = useExam();
  const chosen = chosenOption(state.answers[id]?.value);
  return (
    <div className="choices">
      {options.map((option) => (
        <Choice
          key={option.id}
          type="radio"
          name={id}
          value={option.id}
          isChosen={option.id === chosen}
          onChange={() => session.answer(id, option.id)}
        >
          <RichLine text={option.text} language={questionLanguage} />
        </Choice>
      ))}
    </div>
  );
}
