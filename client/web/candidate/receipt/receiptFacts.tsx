import type { ReceiptPayload } from '../../../../server/protocol/http.ts';
import { useLanguage } from '../../shared/language.tsx';
import type { Texts } from '../../shared/texts/catalogues.ts';
import { formatExactTime } from '../../shared/time.ts';
import { inGroups } from './readReceipt.ts';

/** What a receipt states, in words: pairs for a description list. */
export function ReceiptFacts({ payload }: { readonly payload: ReceiptPayload }) {
  const { language, texts } = useLanguage();
  const { receipt } = texts;
  return (
    <>
      <dt>{receipt.sealedAt}</dt>
      <dd className="numbers">{formatExactTime(payload.sealedAt, language)}</dd>
      <dt>{receipt.answered}</dt>
      <dd className="numbers">{payload.answered}</dd>
      <dt>{receipt.by}</dt>
      <dd>{reasonSentence(payload.reason, texts)}</dd>
      <dt>{receipt.attempt}</dt>
      <dd className="numbers">{payload.attemptId}</dd>
      <dt>{receipt.fingerprint}</dt>
      <dd className="numbers fingerprint">{inGroups(payload.digest)}</dd>
    </>
  );
}

function reasonSentence(reason: string, { receipt: { reasons } }: Texts): string {
  return isKnown(reason, reasons) ? reasons[reason] : reason;
}

function isKnown<T extends object>(key: string, of: T): key is Extract<keyof T, string> {
  return Object.hasOwn(of, key);
}
