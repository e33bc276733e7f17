import { useTexts } from '../../shared/language.tsx';
import { ChoiceForm } from './choiceForm.tsx';
import type { QuestionProps } from './examContext.ts';
import { useExam } from './examContext.ts';
import { MatrixForm } from './matrixForm.tsx';
import { MultipleForm } from './multipleForm.tsx';
import { TruthForm } from './truthForm.tsx';
import { TypedForm } from './typedForm.tsx';

/** The controls by which a question of each type is answered. Each choice goes to the session at once. */
export function AnswerForm({ question }: QuestionProps) {
  const texts = useTexts();
  const { mayWrite } = useExam();
  return (
    <fieldset className="answer-form" disabled={!mayWrite}>
      <legend className="visually-hidden">{texts.exam.yourAnswer}</legend>
      <Controls question={question} />
    </fieldset>
  );
}

function Controls({ question }: QuestionProps) {
  switch (question.type) {
    case 'single':
    case 'assertion-reason':
      return <ChoiceForm question={question} />;
    case 'multiple':
      return <MultipleForm question={question} />;
    case 'true-false':
      return <TruthForm question={question} />;
    case 'matrix':
      return <MatrixForm question={question} />;
    case 'numerical':
    case 'short-text':
      return <TypedForm question={question} />;
  }
}
