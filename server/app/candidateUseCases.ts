import { appendEntries } from './appendEntries.ts';
import type { CandidateDesk } from './candidateDesk.ts';
import { callInvigilator, reportQuestion } from './conduct/help.ts';
import { feedbackForm, giveFeedback } from './feedback/feedback.ts';
import { listExams } from './listExams.ts';
import { openAttempt } from './openAttempt.ts';
import { attemptState, receipt } from './readAttempt.ts';
import { sealAttempt } from './sealAttempt.ts';
import { sealedSections } from './sealed/sealedSections.ts';
import { streamQuestions } from './streamQuestions.ts';
import type { CandidateUseCases } from './useCases.ts';

/** The use cases of candidates over one desk, in the form the transports call them. */
export function candidateUseCases(desk: CandidateDesk): CandidateUseCases {
  return {
    openAttempt: (who, request) => openAttempt(desk, who, request),
    streamQuestions: (who, request) => streamQuestions(desk, who, request),
    appendEntries: (who, request, receivedAt) => appendEntries(desk, who, request, receivedAt),
    sealAttempt: (who, request, receivedAt) => sealAttempt(desk, who, request, receivedAt),
    attemptState: (who, attemptId) => attemptState(desk, who, attemptId),
    receipt: (who, attemptId) => receipt(desk, who, attemptId),
    callInvigilator: (who, request) => callInvigilator(desk, who, request),
    reportQuestion: (who, request) => reportQuestion(desk, who, request),
    sealedSections: (who, examId) => sealedSections(desk, who, examId),
    feedbackForm: (who, attemptId) => feedbackForm(desk, who, attemptId),
    giveFeedback: (who, attemptId, request) => giveFeedback(desk, who, attemptId, request),
    listExams: (who) => listExams(desk, who),
    attend: (attemptId) => desk.attempts.hosted.attend(attemptId),
    leave: (attemptId, heardAt) => desk.attempts.hosted.leave(attemptId, heardAt),
  };
}
