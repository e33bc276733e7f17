import { Link } from 'wouter';
import type { AnswerViews } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { RichText } from '../../shared/richText/richText.tsx';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';
import { practicePaper } from './practicePaper.ts';
import { markPractice } from './practiceScore.ts';

interface PracticeResultProps {
  readonly answers: AnswerViews;
  readonly isTimeOver: boolean;
  readonly onAgain: () => void;
}

export function PracticeResult({ answers, isTimeOver, onAgain }: PracticeResultProps) {
  const { language, texts } = useLanguage();
  const { exam } = texts;
  const { practice } = useLaterTexts();
  const results = practicePaper.sections
    .flatMap(({ questions }) => questions)
    .map((each) => ({ ...each, mark: markPractice(each, answers[each.question.id]?.value) }));
  const right = results.filter(({ mark }) => mark === 'right').length;
  return (
    <Page title={practice.resultTitle} isNarrow>
      {isTimeOver && <Banner tone="note">{practice.timeOver}</Banner>}
      <p className="practice-score">{practice.score(right, results.length)}</p>
      <ol className="practice-results">
        {results.map(({ question, rightAnswer, mark }, index) => (
          <li key={question.id} className="card stack-tight">
            <p className="row">
              <strong>{exam.question(index + 1)}</strong>
              <span className={`practice-mark practice-${mark}`}>{practice[mark]}</span>
            </p>
            <RichText text={question.assertion ?? question.text} language={language} />
            {mark !== 'right' && (
              <div>
                <p className="quiet small">{practice.rightAnswer}</p>
                <RichText text={rightAnswer} language={language} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <p className="row">
        <Button look="primary" onClick={onAgain}>
          {practice.again}
        </Button>
        <Link className="button" href="/">
          {texts.common.toStart}
        </Link>
      </p>
    </Page>
  );
}
