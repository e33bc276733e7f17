import { useEffect, useRef, useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { Dialog } from '../../shared/dialog.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { formatClock, formatDuration } from '../../shared/time.ts';
import { Title } from '../../shared/title.tsx';
import { useExam } from './examContext.ts';
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

/** Leaves a section whose time still runs. There is no way back, so it asks. */
function NextSection({ sections }: { readonly sections: readonly Section[] }) {
  const { exam } = useTexts();
  const { mayWrite } = useExam();
  const [isAsking, setIsAsking] = useState(false);
  const next = sections.find(({ state }) => state === 'locked');
  if (next === undefined || !mayWrite) return null;
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{exam.nextSection}</Button>
      {isAsking && <NextSectionDialog section={next} onClose={() => setIsAsking(false)} />}
    </>
  );
}

interface NextSectionDialogProps {
  readonly section: Section;
  readonly onClose: () => void;
}

export function NextSectionDialog({ section, onClose }: NextSectionDialogProps) {
  const { language, texts } = useLanguage();
  const { session, drafts } = useExam();
  const enter = () => {
    drafts.flush();
    session.enterSection(section.id);
    onClose();
  };
  return (
    <Dialog
      title={texts.exam.nextSectionTitle(inLanguage(section.title, language).text)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button look="primary" onClick={enter}>
            {texts.exam.nextSectionConfirm}
          </Button>
        </>
      }
    >
      <p>{texts.exam.nextSectionText}</p>
    </Dialog>
  );
}
