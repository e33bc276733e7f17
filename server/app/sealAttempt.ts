import type { SealReply, SealRequest } from '../protocol/candidate.ts';
import { type CandidateDesk, withAttempt } from './candidateDesk.ts';
import { settle, whenAvailable } from './outcomes.ts';
import type { Claims } from './ports.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * Hands in: seals everything through entry `through` of this page. Repeating it returns the same receipt. A hand-in
 * that comes after the end finds the server's own seal, and its receipt.
 */
export function sealAttempt(
  desk: CandidateDesk,
  who: Claims,
  { attemptId, epoch, through }: SealRequest,
  receivedAt: number,
): Promise<Result<SealReply>> {
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async (hosted) => {
      const settled = settle(
        await desk.attempts.run(hosted, {
          type: 'seal',
          epoch,
          through,
          sessionId: who.sessionId,
          receivedAt,
        }),
      );
      if (!settled.ok) return settled;
      const { state } = settled.value;
      if (state.status !== 'sealed') return fail('not-sealed');
      const { receipt, kid, at } = state.seal;
      return ok({ receipt: desk.receipts.sign(receipt, kid), sealedAt: at });
    }),
  );
}
