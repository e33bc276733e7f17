import { z } from 'zod';
import { receiptPayload, type VerifyReply } from '../../../../server/protocol/http.ts';
import type { Outcome, SignIn } from '../../../session/index.ts';

const verifyReply: z.ZodType<VerifyReply> = z.object({
  valid: z.boolean(),
  reason: z.string().exactOptional(),
  payload: receiptPayload.exactOptional(),
  supersededBy: z.number().exactOptional(),
});

/** Asks the server whether a receipt is genuine. Needs no sign-in. */
export function verifyReceipt({ api }: SignIn, receipt: string): Promise<Outcome<VerifyReply>> {
  return api.call({ method: 'POST', path: '/api/receipts/verify', body: { receipt }, reply: verifyReply });
}
