import { RichText } from '../../shared/richText/richText.tsx';
import { type QuestionProps, useExam } from './examContext.ts';
import { paperWords } from './paperWords.ts';

/** Assertion and reason, with their names in the language of the question. */
export function Statements({ question: { assertion, reason } }: QuestionProps) {
  const { questionLanguage } = useExam();
  const words = paperWords(questionLanguage);
  if (assertion === undefined && reason === undefined) return null;
  return (
    <dl className="statements">
      <dt lang={words.language}>{words.assertion}</dt>
      <dd>
        <RichText text={assertion} language={questionLanguage} />
      </dd>
      <dt lang={words.language}>{words.reason}</dt>
      <dd>
        <RichText text={reason} language={questionLanguage} />
      </dd>
    </dl>
  );
}
