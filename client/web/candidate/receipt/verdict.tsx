import type { VerifyReply } from '../../../../server/protocol/http.ts';
import type { Outcome } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { useTexts } from '../../shared/language.tsx';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { useLaterTexts } from '../../shared/texts/useLaterTexts.ts';

/** `null`: being asked. */
export function Verdict({ outcome }: { readonly outcome: Outcome<VerifyReply> | null }) {
  const texts = useTexts();
  const { receipt } = useLaterTexts();
  if (outcome === null) return <p role="status">{receipt.verifying}</p>;
  switch (outcome.kind) {
    case 'unknown':
      return (
        <Banner tone="warning" role="status">
          {receipt.notChecked}
        </Banner>
      );
    case 'error':
      return (
        <Banner tone="bad" role="status">
          {errorSentence(outcome.error.code, texts)}
        </Banner>
      );
    case 'done': {
      const { valid, supersededBy } = outcome.reply;
      if (!valid) {
        return (
          <Banner tone="bad" role="status">
            {receipt.invalid}
          </Banner>
        );
      }
      return (
        <Banner tone={supersededBy === undefined ? 'good' : 'warning'} role="status">
          {supersededBy === undefined ? receipt.valid : receipt.replaced}
        </Banner>
      );
    }
  }
}
