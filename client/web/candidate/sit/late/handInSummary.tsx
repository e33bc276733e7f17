import { useEffect, useRef, useState } from 'react';
import type { WireError } from '../../../../../server/protocol/errors.ts';
import { Banner } from '../../../shared/banner.tsx';
import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { errorSentence } from '../../../shared/texts/errorSentence.ts';
import { useLaterTexts } from '../../../shared/texts/useLaterTexts.ts';
import { formatDuration } from '../../../shared/time.ts';
import { Title } from '../../../shared/title.tsx';
import { useExam } from '../examContext.ts';
import { allQuestions } from '../paper.ts';
import { addCounts, answeredIn, countStates, type StateCounts } from '../questionState.ts';
import { pendingCount } from '../saveState.ts';

interface HandInSummaryProps {
  readonly leftMs: number;
  readonly problem: WireError | null;
  readonly onBack: () => void;
  readonly onHandIn: () => void;
}

/** How the exam stands, section by section, before it is handed in; and the second question before it is. */
export function HandInSummary({ leftMs, problem, onBack, onHandIn }: HandInSummaryProps) {
  const texts = useTexts();
  const { summary } = useLaterTexts();
  const { state, mayWrite } = useExam();
  const [isAsking, setIsAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, []);
  const ids = allQuestions(state.paper?.sections ?? []);
  const answered = answeredIn(countStates(ids, state.answers));
  return (
    <main id="main" tabIndex={-1} className="page-main stack">
      <h2 ref={heading} tabIndex={-1}>
        {summary.title}
      </h2>
      <p>{summary.lead}</p>
      {problem !== null && (
        <Banner tone="bad" role="alert" title={summary.failed}>
          {errorSentence(problem.code, texts)}
        </Banner>
      )}
      <SummaryTable />
      <Doubts />
      <p>{texts.time.leftInWords(formatDuration(leftMs, texts))}</p>
      <div className="row">
        <Button onClick={onBack}>{summary.back}</Button>
        <Button look="primary" disabled={!mayWrite} onClick={() => setIsAsking(true)}>
          {summary.handIn}
        </Button>
      </div>
      {isAsking && (
        <Dialog
          title={summary.confirmTitle}
          onClose={() => setIsAsking(false)}
          actions={
            <>
              <Button onClick={() => setIsAsking(false)}>{summary.back}</Button>
              <Button look="danger" isSinglePress onClick={onHandIn}>
                {summary.confirm}
              </Button>
            </>
          }
        >
          <p>{summary.confirmText(answered, ids.length)}</p>
        </Dialog>
      )}
    </main>
  );
}

function SummaryTable() {
  const { summary } = useLaterTexts();
  const { state } = useExam();
  const rows = (state.paper?.sections ?? []).map(({ id, title, questionIds }) => ({
    id,
    title,
    size: questionIds.length,
    counts: countStates(questionIds, state.answers),
  }));
  const total = addCounts(rows.map(({ counts }) => counts));
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  return (
    <div className="table-frame">
      <table className="summary-table">
        <thead>
          <tr>
            <th scope="col">{summary.section}</th>
            <th scope="col">{summary.questions}</th>
            <th scope="col">{summary.answered}</th>
            <th scope="col">{summary.answeredMarked}</th>
            <th scope="col">{summary.notAnswered}</th>
            <th scope="col">{summary.markedOnly}</th>
            <th scope="col">{summary.notVisited}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, title, size: questions, counts }) => (
            <tr key={id}>
              <th scope="row">
                <Title text={title} />
              </th>
              <Cells size={questions} counts={counts} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{summary.total}</th>
            <Cells size={size} counts={total} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cells({ size, counts }: { readonly size: number; readonly counts: StateCounts }) {
  const { summary } = useLaterTexts();
  const cells = [
    [summary.questions, size],
    [summary.answered, counts.answered],
    [summary.answeredMarked, counts['answered-marked']],
    [summary.notAnswered, counts['not-answered']],
    [summary.markedOnly, counts.marked],
    [summary.notVisited, counts['not-visited']],
  ] as const;
  return cells.map(([label, value]) => (
    <td key={label} className="numbers" data-label={label}>
      {value}
    </td>
  ));
}

/** What is not as it looks, before it is too late. */
function Doubts() {
  const { summary } = useLaterTexts();
  const { state, draftMap, numberOf } = useExam();
  const pending = pendingCount(state);
  const numbers = (ids: readonly string[]) =>
    ids
      .map(numberOf)
      .toSorted((a, b) => a - b)
      .join(', ');
  const unsent = Object.keys(draftMap).filter((id) => draftMap[id]?.phase === 'unsent');
  const refused = Object.keys(state.answers).filter((id) => state.answers[id]?.save.kind === 'refused');
  return (
    <>
      {unsent.length > 0 && <Banner tone="bad">{summary.unsent(numbers(unsent))}</Banner>}
      {refused.length > 0 && <Banner tone="bad">{summary.refusedAnswers(numbers(refused))}</Banner>}
      {pending > 0 && <Banner tone="warning">{summary.pending(pending)}</Banner>}
      {state.connection.kind !== 'up' && <Banner tone="warning">{summary.offline}</Banner>}
    </>
  );
}
