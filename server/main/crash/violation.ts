/**
 * `lost`: acknowledged, and not in the log. `wrong-value`: in the log with something else than what was acknowledged,
 * or decided as the rules do not allow. `sealed-twice`: seals and submissions that are not one for each time the attempt
 * was open. `chain-broken`: the frames do not follow from each other.
 */
export type ViolationKind = 'lost' | 'wrong-value' | 'sealed-twice' | 'chain-broken';

export interface Violation {
  readonly kind: ViolationKind;
  readonly attemptId: string;
  readonly message: string;
}

/** Notes what is wrong with one attempt. */
export type Note = (kind: ViolationKind, message: string) => void;
