import type { ReceiptPayload } from '../../../../server/protocol/http.ts';
import { useLanguage } from '../../shared/language.tsx';
import type { LaterTexts } from '../../shared/texts/laterTexts.ts';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';
import { formatExactTime } from '../../shared/time.ts';
import { inGroups } from './readReceipt.ts';

/** What a receipt states, in words: pairs for a description list. */
export function ReceiptFacts({ payload }: { readonly payload: ReceiptPayload }) {
  const { language } = useLanguage();
  const { receipt } = useLaterTexts();
  return (
    <>
      <dt>{receipt.sealedAt}</dt>
      <dd className="numbers">{formatExactTime(payload.sealedAt, language)}</dd>
      <dt>{receipt.answered}</dt>
      <dd className="numbers">{payload.answered}</dd>
      <dt>{receipt.by}</dt>
      <dd>{reasonSentence(payload.reason, receipt)}</dd>
      <dt>{receipt.attempt}</dt>
      <dd className="numbers">{payload.attemptId}</dd>
      <dt>{receipt.fingerprint}</dt>
      <dd className="numbers fingerprint">{inGroups(payload.digest)}</dd>
    </>
  );
}

function reasonSentence(reason: string, { reasons }: LaterTexts['receipt']): string {
  return isKnown(reason, reasons) ? reasons[reason] : reason;
}

function isKnown<T extends object>(key: string, of: T): key is Extract<keyof T, string> {
  return Object.hasOwn(of, key);
}
