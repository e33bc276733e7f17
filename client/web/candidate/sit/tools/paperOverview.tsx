import { useId, useState } from 'react';
import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { DrawingsContext, drawingsOf } from '../../../shared/richText/drawings.tsx';
import { RichText } from '../../../shared/richText/richText.tsx';
import { Title } from '../../../shared/title.tsx';
import { useExam } from '../examContext.ts';
import { type QuestionState, questionState, questionStates } from '../questionState.ts';
import { Statements } from '../statements.tsx';

/** The whole paper to read: every question with its state, and a way to it. */
export function PaperOverview({ onClose }: { readonly onClose: () => void }) {
  const { common, palette, tools } = useTexts();
  const { state } = useExam();
  const [wanted, setWanted] = useState<QuestionState | null>(null);
  const id = useId();
  const sections = (state.paper?.sections ?? []).map((section) => ({
    ...section,
    shown: section.questionIds.filter(
      (questionId) => wanted === null || questionState(state.answers[questionId]) === wanted,
    ),
  }));
  return (
    <Dialog
      className="paper-overview"
      title={tools.overview}
      onClose={onClose}
      actions={<Button onClick={onClose}>{common.close}</Button>}
    >
      <div className="row">
        <label htmlFor={id}>{tools.show}</label>
        <select
          id={id}
          className="select"
          value={wanted ?? ''}
          onChange={(event) => setWanted(questionStates.find((each) => each === event.target.value) ?? null)}
        >
          <option value="">{tools.all}</option>
          {questionStates.map((each) => (
            <option key={each} value={each}>
              {palette.states[each]}
            </option>
          ))}
        </select>
      </div>
      {sections.map((section) => (
        <section key={section.id} className="stack-tight" aria-labelledby={`${id}-${section.id}`}>
          <h3 id={`${id}-${section.id}`}>
            <Title text={section.title} />
          </h3>
          {section.shown.length === 0 && <p className="quiet">{tools.none}</p>}
          <ol className="overview-list">
            {section.shown.map((questionId) => (
              <OverviewItem
                key={questionId}
                questionId={questionId}
                isOpen={section.state === 'open'}
                onClose={onClose}
              />
            ))}
          </ol>
        </section>
      ))}
    </Dialog>
  );
}

interface OverviewItemProps {
  readonly questionId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function OverviewItem({ questionId, isOpen, onClose }: OverviewItemProps) {
  const texts = useTexts();
  const { state, questionLanguage, goTo, numberOf } = useExam();
  const question = state.questions[questionId];
  const number = numberOf(questionId);
  const standing = questionState(state.answers[questionId]);
  return (
    <li className="overview-item">
      <Button
        className={`palette-sign palette-${standing}`}
        aria-label={texts.palette.goTo(number, texts.palette.states[standing])}
        disabled={!isOpen}
        onClick={() => {
          goTo(questionId);
          onClose();
        }}
      >
        {number}
      </Button>
      <div className="stack-tight">
        {question === undefined ? (
          <p className="quiet">{isOpen ? texts.exam.questionLoading : texts.tools.notOpen}</p>
        ) : (
          <DrawingsContext value={drawingsOf(question.formulas)}>
            <RichText text={question.text} language={questionLanguage} />
            <Statements question={question} />
          </DrawingsContext>
        )}
        <span className="small quiet">{texts.palette.states[standing]}</span>
      </div>
    </li>
  );
}
