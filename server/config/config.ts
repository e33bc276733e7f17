import { resolve } from 'node:path';
import { z } from 'zod';
import { type BucketSettings, bucketSettings } from './buckets.ts';
import { list, masterKey, origin, port, url, whole } from './variables.ts';

/** The settings of one server, read once from the environment and passed on as plain values. */
export interface Config {
  readonly http: {
    /** Address to listen on. */
    readonly host: string;
    readonly port: number;
    /** Where candidates reach the server, without a slash at the end. */
    readonly publicUrl: string;
    /** Pages of these origins may talk to the server; the public address is always among them. */
    readonly allowedOrigins: ReadonlySet<string>;
    /** How many proxies of our own stand in front; their X-Forwarded-For is believed. */
    readonly trustedProxies: number;
  };
  readonly database: {
    /** `null`: the embedded PostgreSQL. */
    readonly url: string | null;
  };
  readonly redis: {
    /** `null`: this node is alone. */
    readonly url: string | null;
  };
  readonly data: {
    /** Folder of the embedded database and of what goes with it. */
    readonly folder: string;
  };
  readonly security: {
    /** 32 bytes that encrypt the signing keys in the database. `null`: kept in the data folder. */
    readonly masterKey: Buffer | null;
  };
  readonly work: {
    /** Whether this node works through the durable jobs; otherwise worker processes do. */
    readonly jobs: boolean;
  };
  readonly log: {
    readonly level: LogLevel;
    /** Stands in every line, so that those of many nodes can be told apart. */
    readonly node: string | null;
  };
  readonly limits: {
    readonly socketsPerAddress: number;
    /** Passwords that may wait to be checked. */
    readonly passwordQueue: number;
    readonly buckets: Readonly<Record<BucketName, BucketSettings>>;
    /** To end the exam for more people than this takes a second person. */
    readonly secondApproverAbove: number;
  };
}

export type LogLevel = (typeof logLevels)[number];
export type BucketName = keyof typeof bucketSettings;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const environment = z.object({
  PORT: port().default(8080),
  HOST: z.string().min(1, 'is empty').default('0.0.0.0'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  ALLOWED_ORIGINS: list(origin()).default([]),
  TRUST_PROXY: whole(0, 10).default(0),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  PARIKSHA_DATA: z.string().min(1, 'is empty').default('.pariksha'),
  PARIKSHA_MASTER_KEY: masterKey().optional(),
  WORKER: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  NODE_NAME: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots and dashes')
    .optional(),
  MAX_SOCKETS_PER_ADDRESS: whole(1, 1_000_000).default(5_000),
  MAX_PASSWORD_QUEUE: whole(1, 100_000).default(500),
  SECOND_APPROVER_ABOVE: whole(0, 1_000_000).default(20),
});

/** Everything that is wrong with the environment, one sentence for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the settings out of `env`. A variable that is empty counts as not set. Throws `ConfigError` with every
 * problem at once.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environment.safeParse(given);
  const problems = missingKey(given);
  if (!read.success) throw new ConfigError([...read.error.issues.map(sentenceOf), ...problems]);
  if (problems.length > 0) throw new ConfigError(problems);
  const set = read.data;
  const publicUrl = set.PUBLIC_URL ?? `http://localhost:${set.PORT}`;
  const ownOrigins = set.PUBLIC_URL ? [set.PUBLIC_URL] : [publicUrl, `http://127.0.0.1:${set.PORT}`];
  return {
    http: {
      host: set.HOST,
      port: set.PORT,
      publicUrl: publicUrl.replace(/\/+$/, ''),
      allowedOrigins: new Set([...ownOrigins.map((own) => new URL(own).origin), ...set.ALLOWED_ORIGINS]),
      trustedProxies: set.TRUST_PROXY,
    },
    database: { url: set.DATABASE_URL ?? null },
    redis: { url: set.REDIS_URL ?? null },
    data: { folder: resolve(set.PARIKSHA_DATA) },
    security: { masterKey: set.PARIKSHA_MASTER_KEY ?? null },
    work: { jobs: set.WORKER === 'on' },
    log: { level: set.LOG_LEVEL, node: set.NODE_NAME ?? null },
    limits: {
      socketsPerAddress: set.MAX_SOCKETS_PER_ADDRESS,
      passwordQueue: set.MAX_PASSWORD_QUEUE,
      buckets: bucketSettings,
      secondApproverAbove: set.SECOND_APPROVER_ABOVE,
    },
  };
}

function missingKey(given: Readonly<Record<string, unknown>>): string[] {
  if (given['DATABASE_URL'] === undefined || given['PARIKSHA_MASTER_KEY'] !== undefined) return [];
  return [
    'PARIKSHA_MASTER_KEY is not set, but DATABASE_URL is: every node of one database needs the same key. ' +
      'Make one with: openssl rand -base64 32',
  ];
}

function sentenceOf({ path, message }: z.core.$ZodIssue): string {
  return `${String(path[0])} ${message}.`;
}
