import { z } from 'zod';
import type { LocalText } from './candidate.ts';
import { id, text } from './entries.ts';

/** What a candidate may say about an exam after handing in. Over HTTP only: nothing of it is in a hurry. */

/** Greatest number of items of a form. */
export const maxFeedbackItems = 10;

/** Greatest length of the free text in UTF-16 units. */
export const maxCommentLength = 2_000;

/** From 1 (not at all) to 5 (fully); `null`: does not apply to me. Items that were passed over are left out. */
const rating = z.strictObject({ itemId: id, rating: z.number().int().min(1).max(5).nullable() });

export const feedbackRequest = z.strictObject({
  ratings: z.array(rating).max(maxFeedbackItems),
  comment: text(maxCommentLength).optional(),
});

export type FeedbackRequest = z.infer<typeof feedbackRequest>;

/** The form of an exam. Without items and free text there is nothing to ask. */
export interface FeedbackForm {
  readonly items: readonly { readonly id: string; readonly text: LocalText }[];
  readonly freeText: boolean;
}

export interface FeedbackFormReply extends FeedbackForm {
  /** This candidate has answered it already. */
  readonly given: boolean;
}

export interface FeedbackReply {
  /** Epoch ms. */
  readonly givenAt: number;
}
