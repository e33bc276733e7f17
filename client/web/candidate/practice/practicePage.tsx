import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ExamSession } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';
import { formatDuration } from '../../shared/time.ts';
import { Instructions } from '../around/instructions.tsx';
import { ExamView } from '../sit/examView.tsx';
import { practicePaper } from './practicePaper.ts';
import { PracticeResult } from './practiceResult.tsx';
import { createPracticeSession } from './practiceSession.ts';

/** An exam for anybody, without sign-in and without a server. */
export default function PracticePage() {
  const { practice } = useLaterTexts();
  const [session, setSession] = useState<ExamSession | null>(null);
  const [, navigate] = useLocation();
  useEffect(() => {
    if (session === null) return;
    void session.open('practice');
    return () => void session.close();
  }, [session]);
  if (session === null) return <Welcome onStart={() => setSession(createPracticeSession())} />;
  return (
    <ExamView
      session={session}
      title={practicePaper.title}
      person={{ name: practice.name, rollNumber: practice.rollNumber }}
      keptOn="device"
      isPractice={true}
      onLeave={() => navigate('/')}
      ended={({ reason }, { answers }) => (
        <PracticeResult
          answers={answers}
          isTimeOver={reason === 'expired'}
          onAgain={() => setSession(createPracticeSession())}
        />
      )}
    />
  );
}

function Welcome({ onStart }: { readonly onStart: () => void }) {
  const texts = useTexts();
  const { practice } = useLaterTexts();
  return (
    <Page title={practice.title} isNarrow>
      <p>{practice.lead}</p>
      <Banner tone="note">{practice.notReal}</Banner>
      <Instructions time={texts.instructions.time(formatDuration(practicePaper.durationMs, texts))} />
      <p className="row">
        <Button look="primary" onClick={onStart}>
          {practice.start}
        </Button>
        <Link className="button button-plain" href="/">
          {texts.common.toStart}
        </Link>
      </p>
    </Page>
  );
}
