import { memo, useCallback, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Title } from '../../shared/title.tsx';
import { useAfterPaint } from '../../shared/useAfterPaint.ts';
import { ExamContext, useExam } from './examContext.ts';
import { Legend } from './legend.tsx';
import { allQuestions } from './paper.ts';
import { answeredIn, countStates, type QuestionState, questionState } from './questionState.ts';
import { isInDoubt } from './saveState.ts';

interface PaletteProps {
  /** Called after a question was chosen, besides going to it. */
  readonly onChosen?: () => void;
}

/**
 * Every question by its number and state. Choosing one goes there and loses nothing. Two hundred squares are looked through
 * after the screen has answered a press, not before.
 */
export function Palette(props: PaletteProps) {
  const exam = useAfterPaint(useExam());
  return (
    <ExamContext value={exam}>
      <Squares {...props} />
    </ExamContext>
  );
}

const Squares = memo(function Squares({ onChosen }: PaletteProps) {
  const texts = useTexts();
  const { state, draftMap, shownId, goTo, numberOf } = useExam();
  const sections = state.paper?.sections ?? [];
  // The same function always: else every cell of a long paper is drawn again at each press.
  const latest = useRef({ goTo, onChosen });
  useLayoutEffect(() => {
    latest.current = { goTo, onChosen };
  });
  const choose = useCallback((questionId: string) => {
    latest.current.goTo(questionId);
    latest.current.onChosen?.();
  }, []);
  return (
    <section className="palette stack" aria-label={texts.palette.title}>
      {sections.map((section) => (
        <div key={section.id} className="stack-tight">
          <div className="palette-section">
            <h3 className="palette-heading">
              <Title text={section.title} />
            </h3>
            <span className="small quiet numbers">
              {texts.exam.counts(
                answeredIn(countStates(section.questionIds, state.answers)),
                section.questionIds.length,
              )}
            </span>
          </div>
          <ol className="palette-grid">
            {section.questionIds.map((id) => (
              <li key={id}>
                <PaletteCell
                  number={numberOf(id)}
                  questionId={id}
                  state={questionState(state.answers[id])}
                  isCurrent={id === shownId}
                  isUnsaved={state.answers[id]?.save.kind === 'pending' || draftMap[id]?.phase === 'typing'}
                  isDoubtful={isInDoubt(state.answers[id], draftMap[id])}
                  isLocked={section.state !== 'open'}
                  onChoose={choose}
                />
              </li>
            ))}
          </ol>
        </div>
      ))}
      <details className="palette-legend" open>
        <summary>{texts.palette.legend}</summary>
        <Legend counts={countStates(allQuestions(sections), state.answers)} />
      </details>
    </section>
  );
});

interface PaletteCellProps {
  readonly number: number;
  readonly questionId: string;
  readonly state: QuestionState;
  readonly isCurrent: boolean;
  readonly isUnsaved: boolean;
  readonly isDoubtful: boolean;
  readonly isLocked: boolean;
  readonly onChoose: (questionId: string) => void;
}

const PaletteCell = memo(function PaletteCell(cell: PaletteCellProps) {
  const { palette } = useTexts();
  const { number, questionId, state, isCurrent, isUnsaved, isDoubtful, isLocked, onChoose } = cell;
  const name = [
    palette.goTo(number, palette.states[state]),
    isCurrent && palette.current,
    isUnsaved && palette.notSaved,
    isDoubtful && palette.refused,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <button
      type="button"
      className={`palette-cell palette-sign palette-${state}`}
      aria-label={name}
      aria-current={isCurrent ? 'true' : undefined}
      disabled={isLocked}
      data-state={state}
      data-question={questionId}
      onClick={() => onChoose(questionId)}
    >
      <span className="palette-number numbers">{number}</span>
      {isUnsaved && !isDoubtful && <span className="palette-mark palette-mark-unsaved" />}
      {isDoubtful && <span className="palette-mark palette-mark-doubt">!</span>}
    </button>
  );
});
