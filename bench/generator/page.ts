/** One candidate's page, as the crew leads it. Times are epoch ms. */
export interface Page {
  readonly isConnected: boolean;
  /** It may answer: it is in, and has not begun to hand in. */
  readonly isWriting: boolean;
  readonly isSealed: boolean;
  /** It has left for good, or cannot get any further. */
  readonly isOut: boolean;
  /** Everything it has sent has been answered. */
  readonly isSettled: boolean;
  /** It has lost its connection, or its unsaved entries, and is not yet back to where it was. */
  readonly isRecovering: boolean;
  /** It shares its candidate with another page, and is never in for long. */
  readonly isFighting: boolean;
  /** Comes in and opens the exam. `onOpen` is told once whether it could. */
  come(onOpen: (isOpen: boolean) => void): void;
  /** Asks for questions; `then` is told how many there are, `null` when the server did not answer. */
  fetchQuestions(from: number, count: number, then: (count: number | null) => void): void;
  /** Answers a question. `question` and `value` are places in the answer book. */
  answer(intendedAt: number, question: number, value: number, marked: boolean): void;
  /** Looks at a question for so many ms. */
  visit(intendedAt: number, question: number, ms: number): void;
  /** Hands in as soon as everything is acknowledged. `onSealed` is called when the receipt is there, whoever has sealed. */
  handIn(intendedAt: number, onSealed: () => void): void;
  /** Hands in through another node what is acknowledged so far, whatever is under way on this one. */
  handInElsewhere(intendedAt: number): void;
  /** It has shown what this command has done, and its confirmation is committed. */
  hasConfirmed(commandId: string): boolean;
  /** Renews its token when it is time. */
  renewIfDue(now: number): void;
  /** The network goes away without a word; the candidate comes back by itself. */
  cut(): void;
  /** Leaves for good. */
  leave(): void;
}
