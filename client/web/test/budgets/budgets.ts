/** What the candidate's page may weigh and take. Sizes are bytes as sent (KB of 1,024), times ms. */
export const budgets = {
  scriptBytes: 120 * 1024,
  firstQuestionMs: 2_000,
  interactionMs: 100,
  /** CSS pixels. */
  narrowest: 360,
} as const;

/** A bad mobile network, and the processor of a five-year-old phone. */
export const poorDevice = { roundTripMs: 150, bitsPerSecond: 1_600_000, slowdown: 4 } as const;
