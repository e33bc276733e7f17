import type { OpenReply } from '../protocol/candidate.ts';
import type { ReceiptReply } from '../protocol/http.ts';
import { type CandidateDesk, withAttempt } from './candidateDesk.ts';
import { whenAvailable } from './outcomes.ts';
import type { Claims } from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import { attemptView } from './views.ts';

/** The attempt as the primary holds it, without taking the pen. */
export function attemptState(
  desk: CandidateDesk,
  who: Claims,
  attemptId: string,
): Promise<Result<OpenReply>> {
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async (hosted) => {
      const state = await desk.attempts.read(hosted);
      if (state.status === 'scheduled') return fail('not-found');
      return ok(attemptView(hosted, state, desk.clock.now()));
    }),
  );
}

/** The receipt in force: the same bytes each time. */
export function receipt(desk: CandidateDesk, who: Claims, attemptId: string): Promise<Result<ReceiptReply>> {
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async () => {
      const submissions = await desk.submissions.submissions(attemptId);
      const last = submissions.at(-1);
      if (last === undefined) return fail('not-sealed');
      const before = submissions.at(-2);
      return ok({
        receipt: desk.receipts.sign(last.receipt, last.kid),
        sealedAt: last.sealedAt,
        ...(before && { supersedes: before.sealSeq }),
      });
    }),
  );
}
