/** What the product lends to the bench, which may not reach into it. Joined in `server/main/bench.ts`. */
export interface Lender {
  /** A PostgreSQL of the product's own kind in an empty folder, with the product's schema. `signal` ends a start that is under way. */
  startDatabase(folder: string, signal: AbortSignal): Promise<LentDatabase>;
  /** A Redis for nodes that share their live state. @throws with a sentence when this machine has none. */
  startRedis(folder: string): Promise<LentRedis>;
  /** Makes what all nodes need, once: a node that made it would be measured with it. */
  prepareNodes(): Promise<void>;
  /** The program that is one node, configured by its environment. It prints where it listens. */
  readonly nodeProgram: string;
  /** Flags of Node's that it runs with. */
  readonly nodeFlags: readonly string[];
  hashPassword(password: string): Promise<string>;
  /** Publishes an exam of the built-in questions for the candidates named in it; returns its id. */
  publishExam(databaseUrl: string, exam: BenchExam): Promise<string>;
  /** Signs access tokens as the nodes of this database do. */
  tokenSigner(database: Pick<LentDatabase, 'url' | 'masterKey'>, issuer: string): Promise<SignToken>;
}

export interface LentDatabase {
  readonly url: string;
  /** 32 bytes: opens the signing keys in the database. */
  readonly masterKey: Buffer;
  /** Process id of PostgreSQL. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface LentRedis {
  readonly url: string;
  /** As a power failure would. */
  kill(): Promise<void>;
  /** It keeps its connections and does nothing until it is thawed. */
  freeze(): void;
  thaw(): void;
  /** After a kill: on the same port, empty. */
  start(): Promise<void>;
  /** Forgets everything. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export type SignToken = (userId: string, sessionId: string) => { accessToken: string; expiresAt: number };

/** The times of an exam, epoch ms; all else about it is the same in every scenario. */
export interface BenchExam {
  readonly title: string;
  readonly clock: 'individual' | 'common';
  readonly durationMinutes: number;
  readonly graceSeconds: number;
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
  readonly usernames: readonly string[];
}
