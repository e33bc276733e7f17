import type { StaffDesk } from '../app/commands/staffDesk.ts';
import type { ExamPushes } from '../app/ports/live.ts';
import type { Clock } from '../app/ports.ts';
import type { StaffScopes } from '../app/staff.ts';
import { PostgresApprovals } from '../ledger/approvals.ts';
import { PostgresExamPeople } from '../ledger/examPeople.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { type Core, sha256 } from './core.ts';

export interface StaffDeskOptions {
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly core: Core;
  readonly scopes: StaffScopes;
  readonly pushes: Pick<ExamPushes, 'announce'>;
  readonly secondApproverAbove: number;
}

/** What proctors and the exam office work with, on one node. */
export function createStaffDesk(options: StaffDeskOptions): StaffDesk {
  const { prisma, clock, core, scopes, pushes, secondApproverAbove } = options;
  const { attempts, exams, catalogue, chance } = core.desk;
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
