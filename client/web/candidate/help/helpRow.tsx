import { useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { useExam } from '../sit/examContext.ts';
import { HelpDialog } from './helpDialog.tsx';
import { HelpNews } from './helpNews.tsx';

type Asking = 'call' | 'report';

interface HelpProps {
  readonly asking: Asking | null;
  readonly ask: (asking: Asking | null) => void;
  /** What can be reported: the question in sight. */
  readonly questionId: string | null;
}

/** The way to a person: to be called, and to be told what is wrong with a question. */
export function useHelp(): HelpProps {
  const { shownId, state } = useExam();
  const [asking, ask] = useState<Asking | null>(null);
  return { asking, ask, questionId: state.status.kind === 'paused' ? null : shownId };
}

export function HelpRow() {
  const help = useHelp();
  return (
    <>
      <HelpButtons {...help} />
      <AskedHelp {...help} />
    </>
  );
}

/** A practice has nobody to be called. */
export function HelpButtons({ ask, questionId }: HelpProps) {
  const { help } = useTexts();
  const { isPractice, state } = useExam();
  if (isPractice) return null;
  const look = state.status.kind === 'paused' ? 'normal' : 'plain';
  return (
    <section className="help-row" aria-label={help.title}>
      <Button look={look} aria-haspopup="dialog" onClick={() => ask('call')}>
        {help.call}
      </Button>
      {questionId !== null && (
        <Button look="plain" aria-haspopup="dialog" onClick={() => ask('report')}>
          {help.report}
        </Button>
      )}
      <HelpNews />
    </section>
  );
}

export function AskedHelp({ asking, ask, questionId }: HelpProps) {
  const { help } = useTexts();
  const { session, numberOf } = useExam();
  const close = () => ask(null);
  return (
    <>
      {asking === 'call' && (
        <HelpDialog
          title={help.call}
          hint={help.callHint}
          label={help.callLabel}
          send={help.sendCall}
          mostLength={500}
          onClose={close}
          onSend={(text) => session.callInvigilator(text)}
        />
      )}
      {asking === 'report' && questionId !== null && (
        <HelpDialog
          title={help.reportTitle(numberOf(questionId))}
          hint={help.reportHint}
          label={help.reportLabel}
          send={help.sendReport}
          mostLength={1_000}
          isTextNeeded
          onClose={close}
          onSend={(text) => session.reportQuestion(questionId, text)}
        />
      )}
    </>
  );
}
