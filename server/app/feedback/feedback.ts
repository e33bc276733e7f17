import type { FeedbackForm } from '../../domain/content.ts';
import type { FeedbackFormReply, FeedbackReply, FeedbackRequest } from '../../protocol/feedbackForm.ts';
import type { CandidateDesk } from '../candidateDesk.ts';
import { whenAvailable } from '../outcomes.ts';
import type { AttemptRef, Claims, FeedbackRating } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { defaultForm } from './defaultForm.ts';

type Desk = Pick<CandidateDesk, 'catalogue' | 'exams' | 'feedback'>;

/** What this exam asks after the hand-in, and whether this candidate has answered. */
export function feedbackForm(desk: Desk, who: Claims, attemptId: string): Promise<Result<FeedbackFormReply>> {
  return whenAvailable(async () => {
    const attempt = await ownAttempt(desk, who, attemptId);
    if (attempt === null) return fail('not-found');
    const [form, given] = await Promise.all([formOf(desk, attempt.examId), desk.feedback.isGiven(attemptId)]);
    return ok({ items: form.items, freeText: form.freeText, given });
  });
}

/** Once for each attempt, after the hand-in. The same again is answered like the first time, anything else refused. */
export function giveFeedback(
  desk: Desk,
  who: Claims,
  attemptId: string,
  request: FeedbackRequest,
): Promise<Result<FeedbackReply>> {
  return whenAvailable(async () => {
    const attempt = await ownAttempt(desk, who, attemptId);
    if (attempt === null) return fail('not-found');
    const form = await formOf(desk, attempt.examId);
    const problem = misfit(form, request);
    if (problem !== null) return fail('malformed', { details: { issues: [problem] } });
    const given = await desk.feedback.give({
      attemptId,
      examId: attempt.examId,
      ratings: inOrderOf(form, request),
      comment: wordsOf(request.comment),
    });
    switch (given.outcome) {
      case 'given':
        return ok({ givenAt: given.at });
      case 'other':
        return fail('feedback-given');
      case 'not-sealed':
        return fail('not-sealed');
    }
  });
}

async function ownAttempt({ catalogue }: Desk, who: Claims, attemptId: string): Promise<AttemptRef | null> {
  const attempt = await catalogue.attempt(attemptId);
  return attempt?.candidateId === who.userId ? attempt : null;
}

async function formOf({ exams }: Desk, examId: string): Promise<FeedbackForm> {
  const exam = await exams.exam(examId);
  return exam?.paper.content.feedback ?? defaultForm;
}

function misfit({ items, freeText }: FeedbackForm, { ratings, comment }: FeedbackRequest): string | null {
  const known = new Set(items.map(({ id }) => id));
  const rated = new Set(ratings.map(({ itemId }) => itemId));
  if (rated.size < ratings.length) return 'ratings: an item is rated twice';
  const stranger = ratings.find(({ itemId }) => !known.has(itemId));
  if (stranger !== undefined) return `ratings: there is no item ${stranger.itemId}`;
  return wordsOf(comment) !== null && !freeText ? 'comment: this exam asks for none' : null;
}

/** So that the same ratings are the same text, in whatever order they came. */
function inOrderOf({ items }: FeedbackForm, { ratings }: FeedbackRequest): readonly FeedbackRating[] {
  return items.flatMap(({ id }) => ratings.filter(({ itemId }) => itemId === id));
}

function wordsOf(comment: string | undefined): string | null {
  const words = comment?.trim() ?? '';
  return words === '' ? null : words;
}
