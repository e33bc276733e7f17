import type { Log } from '../app/ports.ts';
import { type ScoringWorld, scoreAttempt } from '../app/scoreAttempt.ts';
import type { JobHandler } from './jobRunner.ts';

/** The kind of job that the seal's statement enqueues. */
export const scoreJobKind = 'score';

/** Scores the attempt that a seal was written for. */
export function scoreJob(world: ScoringWorld, operator: Log): JobHandler {
  return async ({ payload }) => {
    const { attemptId } = payload;
    if (typeof attemptId !== 'string') throw new Error('The job names no attempt.');
    const result = await scoreAttempt(world, attemptId);
    switch (result.outcome) {
      case 'scored':
        return;
      case 'incident':
        operator.error({ attemptId, kind: result.kind }, `An attempt was not scored. ${result.detail}`);
        return;
      case 'not-found':
      case 'not-sealed':
        throw new Error(`The attempt is ${result.outcome}.`);
    }
  };
}
