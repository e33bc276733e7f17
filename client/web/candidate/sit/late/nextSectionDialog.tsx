import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useLanguage } from '../../../shared/language.tsx';
import { inLanguage } from '../../../shared/localText.ts';
import { useExam } from '../examContext.ts';
import type { Section } from '../paper.ts';

interface NextSectionDialogProps {
  readonly section: Section;
  readonly onClose: () => void;
}

/** There is no way back, so it asks. */
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
