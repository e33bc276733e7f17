import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import type { LocalText } from '../../../../server/protocol/candidate.ts';
import type { VerifyReply } from '../../../../server/protocol/http.ts';
import type { Outcome } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { useSignIn } from '../../shared/services.tsx';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';
import { formatExactTime } from '../../shared/time.ts';
import { Title } from '../../shared/title.tsx';
import type { Person } from '../sit/examHeader.tsx';
import { QuestionBoundary } from '../sit/questionBoundary.tsx';
import { readReceipt } from './readReceipt.ts';
import { ReceiptFacts } from './receiptFacts.tsx';
import { Verdict } from './verdict.tsx';

/** For those who want to say something; the receipt does not wait for it. */
const Feedback = lazy(() => import('../feedback/feedback.tsx'));

interface ReceiptViewProps {
  readonly title: LocalText;
  readonly person: Person;
  /** `null` while it is on its way: the attempt is sealed all the same. */
  readonly receipt: string | null;
  /** Epoch ms by the server's clock. */
  readonly sealedAt: number | null;
  readonly lateEntries: number;
}

/** What the candidate keeps. */
export function ReceiptView({ title, person, receipt, sealedAt, lateEntries }: ReceiptViewProps) {
  const { language, texts } = useLanguage();
  const { receipt: says } = useLaterTexts();
  const payload = receipt === null ? null : readReceipt(receipt);
  return (
    <Page title={texts.handingIn.done} isNarrow>
      <Banner tone="good" role="status">
        {receipt === null ? says.waiting : says.lead}
      </Banner>
      {lateEntries > 0 && <Banner tone="warning">{says.late(lateEntries)}</Banner>}
      <dl className="card facts">
        <dt>{says.exam}</dt>
        <dd>
          <Title text={title} />
        </dd>
        <dt>{says.candidate}</dt>
        <dd>{person.name}</dd>
        <dt>{says.rollNumber}</dt>
        <dd className="numbers">{person.rollNumber}</dd>
        {payload !== null && <ReceiptFacts payload={payload} />}
        {payload === null && sealedAt !== null && (
          <>
            <dt>{says.sealedAt}</dt>
            <dd className="numbers">{formatExactTime(sealedAt, language)}</dd>
          </>
        )}
      </dl>
      {receipt !== null && payload === null && <Banner tone="warning">{says.unreadable}</Banner>}
      {receipt !== null && <ReceiptActions receipt={receipt} rollNumber={person.rollNumber} />}
      {payload !== null && (
        <QuestionBoundary fallback={null}>
          <Suspense>
            <Feedback attemptId={payload.attemptId} />
          </Suspense>
        </QuestionBoundary>
      )}
      <p>
        <Link href="/">{texts.common.toExams}</Link>
      </p>
    </Page>
  );
}

interface ReceiptActionsProps {
  readonly receipt: string;
  readonly rollNumber: string;
}

function ReceiptActions({ receipt, rollNumber }: ReceiptActionsProps) {
  const { receipt: says } = useLaterTexts();
  const signIn = useSignIn();
  const [outcome, setOutcome] = useState<Outcome<VerifyReply> | null>();
  const verify = async () => {
    setOutcome(null);
    setOutcome(await signIn.api.verify(receipt));
  };
  const download = async () => {
    // With the public keys beside it, the file can be verified without this server.
    const keys = await signIn.api.keys();
    const file = { receipt, ...(keys.kind === 'done' && { jwks: keys.reply }) };
    saveFile(`receipt-${rollNumber.replaceAll(/[^\w-]/g, '_')}.json`, JSON.stringify(file, null, 2));
  };
  return (
    <>
      <p className="row">
        <Button look="primary" onClick={() => void download()}>
          {says.download}
        </Button>
        <Button onClick={() => void verify()}>{says.verify}</Button>
      </p>
      {outcome !== undefined && <Verdict outcome={outcome} />}
    </>
  );
}

function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
