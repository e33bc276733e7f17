import { useLayoutEffect, useRef } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { RichText } from '../../shared/richText/richText.tsx';
import { type QuestionProps, useExam } from './examContext.ts';
import { allQuestions } from './paper.ts';
import { QuestionLanguageSwitch } from './questionLanguage.tsx';
import { QuestionSave } from './questionSave.tsx';
import { SafeQuestion } from './safeQuestion.tsx';
import { signed } from './signed.ts';

/** The question on the screen, with what is to be known about it. */
export function QuestionPanel() {
  const texts = useTexts();
  const { state, shownId, numberOf } = useExam();
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the paint: what is pressed or typed next must not act on the button that was pressed last.
  useLayoutEffect(() => {
    if (shownId === null) return;
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [shownId]);
  if (shownId === null) return <p role="status">{texts.exam.waitForSection}</p>;
  const question = state.questions[shownId];
  const total = allQuestions(state.paper?.sections ?? []).length;
  return (
    <article className="question card" aria-labelledby="question-heading">
      <div className="question-head">
        <h2 id="question-heading" ref={heading} tabIndex={-1}>
          {texts.exam.questionOf(numberOf(shownId), total)}
        </h2>
        <QuestionLanguageSwitch />
        {question && <Marks question={question} />}
      </div>
      {question === undefined ? (
        <p role="status">{texts.exam.questionLoading}</p>
      ) : (
        <>
          <Errata question={question} />
          <SafeQuestion question={question} />
          <div className="question-foot">
            <QuestionSave question={question} />
            <ReviewMark question={question} />
          </div>
        </>
      )}
    </article>
  );
}

function Marks({ question: { type, marks } }: QuestionProps) {
  const { exam } = useTexts();
  const [correct, wrong] = [signed(marks.correct), signed(marks.wrong)];
  const rule = isKnownRule(marks.rule) ? exam.marksExplained[marks.rule] : null;
  return (
    <details className="marks small">
      <summary>
        <span className="quiet">{exam.types[type]}</span>{' '}
        <span className="numbers">{exam.marks(correct, wrong)}</span>
      </summary>
      <p>{rule?.(correct, wrong, signed(marks.perOption ?? '0'))}</p>
    </details>
  );
}

const knownRules = ['all-or-nothing', 'partial-subset', 'per-row'] as const;

function isKnownRule(rule: string): rule is (typeof knownRules)[number] {
  return knownRules.some((known) => known === rule);
}

/** Corrections of the exam office, for as long as the question is on the screen. */
function Errata({ question: { id } }: QuestionProps) {
  const { exam } = useTexts();
  const { state, questionLanguage } = useExam();
  return state.notices
    .filter(({ kind, questionId }) => kind === 'erratum' && questionId === id)
    .map(({ commandId, text }) => (
      <Banner key={commandId} tone="warning" title={exam.erratum}>
        {text && <RichText text={text} language={questionLanguage} />}
      </Banner>
    ));
}

function ReviewMark({ question: { id } }: QuestionProps) {
  const { exam } = useTexts();
  const { session, state, mayWrite } = useExam();
  if (state.answers[id]?.marked !== true) return null;
  return (
    <span className="row review-mark">
      <span>{exam.marked}</span>
      {mayWrite && (
        <Button look="plain" onClick={() => session.mark(id, false)}>
          {exam.unmark}
        </Button>
      )}
    </span>
  );
}
