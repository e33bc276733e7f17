import { useEffect, useState } from 'react';
import type { ReceiptReply } from '../../../../server/protocol/http.ts';
import { Banner } from '../../shared/banner.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useSignIn } from '../../shared/services.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { useExams } from '../around/useExams.ts';
import { ReceiptView } from './receiptView.tsx';

interface ReceiptPageProps {
  readonly examId: string;
  readonly name: string;
}

/** The receipt of an exam that was handed in earlier. */
export default function ReceiptPage({ examId, name }: ReceiptPageProps) {
  const texts = useTexts();
  const { exams, problem: listProblem } = useExams();
  const exam = exams?.find(({ id }) => id === examId);
  const { receipt, problem } = useReceipt(exam?.attemptId);
  if (exam !== undefined && receipt !== null) {
    const person = { name, rollNumber: exam.rollNumber };
    const { sealedAt } = receipt;
    return (
      <ReceiptView
        title={exam.title}
        person={person}
        receipt={receipt.receipt}
        sealedAt={sealedAt}
        lateEntries={0}
      />
    );
  }
  const isMissing = exams !== null && exam?.attemptId === undefined;
  const sentence = isMissing ? texts.errors['not-sealed'] : (listProblem ?? problem);
  return (
    <Page title={texts.myExams.receipt} isNarrow>
      {sentence === null ? (
        <p role="status">{texts.common.loading}</p>
      ) : (
        <Banner tone="warning" role="status">
          {sentence}
        </Banner>
      )}
    </Page>
  );
}

const retryMs = 4_000;

function useReceipt(attemptId: string | undefined) {
  const { api, credentials } = useSignIn();
  const texts = useTexts();
  const [receipt, setReceipt] = useState<ReceiptReply | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (attemptId === undefined) return;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const outcome = await credentials.authorised((token) => api.receipt(attemptId, token));
      if (isGone) return;
      setProblem(problemOf(outcome, texts));
      if (outcome.kind === 'done') setReceipt(outcome.reply);
      else timer = setTimeout(() => void ask(), retryMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, credentials, attemptId, texts]);
  return { receipt, problem };
}
