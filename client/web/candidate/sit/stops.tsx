import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { policyReason } from '../../../../server/protocol/policyReason.ts';
import type { ExamSession, Status } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { useExam } from './examContext.ts';
import { pendingCount } from './saveState.ts';

/** Screens that stand in the exam's place while it cannot be shown. The heading of each takes the focus. */

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

interface StopProps {
  readonly session: ExamSession;
}

interface RefusedProps extends StopProps {
  readonly status: Extract<Status, { kind: 'refused' }>;
}

export function Refused({ status: { error, goesOn }, session }: RefusedProps) {
  const texts = useTexts();
  return (
    <Page title={texts.refused.title} isNarrow>
      <Banner tone={goesOn ? 'warning' : 'bad'} role="alert">
        <p>{errorSentence(error.code, texts)}</p>
        {goesOn && <p>{texts.refused.goesOn}</p>}
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

export function OtherTab({ session }: StopProps) {
  const { elsewhere } = useTexts();
  return (
    <Page title={elsewhere.otherTabTitle} isNarrow>
      <p>{elsewhere.otherTabText}</p>
      <ContinueHere session={session} />
    </Page>
  );
}

/** For a page that has never had the exam, and so has nothing to show of it. */
export function OtherDevice({ session }: StopProps) {
  const { elsewhere } = useTexts();
  return (
    <Page title={elsewhere.supersededTitle} isNarrow>
      <p>{elsewhere.supersededText}</p>
      <ContinueHere session={session} />
    </Page>
  );
}

function ContinueHere({ session }: StopProps) {
  const { elsewhere } = useTexts();
  return (
    <p>
      <Button look="primary" onClick={() => void session.takeOver()}>
        {elsewhere.continueHere}
      </Button>
    </p>
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
  const heading = useFocused();
  const isByPolicy = reason?.startsWith(policyReason) === true;
  return (
    <main id="main" tabIndex={-1} className="page-main page-narrow stack">
      <div className="stack" role="alert">
        <h2 ref={heading} tabIndex={-1}>
          {paused.title}
        </h2>
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
  const heading = useFocused();
  const pending = pendingCount(state);
  return (
    <main id="main" tabIndex={-1} className="page-main page-narrow">
      <div className="stack" role="status">
        <h2 ref={heading} tabIndex={-1}>
          {handingIn.title}
        </h2>
        <p>{handingIn.text}</p>
        {pending > 0 && <p>{handingIn.waiting(pending)}</p>}
        {state.connection.kind !== 'up' && <Banner tone="warning">{handingIn.waitingOffline}</Banner>}
      </div>
    </main>
  );
}

/** What had the focus went with the question: without a new place it would be nowhere. */
function useFocused(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return heading;
}
