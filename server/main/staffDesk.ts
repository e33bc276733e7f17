import type { StaffDesk } from '../app/commands/staffDesk.ts';
import type { LiveState } from '../app/ports/live.ts';
import type { StaffScopes } from '../app/staff.ts';
import { PostgresApprovals } from '../ledger/approvals.ts';
import { PostgresExamPeople } from '../ledger/examPeople.ts';
import { sha256 } from './core.ts';
import type { Foundation } from './foundation.ts';

export interface StaffDeskOptions {
  readonly foundation: Pick<Foundation, 'prisma' | 'clock' | 'catalogue' | 'core'>;
  readonly scopes: StaffScopes;
  readonly pushes: Pick<LiveState['pushes'], 'announce'>;
  readonly secondApproverAbove: number;
}

/** What proctors and the exam office work with, on one node. */
export function createStaffDesk(options: StaffDeskOptions): StaffDesk {
  const { foundation, scopes, pushes, secondApproverAbove } = options;
  const { prisma, clock, catalogue, core } = foundation;
  const { attempts, exams, chance } = core.desk;
  return {
    ...{ scopes, pushes, secondApproverAbove, clock, catalogue, attempts, exams, chance },
    log: core.examLog,
    follower: core.follower,
    attemptLog: core.attemptLog,
    people: new PostgresExamPeople(prisma),
    approvals: new PostgresApprovals(prisma),
    digest: sha256,
  };
}
