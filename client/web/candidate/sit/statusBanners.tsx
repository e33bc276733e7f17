import { useEffect, useState } from 'react';
import type { KeptOn } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { formatTime } from '../../shared/time.ts';
import { useExam } from './examContext.ts';
import { pendingCount } from './saveState.ts';
import { SignInAgain } from './signInAgain.tsx';
import { TakenOver } from './takenOver.tsx';
import { useDeviceNow } from './useSession.ts';

interface StatusBannersProps {
  readonly name: string;
  readonly keptOn: KeptOn;
  readonly isTimeOver: boolean;
}

/** What the candidate has to know about connection, storage and time beyond the one line in the header. */
export function StatusBanners({ name, keptOn, isTimeOver }: StatusBannersProps) {
  const texts = useTexts();
  const { state } = useExam();
  const { connection, lateEntries, save } = state;
  return (
    <>
      {state.status.kind === 'superseded' && <Superseded />}
      <TakenOver />
      {connection.kind === 'needs-sign-in' && <SignInAgain name={name} />}
      {connection.kind === 'down' && <Offline since={connection.since} keptOn={keptOn} />}
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

/** A connection that is back so soon is not worth a word. */
const calmMs = 2_000;

interface OfflineProps {
  readonly since: number;
  readonly keptOn: KeptOn;
}

function Offline({ since, keptOn }: OfflineProps) {
  const { language, texts } = useLanguage();
  const now = useDeviceNow();
  if (now - since < calmMs) return null;
  return (
    <Banner tone="warning" role="status" title={texts.save.offlineSince(formatTime(since, language))}>
      {keptOn === 'device' ? texts.save.offlineText : texts.save.offlineMemoryText}
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
