import type pg from 'pg';

/**
 * `ledger`: single statements on the hot path; whatever takes longer than 2 s is cut off by PostgreSQL itself, even
 * when this node is frozen or unreachable, so that its locks never stand in another node's way for long.
 * `catalogue`: everything else that a server does.
 * `office`: what only a person at a terminal waits for, such as the import of 50,000 questions on a busy machine.
 */
export type Purpose = 'ledger' | 'catalogue' | 'office';

/** PostgreSQL's own limits, in ms. `transaction_timeout` needs PostgreSQL 17. */
const serverSettings: Readonly<Record<Purpose, Readonly<Record<string, number | string>>>> = {
  ledger: {
    transaction_timeout: 2_000,
    // An acknowledgement means a durable commit, whatever somebody sets for the database in mid-exam.
    synchronous_commit: 'on',
    // The statements are few and always the same: planned once a connection.
    plan_cache_mode: 'force_generic_plan',
  },
  catalogue: { statement_timeout: 8_000, idle_in_transaction_session_timeout: 10_000 },
  office: { statement_timeout: 600_000, idle_in_transaction_session_timeout: 600_000 },
};

/**
 * How long this side waits for an answer, in ms: longer than the server's own limit, so that it is reached only when
 * the connection is dead. The statement's outcome is then unknown, and the connection is closed.
 */
const answerTimeout: Readonly<Record<Purpose, number>> = { ledger: 3_000, catalogue: 9_000, office: 610_000 };

/** A peer that vanished without a word is noticed after 10 s of silence and 3 unanswered probes, on both sides. */
const keepAliveDelayMs = 10_000;
const tcpSettings: Readonly<Record<string, number>> = {
  tcp_keepalives_idle: keepAliveDelayMs / 1_000,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 16_000,
};

/** The settings of a connection for this purpose. */
export function connectionConfig(databaseUrl: string, purpose: Purpose): pg.ClientConfig {
  const { url, startupOptions } = takeStartupOptions(databaseUrl);
  const settings = { ...tcpSettings, ...serverSettings[purpose], timezone: 'UTC' };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return {
    connectionString: url,
    options: [startupOptions, ...flags].join(' ').trim(),
    application_name: `pariksha-${purpose}`,
    connectionTimeoutMillis: purpose === 'ledger' ? 3_000 : 5_000,
    query_timeout: answerTimeout[purpose],
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  };
}

/** The driver lets `options` of the connection string replace ours, so they are taken out and put in front. */
function takeStartupOptions(databaseUrl: string): { url: string; startupOptions: string } {
  const url = new URL(databaseUrl);
  const startupOptions = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return { url: url.href, startupOptions };
}
