/**
 * Sign-ins that were ended while tokens of theirs may still be valid. Shared live state: known at once on this
 * node, and wherever else it can be pushed. Times are epoch ms.
 */
export interface EndedSessions {
  /** Remembered until `until`, by when every token of the session has run out. */
  add(sessionId: string, until: number): void;
  has(sessionId: string, now: number): boolean;
}
