import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import { type KeptOn, probeStorage } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useExams } from '../around/useExams.ts';
import { loadReceiptView } from '../receipt/loadReceiptView.ts';
import type { ExamDesk } from './examDesk.ts';
import { ExamView } from './examView.tsx';
import { Opening } from './stops.tsx';
import { useOwnSession } from './useSession.ts';

const ReceiptView = lazy(async () => ({ default: (await loadReceiptView()).ReceiptView }));

interface SitPageProps {
  readonly examId: string;
  readonly name: string;
  readonly desk: ExamDesk;
}

/** The address of an exam that is being sat. Whoever has not begun it is sent to the instructions first. */
export function SitPage(props: SitPageProps) {
  const begun = history.state?.begins === props.examId ? props.desk.begun(props.examId) : null;
  // As it stood when the page was opened: this page's own hand-in must not take the receipt away again.
  const [known] = useState(begun);
  return known === null ? <ComingBack {...props} /> : <Sitting {...props} exam={known} />;
}

/** Whoever comes by the address alone: how things stand has to be asked. */
function ComingBack(props: SitPageProps) {
  const { examId, desk } = props;
  const texts = useTexts();
  const { exams, problem } = useExams(desk.examsAhead);
  const [exam, setExam] = useState<ExamSummary | null>(null);
  const found = exams?.find(({ id }) => id === examId) ?? null;
  useEffect(() => {
    if (found !== null) setExam((before) => before ?? found);
  }, [found]);
  if (exam === null) {
    if (problem === null && exams === null) return <Opening />;
    if (problem === null && found !== null) return null;
    return (
      <Page title={exams === null ? texts.exam.opening : texts.refused.title} isNarrow>
        <Banner tone="warning" role="status">
          {problem ?? texts.errors['not-found']}
        </Banner>
      </Page>
    );
  }
  if (exam.status === 'handed-in') return <Redirect to={`/exams/${examId}/receipt`} replace />;
  const hasBegun = exam.status === 'in-progress' || history.state?.begins === examId;
  if (!hasBegun) return <Redirect to={`/exams/${examId}`} replace />;
  return <Sitting {...props} exam={exam} />;
}

interface SittingProps extends Omit<SitPageProps, 'examId'> {
  readonly exam: ExamSummary;
}

function Sitting({ exam, name, desk }: SittingProps) {
  const texts = useTexts();
  const session = useOwnSession(desk, exam.id);
  const [, navigate] = useLocation();
  const [keptOn, setKeptOn] = useState<KeptOn>('device');
  useEffect(() => {
    void probeStorage().then(setKeptOn);
  }, []);
  if (session === null) return <Opening />;
  const person = { name, rollNumber: exam.rollNumber };
  return (
    <ExamView
      session={session}
      title={exam.title}
      person={person}
      keptOn={keptOn}
      isPractice={false}
      onLeave={() => navigate('/')}
      ended={({ receipt, sealedAt }, { lateEntries }) => (
        <Suspense fallback={<Page title={texts.handingIn.done}>{null}</Page>}>
          <ReceiptView
            title={exam.title}
            person={person}
            receipt={receipt}
            sealedAt={sealedAt}
            lateEntries={lateEntries}
          />
        </Suspense>
      )}
    />
  );
}
