import { useEffect, useRef, useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { formatClock, formatDuration } from '../../shared/time.ts';
import { Title } from '../../shared/title.tsx';
import { useExam } from './examContext.ts';
import { Late } from './late/late.tsx';
import { isLockedInOrder, type Section, sectionOf } from './paper.ts';
import { answeredIn, countStates } from './questionState.ts';
import { useServerNow } from './useSession.ts';

/** The sections: free ones to choose from, locked ones to see what is to come. */
export function SectionTabs() {
  const { exam } = useTexts();
  const { state, shownId } = useExam();
  const sections = state.paper?.sections ?? [];
  const current = shownId === null ? undefined : sectionOf(sections, shownId);
  return (
    <nav className="section-tabs" aria-label={exam.sections}>
      {sections.map((section) => (
        <SectionTab key={section.id} section={section} isCurrent={section === current} />
      ))}
      {isLockedInOrder(state.deadline) && <NextSection sections={sections} />}
    </nav>
  );
}

interface SectionTabProps {
  readonly section: Section;
  readonly isCurrent: boolean;
}

function SectionTab({ section, isCurrent }: SectionTabProps) {
  const texts = useTexts();
  const { state, goTo } = useExam();
  const tab = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent && tab.current !== null) showInRow(tab.current);
  }, [isCurrent]);
  const time = state.deadline?.sections?.find(({ id }) => id === section.id);
  const answered = answeredIn(countStates(section.questionIds, state.answers));
  const goThere = () => {
    const first = section.questionIds.find((id) => state.answers[id]?.visited !== true);
    const target = isCurrent ? null : (first ?? section.questionIds[0]);
    if (target) goTo(target);
  };
  return (
    <button
      ref={tab}
      type="button"
      className="section-tab"
      aria-current={isCurrent ? 'true' : undefined}
      disabled={section.state !== 'open'}
      onClick={goThere}
    >
      <Title text={section.title} />
      <span className="section-facts small numbers">
        <span>
          {section.state === 'open' && texts.exam.counts(answered, section.questionIds.length)}
          {section.state === 'locked' && texts.exam.sectionLocked}
          {section.state === 'closed' && texts.exam.sectionClosed}
        </span>
        {time && section.state === 'locked' && (
          <span>{formatDuration(time.endsAt - time.opensAt, texts)}</span>
        )}
        {time && section.state === 'open' && <SectionClock endsAt={time.endsAt} />}
      </span>
    </button>
  );
}

function SectionClock({ endsAt }: { readonly endsAt: number }) {
  const { session, state } = useExam();
  const now = useServerNow(session);
  return state.status.kind === 'paused' ? null : <span aria-hidden="true">{formatClock(endsAt - now)}</span>;
}

/** Where the row of tabs is wider than the screen, it alone is scrolled, never the page. */
function showInRow(tab: HTMLElement): void {
  const row = tab.parentElement;
  if (row === null) return;
  const [ours, rows] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (ours.left < rows.left || ours.right > rows.right) row.scrollLeft += ours.left - rows.left;
}

/** Leaves a section whose time still runs. */
function NextSection({ sections }: { readonly sections: readonly Section[] }) {
  const { exam } = useTexts();
  const { mayWrite } = useExam();
  const [isAsking, setIsAsking] = useState(false);
  const next = sections.find(({ state }) => state === 'locked');
  if (next === undefined || !mayWrite) return null;
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{exam.nextSection}</Button>
      {isAsking && <LeavingSection next={next} onClose={() => setIsAsking(false)} />}
    </>
  );
}

interface LeavingSectionProps {
  readonly next: Section;
  readonly onClose: () => void;
}

export function LeavingSection({ next, onClose }: LeavingSectionProps) {
  return (
    <Late onClose={onClose}>
      {({ NextSectionDialog }) => <NextSectionDialog section={next} onClose={onClose} />}
    </Late>
  );
}
