import type { LocalText } from './candidate.ts';

/** Greatest number of items of a form. */
export const maxFeedbackItems = 10;

/** Greatest length of the free text in UTF-16 units. */
export const maxCommentLength = 2_000;

/** The form of an exam. Without items and free text there is nothing to ask. */
export interface FeedbackForm {
  readonly items: readonly { readonly id: string; readonly text: LocalText }[];
  readonly freeText: boolean;
}

export interface FeedbackFormReply extends FeedbackForm {
  /** This candidate has answered it already. */
  readonly given: boolean;
}

export interface FeedbackRequest {
  readonly ratings: readonly {
    readonly itemId: string;
    /** From 1 (not at all) to 5 (fully); `null`: does not apply to me. Items that were passed over are left out. */
    readonly rating: number | null;
  }[];
  readonly comment?: string | undefined;
}

export interface FeedbackReply {
  /** Epoch ms. */
  readonly givenAt: number;
}
