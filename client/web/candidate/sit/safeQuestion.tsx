import { Banner } from '../../shared/banner.tsx';
import { useTexts } from '../../shared/language.tsx';
import { PlainTextContext } from '../../shared/richText/richText.tsx';
import type { QuestionProps } from './examContext.ts';
import { QuestionBody } from './questionBody.tsx';
import { QuestionBoundary } from './questionBoundary.tsx';

/** A question that is always shown somehow: drawn; if that fails, as plain text with its controls; if that fails, a word. */
export function SafeQuestion({ question }: QuestionProps) {
  const { answer } = useTexts();
  const broken = (
    <Banner tone="bad" title={answer.brokenTitle} role="alert">
      {answer.brokenText}
    </Banner>
  );
  const plain = (
    <QuestionBoundary fallback={broken}>
      <div className="stack">
        <Banner tone="warning" title={answer.plainTitle}>
          {answer.plainText}
        </Banner>
        <PlainTextContext value={true}>
          <QuestionBody question={question} />
        </PlainTextContext>
      </div>
    </QuestionBoundary>
  );
  return (
    <QuestionBoundary key={question.id} fallback={plain}>
      <QuestionBody question={question} />
    </QuestionBoundary>
  );
}
