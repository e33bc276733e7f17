import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { WireError } from '../../../../server/protocol/errors.ts';
import { policyReason } from '../../../../server/protocol/policyReason.ts';
import type { ExamSession } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { useExam } from './examContext.ts';
import { pendingCount } from './saveState.ts';

/** Screens that stand in the exam's place while it cannot be shown. */

const slowMs = 6_000;

export function Opening() {
  const { exam } = useTexts();
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Page title={exam.opening} isNarrow>
      {isSlow && (
        <Banner tone="warning" role="status">
          {exam.openingSlow}
        </Banner>
      )}
    </Page>
  );
}

interface RefusedProps {
  readonly error: WireError;
  readonly session: ExamSession;
}

export function Refused({ error, session }: RefusedProps) {
  const texts = useTexts();
  return (
    <Page title={texts.refused.title} isNarrow>
      <Banner tone="bad" role="alert">
        {errorSentence(error.code, texts)}
      </Banner>
      <p className="row">
        <Button look="primary" onClick={() => void session.takeOver()}>
          {texts.common.tryAgain}
        </Button>
        <Link className="button" href="/">
          {texts.common.toExams}
        </Link>
      </p>
    </Page>
  );
}

export function OtherTab({ session }: Pick<RefusedProps, 'session'>) {
  const { elsewhere } = useTexts();
  return (
    <Page title={elsewhere.otherTabTitle} isNarrow>
      <p>{elsewhere.otherTabText}</p>
      <p>
        <Button look="primary" onClick={() => void session.takeOver()}>
          {elsewhere.continueHere}
        </Button>
      </p>
    </Page>
  );
}

/** The questions are hidden too: a pause is no time to think about them. */
export function Paused({
  reason,
  children,
}: {
  readonly reason: string | null;
  readonly children: ReactNode;
}) {
  const { help, notices, paused } = useTexts();
  const isByPolicy = reason?.startsWith(policyReason) === true;
  return (
    <main id="main" tabIndex={-1} className="page-main page-narrow stack">
      <div className="stack" role="alert">
        <h2>{paused.title}</h2>
        <p>{paused.text}</p>
        {isByPolicy && <p>{help.byRules}</p>}
        {reason !== null && !isByPolicy && <p>{notices.reason(reason)}</p>}
      </div>
      {children}
    </main>
  );
}

export function HandingIn() {
  const { handingIn } = useTexts();
  const { state } = useExam();
  const pending = pendingCount(state);
  return (
    <main id="main" tabIndex={-1} className="page-main page-narrow">
      <div className="stack" role="status">
        <h2>{handingIn.title}</h2>
        <p>{handingIn.text}</p>
        {pending > 0 && <p>{handingIn.waiting(pending)}</p>}
        {state.connection.kind !== 'up' && <Banner tone="warning">{handingIn.waitingOffline}</Banner>}
      </div>
    </main>
  );
}
