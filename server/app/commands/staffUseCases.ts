import { whenAvailable } from '../outcomes.ts';
import type { StaffUseCases } from '../useCases.ts';
import { decideApproval, listApprovals } from './approvals.ts';
import { issueStaffCommand } from './issueStaffCommand.ts';
import { judgeLate } from './judgeLate.ts';
import { listCommands } from './listCommands.ts';
import { listStaffExams } from './listStaffExams.ts';
import { previewCommand } from './previewCommand.ts';
import { issueSignInCode } from './signInCode.ts';
import type { StaffDesk } from './staffDesk.ts';
import { timeline } from './timeline.ts';

/** The use cases of the staff over one desk, in the form the transports call them. */
export function staffUseCases(desk: StaffDesk): StaffUseCases {
  return {
    listExams: (who) => whenAvailable(() => listStaffExams(desk, who)),
    issueCommand: (who, examId, request) =>
      whenAvailable(() => issueStaffCommand(desk, who, examId, request)),
    previewCommand: (who, examId, request) => whenAvailable(() => previewCommand(desk, who, examId, request)),
    listCommands: (who, examId, after) => whenAvailable(() => listCommands(desk, who, examId, after)),
    listApprovals: (who, examId) => whenAvailable(() => listApprovals(desk, who, examId)),
    decideApproval: (who, examId, approvalId, request) =>
      whenAvailable(() => decideApproval(desk, who, examId, approvalId, request)),
    issueSignInCode: (who, examId, candidateId, request) =>
      whenAvailable(() => issueSignInCode(desk, who, examId, candidateId, request)),
    judgeLate: (who, attemptId, lateSeq, request) =>
      whenAvailable(() => judgeLate(desk, who, attemptId, lateSeq, request)),
    timeline: (who, attemptId, after) => whenAvailable(() => timeline(desk, who, attemptId, after)),
  };
}
