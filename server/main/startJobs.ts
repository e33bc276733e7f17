import type { Log } from '../app/ports.ts';
import { PostgresJobQueue } from '../ledger/jobs.ts';
import { JobRunner } from '../worker/jobRunner.ts';
import { scoreJob, scoreJobKind } from '../worker/scoreJob.ts';
import { sha256 } from './core.ts';
import type { Foundation } from './foundation.ts';

/** Works through the durable jobs, of every kind there is, in this process. */
export function startJobs({ prisma, catalogue, core, marking }: Foundation, operator: Log): JobRunner {
  const { attemptLog, examLog } = core;
  const scoring = { catalogue, papers: core.desk.exams, attemptLog, examLog, marking, digest: sha256 };
  return new JobRunner({
    queue: new PostgresJobQueue(prisma),
    handlers: { [scoreJobKind]: scoreJob(scoring, operator) },
    concurrency: 4,
    pollMs: 1_000,
    leaseMs: 60_000,
    onError: (error, job) => operator.warn({ err: error, job: job?.key }, 'A job did not succeed.'),
  });
}
