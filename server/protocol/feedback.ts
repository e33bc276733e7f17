import { z } from 'zod';
import { id, text } from './entries.ts';
import { type FeedbackRequest, maxCommentLength, maxFeedbackItems } from './feedbackForm.ts';

/** What a candidate may say about an exam after handing in. Over HTTP only: nothing of it is in a hurry. */

const rating = z.strictObject({ itemId: id, rating: z.number().int().min(1).max(5).nullable() });

export const feedbackRequest = z.strictObject({
  ratings: z.array(rating).max(maxFeedbackItems),
  comment: text(maxCommentLength).optional(),
}) satisfies z.ZodType<FeedbackRequest>;
