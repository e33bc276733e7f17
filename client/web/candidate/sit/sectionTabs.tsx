import { useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { Dialog } from '../../shared/dialog.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { useExam } from './examContext.ts';
import { isLockedInOrder, type Section, sectionOf } from './paper.ts';
import { answeredIn, countStates } from './questionState.ts';

/** The sections: free ones to choose from, locked ones to see what is to come. */
export function SectionTabs() {
  const { language, texts } = useLanguage();
  const { state, shownId, goTo } = useExam();
  const sections = state.paper?.sections ?? [];
  const current = shownId === null ? undefined : sectionOf(sections, shownId);
  return (
    <nav className="section-tabs" aria-label={texts.exam.sections}>
      {sections.map((section) => {
        const title = inLanguage(section.title, language);
        const isOpen = section.state === 'open';
        const first = section.questionIds.find((id) => state.answers[id]?.visited !== true);
        return (
          <button
            key={section.id}
            type="button"
            className="section-tab"
            aria-current={section === current ? 'true' : undefined}
            disabled={!isOpen}
            onClick={() => {
              const target = section === current ? null : (first ?? section.questionIds[0]);
              if (target) goTo(target);
            }}
          >
            <span lang={title.language}>{title.text}</span>
            <span className="small numbers">
              {isOpen &&
                texts.exam.counts(
                  answeredIn(countStates(section.questionIds, state.answers)),
                  section.questionIds.length,
                )}
              {section.state === 'locked' && texts.exam.sectionLocked}
              {section.state === 'closed' && texts.exam.sectionClosed}
            </span>
          </button>
        );
      })}
      {isLockedInOrder(state.deadline) && <NextSection sections={sections} />}
    </nav>
  );
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
