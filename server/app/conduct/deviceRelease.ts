import { type OpenedState, penOf, placeOf } from '../../domain/attempt.ts';
import type { CandidateDesk } from '../candidateDesk.ts';
import type { HostedAttempt } from '../hostedAttempt.ts';
import { fail, type Result } from '../result.ts';

type ReleaseDesk = Pick<CandidateDesk, 'incidents' | 'clock' | 'chance'>;

/**
 * A proctor has to release the other device first. The error names the epoch that has the pen: by it a page that waits sees
 * whether another one was let in.
 * @throws Unavailable
 */
export async function turnAway(
  desk: ReleaseDesk,
  hosted: HostedAttempt,
  waits = false,
): Promise<Result<never>> {
  const { state } = hosted;
  if (state.status === 'scheduled') return fail('takeover-needs-release');
  if (!waits) await callForRelease(desk, hosted, state);
  return fail('takeover-needs-release', { details: { epoch: penOf(state).epoch } });
}

/**
 * Somebody has to come. Each further try of the candidate adds to the incident, or opens another one when the last was resolved
 * and the candidate still waits.
 */
async function callForRelease(
  { incidents, clock, chance }: ReleaseDesk,
  { ref, context }: HostedAttempt,
  state: OpenedState,
): Promise<void> {
  const { attemptId, candidateId, examId } = ref;
  const { districtId, centreId } = placeOf(state, context);
  await incidents.report({
    subject: {
      ...{ key: keyOf(attemptId), kind: 'device-waiting', examId },
      ...{ attemptId, candidateId, districtId, centreId },
    },
    attemptId,
    candidateId,
    reportId: `release:${chance.id()}`,
    detail: {},
    text: '',
    at: clock.now(),
  });
}

/** A page has the pen: if it came from another sign-in, nobody waits any more. @throws Unavailable */
export async function endWaiting(
  { incidents, clock }: ReleaseDesk,
  { ref, context }: HostedAttempt,
  state: OpenedState,
): Promise<void> {
  if (context.rules.takeover === 'free') return;
  const before = state.pens.at(-2);
  if (before === undefined || before.sessionId === penOf(state).sessionId) return;
  await incidents.settle(keyOf(ref.attemptId), clock.now());
}

function keyOf(attemptId: string): string {
  return `release:${attemptId}`;
}
