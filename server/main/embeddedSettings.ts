import { totalmem } from 'node:os';

const mebibyte = 1024 * 1024;

/**
 * The settings of the embedded PostgreSQL, as the text of a configuration file. Durability stays complete (an
 * acknowledged answer is on disk); the rest suits many small commits on a machine that PostgreSQL shares with us.
 */
export function embeddedSettings(port: number, overrides: Readonly<Record<string, string>> = {}): string {
  const memory = Math.floor(totalmem() / mebibyte);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    password_encryption: 'scram-sha-256',

    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    shared_buffers: `${clamp(Math.floor(memory / 16), 64, 1024)}MB`,
    effective_cache_size: `${clamp(Math.floor(memory / 2), 256, 65_536)}MB`,
    wal_buffers: '16MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Statements here are short: compiling them, or spreading them over processes, costs more than it saves.
    jit: 'off',
    max_parallel_workers_per_gather: '0',

    shared_preload_libraries: 'pg_stat_statements',
    log_checkpoints: 'off',
    ...overrides,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written at every start; lasting changes belong in ALTER SYSTEM.\n${lines.join('\n')}\n`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
