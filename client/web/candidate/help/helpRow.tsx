import { useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { useExam } from '../sit/examContext.ts';
import { HelpDialog } from './helpDialog.tsx';
import { HelpNews } from './helpNews.tsx';

/** The way to a person: to be called, and to be told what is wrong with a question. A practice has nobody. */
export function HelpRow() {
  const { help } = useTexts();
  const { session, isPractice, shownId, numberOf, state } = useExam();
  const [asking, setAsking] = useState<'call' | 'report' | null>(null);
  if (isPractice) return null;
  const isPaused = state.status.kind === 'paused';
  const questionId = isPaused ? null : shownId;
  const close = () => setAsking(null);
  return (
    <section className="help-row" aria-label={help.title}>
      <Button look={isPaused ? 'normal' : 'plain'} aria-haspopup="dialog" onClick={() => setAsking('call')}>
        {help.call}
      </Button>
      {questionId !== null && (
        <Button look="plain" aria-haspopup="dialog" onClick={() => setAsking('report')}>
          {help.report}
        </Button>
      )}
      <HelpNews />
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
    </section>
  );
}
