import pg from 'pg';

/** A prepared statement: planned once a connection, then only its name travels. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What became of a statement that did not succeed. */
export type Failure =
  /** The database refuses the data; the statement has had no effect and never will. */
  | 'data'
  /** Deadlock or serialisation: rolled back, worth the same statement again at once. */
  | 'conflict'
  /** Connection lost, timed out, server going down: it may or may not have been committed. */
  | 'unknown';

/**
 * One connection with one statement in flight, for the hot path. Prisma's pool hides which connection a
 * statement runs on; here that matters: a row of unknown outcome is confirmed on the connection that found it.
 * Connects when first used and again after every loss.
 */
export class Lane {
  readonly #config: pg.ClientConfig;
  readonly #onLost: (error: Error) => void;
  #client: Promise<pg.Client> | null = null;

  constructor(config: pg.ClientConfig, onLost: (error: Error) => void) {
    this.#config = config;
    this.#onLost = onLost;
  }

  async query<Row extends pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    const client = await this.#connected();
    const result = await client.query<Row>({ ...statement, values: [...values] });
    return result.rows;
  }

  /** Forgets the connection: after a failure of unknown outcome it may hang. */
  reset(): void {
    const client = this.#client;
    this.#client = null;
    client?.then(
      (connected) => connected.end().catch(() => undefined),
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.then(
      (connected) => connected.end(),
      () => undefined,
    );
  }

  #connected(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;
    const client = new pg.Client(this.#config);
    const connecting = client.connect().then(() => client);
    // Only as long as it is the one in use: a lost connection must not take its successor along.
    const forget = () => {
      if (this.#client === connecting) this.reset();
    };
    client.on('error', (error) => {
      this.#onLost(error);
      forget();
    });
    connecting.catch(forget);
    this.#client = connecting;
    return connecting;
  }
}

const dataClasses = new Set(['21', '22', '23', '42']);

/** Classes of SQLSTATE: PostgreSQL documentation, appendix A. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'unknown';
  if (error.code === '40P01' || error.code === '40001') return 'conflict';
  return dataClasses.has(error.code.slice(0, 2)) ? 'data' : 'unknown';
}
