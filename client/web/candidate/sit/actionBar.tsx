import { useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { useExam } from './examContext.ts';
import { OfflineStrip } from './offlineNews.tsx';
import { isLockedInOrder, neighbour, reachable } from './paper.ts';
import { isAnswered } from './questionState.ts';
import { LeavingSection } from './sectionTabs.tsx';
import { useShortcuts } from './tools/useShortcuts.ts';

export interface ActionBarProps {
  readonly onSubmit: () => void;
  readonly onPalette: () => void;
}

/** The buttons as candidates know them. None of them is needed for saving. */
export function ActionBar({ onSubmit, onPalette }: ActionBarProps) {
  const { buttons, palette } = useTexts();
  const { session, state, drafts, mayWrite, shownId, goTo } = useExam();
  const [isLeavingSection, setIsLeavingSection] = useState(false);
  const sections = state.paper?.sections ?? [];
  const ids = reachable(sections);
  const before = neighbour(ids, shownId, -1);
  const after = neighbour(ids, shownId, 1);
  const nextSection = isLockedInOrder(state.deadline)
    ? sections.find((section) => section.state === 'locked')
    : undefined;
  const view = shownId === null ? undefined : state.answers[shownId];

  const goOn = () => {
    drafts.flush();
    if (after !== null) goTo(after);
    else if (nextSection) setIsLeavingSection(true);
    else onSubmit();
  };
  const saveAndGoOn = () => {
    drafts.flush();
    const now = shownId === null ? undefined : session.state.answers[shownId];
    if (shownId !== null && now?.marked && isAnswered(now.value)) session.mark(shownId, false);
    goOn();
  };
  const markAndGoOn = () => {
    drafts.flush();
    const isMarked = shownId !== null && session.state.answers[shownId]?.marked === true;
    if (shownId !== null && !isMarked) session.mark(shownId, true);
    goOn();
  };
  const clear = () => {
    if (shownId === null) return;
    drafts.drop(shownId);
    if (isAnswered(view?.value)) session.answer(shownId, null);
  };
  const toggleMark = () => {
    if (shownId !== null && mayWrite) session.mark(shownId, view?.marked !== true);
  };
  useShortcuts({
    next: () => after !== null && goTo(after),
    back: () => before !== null && goTo(before),
    mark: toggleMark,
    palette: onPalette,
  });

  return (
    <div className="action-bar">
      <div className="action-answer">
        <Button
          className="action-mark"
          look="review"
          isSinglePress
          disabled={!mayWrite}
          onClick={markAndGoOn}
        >
          {buttons.markNext}
        </Button>
        <Button className="action-clear" disabled={!mayWrite} onClick={clear}>
          {buttons.clear}
        </Button>
      </div>
      <div className="action-move">
        <OfflineStrip />
        <Button
          className="action-save"
          look="primary"
          isSinglePress
          disabled={!mayWrite}
          onClick={saveAndGoOn}
        >
          {buttons.saveNext}
        </Button>
        <Button className="action-back" disabled={before === null} onClick={() => before && goTo(before)}>
          {buttons.back}
        </Button>
        <Button className="action-next" disabled={after === null} onClick={() => after && goTo(after)}>
          {buttons.next}
        </Button>
        <Button className="action-palette" onClick={onPalette}>
          {palette.open}
        </Button>
        <Button className="action-submit" disabled={!mayWrite} onClick={onSubmit}>
          {buttons.submit}
        </Button>
      </div>
      {isLeavingSection && nextSection && (
        <LeavingSection next={nextSection} onClose={() => setIsLeavingSection(false)} />
      )}
    </div>
  );
}
