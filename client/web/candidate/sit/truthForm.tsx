import { chosenTruth } from './answerValues.ts';
import { Choice } from './choice.tsx';
import { type QuestionProps, useExam } from './examContext.ts';
import { paperWords } from './paperWords.ts';

/** True or false. */
export function TruthForm({ question: { id } }: QuestionProps) {
  const { session, state, questionLanguage } = useExam();
  const chosen = chosenTruth(state.answers[id]?.value);
  const words = paperWords(questionLanguage);
  return (
    <div className="choices">
      {[true, false].map((truth) => (
        <Choice
          key={String(truth)}
          type="radio"
          name={id}
          value={String(truth)}
          isChosen={chosen === truth}
          onChange={() => session.answer(id, truth)}
        >
          <span lang={words.language}>{truth ? words.true : words.false}</span>
        </Choice>
      ))}
    </div>
  );
}
