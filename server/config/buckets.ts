/** A token bucket: holds `burst` tokens at most and gains `perSecond` of them. */
export interface BucketSettings {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * What one user may do in a row and lastingly; `sign-in-address` and `http` are for an address, behind which a whole
 * campus may sit.
 */
export const bucketSettings = {
  /** Appends and hand-ins. A page saves at most every second or so; after an outage it catches up. */
  append: { burst: 40, perSecond: 5 },
  /** Observed entries. */
  observe: { burst: 60, perSecond: 1 },
  /** Openings that take the pen: page loads. */
  takeover: { burst: 10, perSecond: 0.2 },
  read: { burst: 40, perSecond: 5 },
  /** Sign-ins of one user from one address. */
  'sign-in-user': { burst: 20, perSecond: 0.2 },
  'sign-in-address': { burst: 5_000, perSecond: 100 },
  http: { burst: 10_000, perSecond: 5_000 },
} as const satisfies Record<string, BucketSettings>;
