/** The five ways in which a run can be wrong; each is a field of the report. */
export type Fault = 'ackedButLost' | 'wrongValue' | 'sealedTwice' | 'acceptedLate' | 'chainBroken';

export interface Violation {
  readonly fault: Fault;
  readonly attemptId: string;
  /** What was promised and what is there. */
  readonly message: string;
}

export type Note = (fault: Fault, message: string) => void;
