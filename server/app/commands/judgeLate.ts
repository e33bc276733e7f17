import type { JudgeReply, JudgeRequest } from '../../protocol/staff.ts';
import { settle } from '../outcomes.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { isReason } from './askedContent.ts';
import { type StaffDesk, withStaffAttempt } from './staffDesk.ts';

/**
 * Decides which of the late entries of one frame count. A sealed attempt gets a new receipt that covers them. The same
 * verdict again is harmless. Errors: those of `withStaffAttempt`; `reason-required`, `already-judged` (otherwise).
 */
export function judgeLate(
  desk: StaffDesk,
  who: Claims,
  attemptId: string,
  lateSeq: number,
  { admit, reason }: JudgeRequest,
): Promise<Result<JudgeReply>> {
  return withStaffAttempt(desk, who, attemptId, async (hosted) => {
    if (!isReason(reason)) return fail('reason-required');
    const judge = {
      lateSeq,
      admitted: admit,
      actor: who.userId,
      reason: reason.trim(),
      now: desk.clock.now(),
    };
    const settled = settle(await desk.attempts.run(hosted, { type: 'judge', ...judge }));
    if (!settled.ok) return settled;
    const { late } = settled.value.state;
    const verdict = late.find(({ seq }) => seq === lateSeq)?.verdict;
    return verdict ? ok({ seq: verdict.seq, admitted: verdict.admitted }) : fail('not-found');
  });
}
