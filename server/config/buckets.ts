/** A token bucket: holds `burst` tokens at most and gains `perSecond` of them. */
export interface BucketSettings {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * What one user may do in a row and lastingly; `sign-in-address`, `renewal` and `http` are for an address, behind which a whole
 * campus may sit.
 */
export const bucketSettings = {
  /** Appends and hand-ins. A page saves at most every second or so; a program that sits an exam goes faster. */
  append: { burst: 200, perSecond: 20 },
  /** Observed entries. */
  observe: { burst: 120, perSecond: 2 },
  /** Openings that take the pen: page loads. */
  takeover: { burst: 20, perSecond: 0.5 },
  read: { burst: 200, perSecond: 20 },
  /** Calls for a person, and reports about questions. */
  help: { burst: 10, perSecond: 0.1 },
  /** Sign-ins of one user from one address. */
  'sign-in-user': { burst: 20, perSecond: 0.2 },
  'sign-in-address': { burst: 5_000, perSecond: 100 },
  /** Refresh cookies of one address that are looked up. */
  renewal: { burst: 5_000, perSecond: 100 },
  http: { burst: 10_000, perSecond: 5_000 },
} as const satisfies Record<string, BucketSettings>;
