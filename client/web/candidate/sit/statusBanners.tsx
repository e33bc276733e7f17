import { useEffect, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { useExam } from './examContext.ts';
import { OfflineBanner } from './offlineNews.tsx';
import { pendingCount } from './saveState.ts';
import { SignInAgain } from './signInAgain.tsx';
import { TakenOver } from './takenOver.tsx';

interface StatusBannersProps {
  readonly name: string;
  readonly isTimeOver: boolean;
  /** Then a lost connection is told with the buttons below. */
  readonly isAnswering: boolean;
}

/** What the candidate has to know about connection, storage and time beyond the one line in the header. */
export function StatusBanners({ name, isTimeOver, isAnswering }: StatusBannersProps) {
  const texts = useTexts();
  const { state, keptOn } = useExam();
  const { connection, lateEntries, save } = state;
  return (
    <>
      {state.status.kind === 'superseded' && <Superseded />}
      <TakenOver />
      {connection.kind === 'needs-sign-in' && <SignInAgain name={name} />}
      {!isAnswering && <OfflineBanner />}
      {keptOn === 'memory' && <KeptInPage />}
      {keptOn === 'device' && save.kind !== 'saved' && save.keptOn === 'memory' && (
        <Banner tone="bad" role="alert" title={texts.instructions.storageTitle}>
          {texts.save.inPageLong}
        </Banner>
      )}
      {save.kind === 'blocked' && (
        <Banner tone="bad" role="alert" title={texts.save.refused(save.count)}>
          {errorSentence(save.error.code, texts)}
        </Banner>
      )}
      {lateEntries > 0 && (
        <Banner tone="warning" role="status" title={texts.save.late(lateEntries)}>
          {texts.save.lateText}
        </Banner>
      )}
      {isTimeOver && <TimeOver />}
    </>
  );
}

/** A page that has lost the pen to another device shows, and takes it back only when told to. */
function Superseded() {
  const { elsewhere } = useTexts();
  const { session, state } = useExam();
  const pending = pendingCount(state);
  return (
    <Banner
      tone="bad"
      role="alert"
      title={elsewhere.supersededTitle}
      actions={
        <Button look="primary" onClick={() => void session.takeOver()}>
          {elsewhere.continueHere}
        </Button>
      }
    >
      <p>{elsewhere.supersededText}</p>
      {pending > 0 && <p>{elsewhere.pendingText(pending)}</p>}
    </Banner>
  );
}

/** Said before the exam and once more in it. */
function KeptInPage() {
  const { common, instructions } = useTexts();
  const [isRead, setIsRead] = useState(false);
  if (isRead) return null;
  return (
    <Banner
      tone="warning"
      title={instructions.storageTitle}
      actions={<Button onClick={() => setIsRead(true)}>{common.close}</Button>}
    >
      {instructions.storageText}
    </Banner>
  );
}

function TimeOver() {
  const { time } = useTexts();
  const { state } = useExam();
  const pending = pendingCount(state);
  const [hadPending, setHadPending] = useState(0);
  useEffect(() => setHadPending((most) => Math.max(most, pending)), [pending]);
  return (
    <Banner tone="warning" role="alert" title={time.overTitle}>
      <p>{time.overText}</p>
      {hadPending > 0 && <p>{time.overPending(hadPending)}</p>}
    </Banner>
  );
}
