import process from 'node:process';
import { defineConfig } from 'prisma/config';

/*
 * Generating the client needs no engine binary, but the command line would download one before anything else and
 * fail on a machine without a way out. Naming any executable file satisfies it. Migrations run through the engine's
 * WebAssembly build (server/ledger/migrate.ts), never through this binary.
 */
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
