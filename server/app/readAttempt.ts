import type { OpenReply } from '../protocol/candidate.ts';
import type { ReceiptReply } from '../protocol/http.ts';
import { type CandidateDesk, withAttempt } from './candidateDesk.ts';
import { settle, whenAvailable } from './outcomes.ts';
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
      const looked = settle(await desk.attempts.run(hosted, { type: 'look', now: desk.clock.now() }));
      return looked.ok ? ok(attemptView(hosted, looked.value.state, desk.clock.now())) : looked;
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
