/**
 * What the nodes of one exam tell each other. Nothing here is a source of truth: whoever does not hear of something
 * finds it in PostgreSQL a little later. Nothing here throws or waits long when the others cannot be reached: a node
 * then goes on with what it knows itself, and `isStale` says so. All times are epoch ms.
 */
export interface LiveState {
  /** `null`: this node is alone by design. */
  readonly bus: NodeBus | null;
  readonly pushes: ExamPushes;
  readonly ended: EndedSessions;
  readonly signInLimits: SignInLimits;
  readonly failures: SignInFailures;
  readonly roster: LiveRoster;
  readonly turns: Turns;
  /** Whether this node at present hears nothing of the others. A node that is alone by design is never stale. */
  isStale(): boolean;
  counts(): LiveCounts;
  /** Forgets what has run out. Call it every minute or so: until then it takes memory and says nothing. */
  tidy(now: number): void;
  /** Leaves no timer and no connection. */
  close(): Promise<void>;
}

/** What has gone wrong since the start. */
export interface LiveCounts {
  readonly outages: number;
  /** Messages that no node of this installation can have sent just now. */
  readonly rejected: number;
  /** Messages and questions of this node that did not get through. */
  readonly lost: number;
}

/** Carries messages between nodes. What arrives was sent by a node of this installation, unchanged and not long ago. */
export interface NodeBus {
  /** Lost when the others cannot be reached. */
  publish(channel: string, message: Uint8Array): void;
  /** Listens to one channel, or to all that begin with what stands before the `*` at the end. Returns how to stop. */
  listen(channels: string, listener: (channel: string, message: Buffer) => void): () => void;
}

/** The quick way of the exam log's news between nodes; each node's own poll is the floor. */
export interface ExamPushes {
  /** Exam `examId` has a command with this number, committed. */
  announce(examId: string, seq: number): void;
  /** Called for what other nodes have announced. */
  onAnnounced(listener: (examId: string, seq: number) => void): void;
}

/** Sign-ins that were ended while tokens of theirs may still be valid, on all nodes. */
export interface EndedSessions {
  /** Remembered until `until`, by when every token of the session has run out. */
  add(sessionId: string, until: number): void;
  has(sessionId: string, now: number): boolean;
  /** Called once on every node for each session that ends, also on the node that ended it. */
  onEnded(listener: (sessionId: string) => void): void;
}

export type SignInBucket = 'sign-in-user' | 'sign-in-address';

/** How often one may try to sign in, counted over all nodes together. */
export interface SignInLimits {
  /** `null`: go on; otherwise how long to wait, in ms, and nothing is taken. */
  take(bucket: SignInBucket, key: string, cost: number, now: number): Promise<number | null>;
}

/** Wrong passwords in a row, counted for a user name at an address over all nodes together. */
export interface SignInFailures {
  /**
   * Counts an attempt before its password is looked at, so that many at once cannot slip through. `null`: go on;
   * otherwise how long to wait, in ms, and nothing is counted.
   */
  begin(key: string, now: number): Promise<number | null>;
  /** The attempt that was begun told nothing about the password. */
  withdraw(key: string): void;
  succeeded(key: string): void;
}

/** Work that any node could do and that one is enough for. It must do no harm if two do it for a moment. */
export interface Turns {
  /**
   * Whether `task` is this node's for the next `forMs`: it is the first's that asks, for as long as it goes on asking in
   * time. Nobody's while the others cannot be reached.
   */
  take(task: string, forMs: number): Promise<boolean>;
}

/** One candidate of one exam as the nodes that serve them see it. */
export interface RosterRow {
  readonly examId: string;
  readonly candidateId: string;
  /** `null` before the exam was opened. */
  readonly attemptId: string | null;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly status: RosterStatus;
  readonly connected: boolean;
  /** When the latest connection began and ended; `null` for who has had none. */
  readonly connectedAt: number | null;
  readonly disconnectedAt: number | null;
  readonly answered: number;
  readonly marked: number;
  readonly deadlineAt: number | null;
  readonly deadlineVersion: number;
  readonly lastSaveAt: number | null;
  /** How much of the attempt's log this row knows; 0 before the exam was opened. */
  readonly appliedSeq: number;
  /** The last command of the exam's log that has taken effect on the attempt. */
  readonly examSeq: number;
  /** The exam log's numbers of the commands that the candidate has confirmed, the last 20. */
  readonly confirmed: readonly number[];
  /** Late answers that nobody has judged. */
  readonly late: number;
  /** When the row last changed. */
  readonly version: number;
}

export type RosterStatus = 'signed-in' | 'started' | 'paused' | 'handed-in';

export interface RosterListener {
  /** Rows that have changed, each whole. */
  rows(changed: readonly RosterRow[]): void;
  /** From now on the rows of other nodes may be old, or are up to date again. */
  stale(isStale: boolean): void;
}

export interface RosterView {
  readonly rows: readonly RosterRow[];
  close(): void;
}

/**
 * Who sits an exam, put together from what all nodes see of it. Where two nodes speak of one candidate, the younger
 * connection decides whether there is one, and the row that knows more of the attempt's log (of the same, the younger
 * one) decides the rest. The candidates of a node that is gone count as not connected.
 */
export interface LiveRoster {
  /** Rows of this node that have changed: at most one call for each exam and second. */
  publish(examId: string, rows: readonly RosterRow[]): void;
  /** What is known now; the listener is told of what comes after. */
  follow(examId: string, listener: RosterListener): Promise<RosterView>;
}
