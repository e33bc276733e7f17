import { receiptPayload, type VerifyReply } from '../protocol/http.ts';
import { whenAvailable } from './outcomes.ts';
import type { Marking, ReceiptSigner } from './ports.ts';
import { ok, type Result } from './result.ts';

/** Whether a receipt was signed here, is unchanged, and is still the one in force. Says nothing of answers. */
export function verifyReceipt(
  receipts: ReceiptSigner,
  submissions: Pick<Marking, 'submissions'>,
  jws: string,
): Promise<Result<VerifyReply>> {
  return whenAvailable<VerifyReply>(async () => {
    const signed = receipts.verify(jws);
    if (signed === null) {
      return ok({ valid: false, reason: 'It was not signed by this server, or it was changed.' });
    }
    const parsed = receiptPayload.safeParse(JSON.parse(signed.payload));
    if (!parsed.success) return ok({ valid: false, reason: 'It is signed, but it is not a receipt.' });
    const payload = parsed.data;
    const { attemptId, sealSeq } = payload;
    const known = await submissions.submissions(attemptId);
    const own = known.find((submission) => submission.sealSeq === sealSeq);
    if (own === undefined || own.receipt !== signed.payload) {
      return ok({ valid: false, reason: 'It is signed, but this server holds no such hand-in.' });
    }
    const newest = known.at(-1);
    return newest === undefined || newest.sealSeq === sealSeq
      ? ok({ valid: true, payload })
      : ok({ valid: true, payload, supersededBy: newest.sealSeq });
  });
}
