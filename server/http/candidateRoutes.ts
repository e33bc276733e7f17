import { z } from 'zod';
import { appendPrice, helpPrice, openPrice, readPrice, sealPrice } from '../app/charge.ts';
import type { CandidateUseCases } from '../app/useCases.ts';
import { streamRequest } from '../protocol/candidate.ts';
import { id } from '../protocol/entries.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { feedbackRequest } from '../protocol/feedback.ts';
import {
  httpAppendRequest,
  httpCallRequest,
  httpOpenRequest,
  httpReportRequest,
  httpSealRequest,
} from '../protocol/http.ts';
import {
  appendReply,
  examsReply,
  feedbackFormReply,
  feedbackReply,
  helpReply,
  openReply,
  questionsReply,
  receiptReply,
  sealedReply,
  sealReply,
} from './replySchemas.ts';
import { candidateRoute, noParts, type Route } from './route.ts';

const exam = z.object({ examId: id });
const attempt = z.object({ attemptId: id });
const range = streamRequest.pick({ from: true, count: true });

const signedIn: readonly ErrorCode[] = [
  'unauthenticated',
  'token-expired',
  'session-ended',
  'forbidden',
  'malformed',
  'rate-limited',
  'unavailable',
  'internal',
];
const writing: readonly ErrorCode[] = [...signedIn, 'too-large', 'busy', 'not-found'];

/** A whole exam over plain HTTP, for networks that block WebSockets: the same use cases as namespace `/candidate`. */
export function candidateRoutes(useCases: CandidateUseCases): readonly Route[] {
  return [
    candidateRoute({
      method: 'get',
      path: '/api/exams',
      summary: 'The exams this candidate is enrolled in.',
      shape: noParts,
      reply: examsReply,
      errors: signedIn,
      price: () => readPrice,
      handle: ({ who }) => useCases.listExams(who),
    }),
    candidateRoute({
      method: 'get',
      path: '/api/exams/{examId}/sealed',
      summary: 'The sealed sections of the exam’s paper, to be fetched before the start.',
      shape: { ...noParts, params: exam },
      reply: sealedReply,
      errors: [...signedIn, 'not-found'],
      price: () => readPrice,
      handle: ({ who, params }) => useCases.sealedSections(who, params.examId),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/exams/{examId}/attempt',
      summary:
        'Opens the exam, or comes back to it. With `epoch` the page keeps the pen, without it the page takes it.',
      shape: { ...noParts, params: exam, body: httpOpenRequest },
      reply: openReply,
      errors: [
        ...writing,
        'not-open-yet',
        'entry-closed',
        'superseded',
        'unknown-epoch',
        'takeover-needs-release',
        'frame-limit',
      ],
      price: openPrice,
      handle: ({ who, params, body }) => useCases.openAttempt(who, { ...params, ...body }),
    }),
    candidateRoute({
      method: 'get',
      path: '/api/attempts/{attemptId}',
      summary: 'The attempt as it stands. Does not take the pen.',
      shape: { ...noParts, params: attempt },
      reply: openReply,
      errors: [...signedIn, 'not-found'],
      price: () => readPrice,
      handle: ({ who, params }) => useCases.attemptState(who, params.attemptId),
    }),
    candidateRoute({
      method: 'get',
      path: '/api/attempts/{attemptId}/paper',
      summary: 'Questions in this candidate’s order, as far as their section is open.',
      shape: { ...noParts, params: attempt, query: range },
      reply: questionsReply,
      errors: [...signedIn, 'not-found'],
      price: () => readPrice,
      handle: ({ who, params, query }) => useCases.streamQuestions(who, { ...params, ...query }),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/attempts/{attemptId}/journal',
      summary: 'Appends journal entries. Acknowledged means committed.',
      shape: { ...noParts, params: attempt, body: httpAppendRequest },
      reply: appendReply,
      errors: [...writing, 'gap', 'unknown-epoch', 'frame-limit', 'late-limit'],
      price: () => appendPrice,
      handle: ({ who, params, body, receivedAt }) =>
        useCases.appendEntries(who, { ...params, ...body }, receivedAt),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/attempts/{attemptId}/seal',
      summary: 'Hands in. Repeating it returns the same receipt.',
      shape: { ...noParts, params: attempt, body: httpSealRequest },
      reply: sealReply,
      errors: [...writing, 'missing-entries', 'unknown-epoch', 'superseded'],
      price: () => sealPrice,
      handle: ({ who, params, body, receivedAt }) =>
        useCases.sealAttempt(who, { ...params, ...body }, receivedAt),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/attempts/{attemptId}/calls',
      summary: 'Asks for a person. The same call again is one.',
      shape: { ...noParts, params: attempt, body: httpCallRequest },
      reply: helpReply,
      errors: writing,
      price: () => helpPrice,
      handle: ({ who, params, body }) => useCases.callInvigilator(who, { ...params, ...body }),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/attempts/{attemptId}/reports',
      summary: 'Says what is wrong with a question. The same report again is one.',
      shape: { ...noParts, params: attempt, body: httpReportRequest },
      reply: helpReply,
      errors: writing,
      price: () => helpPrice,
      handle: ({ who, params, body }) => useCases.reportQuestion(who, { ...params, ...body }),
    }),
    candidateRoute({
      method: 'get',
      path: '/api/attempts/{attemptId}/receipt',
      summary: 'The receipt in force.',
      shape: { ...noParts, params: attempt },
      reply: receiptReply,
      errors: [...signedIn, 'not-found', 'not-sealed'],
      price: () => readPrice,
      handle: ({ who, params }) => useCases.receipt(who, params.attemptId),
    }),
    candidateRoute({
      method: 'get',
      path: '/api/attempts/{attemptId}/feedback',
      summary: 'What this exam asks after the hand-in, and whether it was answered.',
      shape: { ...noParts, params: attempt },
      reply: feedbackFormReply,
      errors: [...signedIn, 'not-found'],
      price: () => readPrice,
      handle: ({ who, params }) => useCases.feedbackForm(who, params.attemptId),
    }),
    candidateRoute({
      method: 'post',
      path: '/api/attempts/{attemptId}/feedback',
      summary: 'Feedback about the exam, once for each attempt. Repeating the same is harmless.',
      shape: { ...noParts, params: attempt, body: feedbackRequest },
      reply: feedbackReply,
      errors: [...signedIn, 'too-large', 'not-found', 'not-sealed', 'feedback-given'],
      price: () => readPrice,
      handle: ({ who, params, body }) => useCases.giveFeedback(who, params.attemptId, body),
    }),
  ];
}
