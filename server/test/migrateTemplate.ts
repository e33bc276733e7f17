import process from 'node:process';
import { applyMigrations } from '../ledger/migrate.ts';

/** Migrates the database it is given, in a process of its own: Prisma's engine can be set up only once in one. */
const [, , databaseUrl = ''] = process.argv;
await applyMigrations({ databaseUrl, log: () => undefined });
