import pg from 'pg';

/** Where what tests wait for is written. */
const tables = ['attempt', 'attempt_log', 'incident'];

/** Tells of every write to a database, so that a test that waits for one looks when there is something new to see. */
export class DatabaseNews {
  readonly #client: pg.Client;
  #next = Promise.withResolvers<void>();

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on('notification', () => {
      this.#next.resolve();
      this.#next = Promise.withResolvers();
    });
  }

  static async of(databaseUrl: string): Promise<DatabaseNews> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`
      CREATE FUNCTION tell_test() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN NOTIFY test_news; RETURN NULL; END $$`);
    for (const table of tables) {
      await client.query(`
        CREATE TRIGGER tell_test AFTER INSERT OR UPDATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION tell_test()`);
    }
    await client.query('LISTEN test_news');
    return new DatabaseNews(client);
  }

  /** Resolves when `look` finds what it looks for. */
  async until(look: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const { promise: news } = this.#next;
      if (await look()) return;
      await news;
    }
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
