import type { CandidateDesk } from './candidateDesk.ts';
import { whenAvailable } from './outcomes.ts';
import type { Marking, ReceiptSigner } from './ports.ts';
import { fail, ok } from './result.ts';
import type { PublicUseCases } from './useCases.ts';
import { verifyReceipt } from './verifyReceipt.ts';

/** The use cases that need no sign-in, in the form the doors call them. */
export function publicUseCases(
  { sealed }: Pick<CandidateDesk, 'sealed'>,
  receipts: ReceiptSigner,
  marking: Pick<Marking, 'submissions'>,
): PublicUseCases {
  return {
    verifyReceipt: (jws) => verifyReceipt(receipts, marking, jws),
    ciphertext: (hash) =>
      whenAvailable(async () => {
        const ciphertext = await sealed.ciphertext(hash);
        return ciphertext === null ? fail('not-found') : ok(ciphertext);
      }),
  };
}
