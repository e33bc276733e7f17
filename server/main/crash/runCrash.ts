import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type NodeProcess, startNodeProcess } from '../../../bench/server/nodeProcess.ts';
import { seededRandom } from '../../../client/session/cli/random.ts';
import { masterKeyIn } from '../../ledger/masterKeyFile.ts';
import { applyMigrations } from '../../ledger/migrate.ts';
import { type EmbeddedPostgres, startEmbedded } from '../embeddedPostgres.ts';
import { freePort } from '../freePort.ts';
import { StartError } from '../startError.ts';
import { Hand } from './hand.ts';
import { checkLog } from './logCheck.ts';
import { makeScene } from './scene.ts';
import type { Violation } from './violation.ts';

export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  /** An empty folder for database, keys and the server's own output. */
  readonly folder: string;
  readonly say: (line: string) => void;
  /** Stops after the round that is under way. */
  readonly signal?: AbortSignal;
}

export interface CrashReport {
  readonly rounds: number;
  /** Entries that the server said it had, each counted once. */
  readonly acknowledged: number;
  readonly ackedButLost: number;
  readonly wrongValue: number;
  readonly sealedTwice: number;
  readonly chainBroken: number;
}

const candidates = 40;

/** A new exam after so many rounds, so that each round's check reads what it needs and no more. */
const roundsPerExam = 8;

/** In one round of ten PostgreSQL itself is killed as well and has to recover. */
const killsDatabase = (round: number) => round % 10 === 5;

/** Acknowledged entries after which the server may be killed. */
const leastLoad = 200;
const longestLifeMs = 600;

const program = fileURLToPath(new URL('../start.ts', import.meta.url));

/**
 * Kills the server with SIGKILL under load, again and again, starts it anew, lets its candidates come back, and holds the
 * log against everything that was acknowledged, each round.
 */
export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const { rounds, seed, say, signal } = options;
  const chance = seededRandom(seed);
  const database = await Database.start(options.folder);
  /** By what they say: what is lost is found again in every round. */
  const violations = new Map<string, Violation>();
  let acknowledged = 0;
  let played = 0;
  try {
    const server = await newServer(options.folder, database);
    let hands: readonly Hand[] = [];
    for (; played < rounds && !signal?.aborted; played += 1) {
      if (played % roundsPerExam === 0) hands = await newHands(database, server.issuer, chance);
      const isLast = played % roundsPerExam === roundsPerExam - 1;
      const news = await playRound(server, database, hands, {
        chance,
        isLast,
        killsDatabase: killsDatabase(played),
      });
      acknowledged += news;
      const found = await check(database.url, hands);
      for (const violation of found) violations.set(JSON.stringify(violation), violation);
      say(`round ${played + 1}: ${news} acknowledged, ${found.length} violations`);
      for (const { kind, attemptId, message } of found.slice(0, 20))
        say(`  ${kind} in ${attemptId}: ${message}`);
    }
  } finally {
    await database.stop();
  }
  const kinds = [...violations.values()].map(({ kind }) => kind);
  const count = (wanted: Violation['kind']) => kinds.filter((kind) => kind === wanted).length;
  return {
    rounds: played,
    acknowledged,
    ackedButLost: count('lost'),
    wrongValue: count('wrong-value'),
    sealedTwice: count('sealed-twice'),
    chainBroken: count('chain-broken'),
  };
}

interface Server {
  readonly issuer: string;
  start(): Promise<NodeProcess>;
}

async function newServer(folder: string, database: Database): Promise<Server> {
  const dataFolder = join(folder, 'server');
  await mkdir(dataFolder, { recursive: true });
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const env = {
    DATABASE_URL: database.url,
    PARIKSHA_MASTER_KEY: database.masterKey.toString('base64'),
    PARIKSHA_DATA: dataFolder,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  let starts = 0;
  return {
    issuer,
    start() {
      starts += 1;
      return startNodeProcess({ program, env, logFile: join(dataFolder, `log-${starts}`) });
    },
  };
}

async function newHands(database: Database, issuer: string, chance: () => number): Promise<readonly Hand[]> {
  const { url: databaseUrl, masterKey } = database;
  const scene = await makeScene({ databaseUrl, masterKey, issuer, candidates });
  return scene.candidates.map((candidate) => {
    const seed = Math.floor(chance() * 2 ** 32);
    return new Hand(scene, candidate, seededRandom(seed));
  });
}

interface Round {
  readonly chance: () => number;
  /** The last round of an exam: everybody hands in. */
  readonly isLast: boolean;
  readonly killsDatabase: boolean;
}

/** One life of the server. Returns how many entries were acknowledged in it. */
async function playRound(
  server: Server,
  database: Database,
  hands: readonly Hand[],
  { chance, isLast, killsDatabase: killDatabase }: Round,
): Promise<number> {
  const process_ = await server.start();
  let news = 0;
  const { promise: isUnderLoad, resolve } = Promise.withResolvers<void>();
  for (const hand of hands) {
    if (chance() < 0.05) hand.handsIn = true;
    hand.onAcknowledged = (entries) => {
      news += entries;
      if (news >= leastLoad) resolve();
    };
  }
  const sitting = Promise.all(hands.map((hand) => hand.sit(process_.url)));
  try {
    await Promise.race([isUnderLoad, sitting]);
    if (news === 0 && hands.every((hand) => hand.complaints.length === 0)) {
      throw new Error('The server acknowledged nothing and let every candidate go.');
    }
    if (isLast) for (const hand of hands) hand.handsIn = true;
    await wait(chance() * longestLifeMs);
    if (killDatabase) database.kill();
  } finally {
    await process_.kill();
  }
  await sitting;
  if (killDatabase) await database.restart();
  return news;
}

async function check(databaseUrl: string, hands: readonly Hand[]): Promise<readonly Violation[]> {
  const told = new Map(
    hands.flatMap((hand) => (hand.attemptId === null ? [] : [[hand.attemptId, hand.told] as const])),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { violations } = await checkLog(client, told, [...told.keys()]);
    return [...violations, ...hands.flatMap(complaintsOf)];
  } finally {
    await client.end();
  }
}

function complaintsOf(hand: Hand): Violation[] {
  return hand.complaints.map((complaint) => ({ ...complaint, attemptId: hand.attemptId ?? 'none' }));
}

/** A PostgreSQL of its own, which can be killed like the server. */
class Database {
  readonly url: string;
  readonly masterKey: Buffer;
  readonly #folder: string;
  #postgres: EmbeddedPostgres;

  private constructor(folder: string, postgres: EmbeddedPostgres, masterKey: Buffer) {
    this.#folder = folder;
    this.#postgres = postgres;
    this.url = postgres.url;
    this.masterKey = masterKey;
  }

  static async start(folder: string): Promise<Database> {
    const postgres = await startEmbedded({ dataDir: folder });
    await applyMigrations({ databaseUrl: postgres.url, log: () => undefined });
    return new Database(folder, postgres, await masterKeyIn(folder));
  }

  kill(): void {
    process.kill(this.#postgres.pid, 'SIGKILL');
  }

  /** As soon as the last backend of the killed one has noticed and let go of the memory they shared. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.url).port);
    for (let tries = 1; ; tries += 1) {
      try {
        this.#postgres = await startEmbedded({ dataDir: this.#folder, port });
        return;
      } catch (error) {
        if (!(error instanceof StartError) || tries === 20) throw error;
        await wait(100);
      }
    }
  }

  stop(): Promise<void> {
    return this.#postgres.stop();
  }
}
