import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaFilter } from '@prisma/schema-engine-wasm';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type SchemaEngine = engineModule.SchemaEngine;

/** The repository's prisma/ folder. */
export const prismaDirectory = fileURLToPath(new URL('../../prisma/', import.meta.url));

/** How the engine's sessions call themselves in pg_stat_activity. */
export const engineApplicationName = 'pariksha-schema';

/** Nothing is left out of migrations and comparisons. */
export const wholeSchema: SchemaFilter = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

/** The engine never clears its own time-outs of 10 s; they must not keep a process alive whose work is done. */
function withQuietTimers(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const quietly = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  const timers = Object.keys(imports).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return { ...imports, ...Object.fromEntries(timers.map((name) => [name, quietly])) };
}

/**
 * Instantiates Prisma's schema engine from its WebAssembly file by hand: importing it as a module prints Node's
 * warning about an experimental feature at every start.
 */
function loadEngine(): Promise<void> {
  loaded ??= (async () => {
    const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
    const file = join(dirname(entry), 'schema_engine_bg.wasm');
    const { instance } = await WebAssembly.instantiate(await readFile(file), {
      './schema_engine_bg.js': withQuietTimers({ ...engineModule }),
    });
    engineModule.__wbg_set_wasm(instance.exports);
    const start = instance.exports['__wbindgen_start'];
    if (typeof start !== 'function') throw new Error('schema engine has no __wbindgen_start');
    start();
  })();
  return loaded;
}

/**
 * Runs `use` with a schema engine that speaks to `databaseUrl`, and closes both afterwards. The engine never reaches
 * for the network or for a binary. `amendScript` may change a script before it is sent.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  use: (engine: SchemaEngine) => Promise<T>,
  amendScript: (script: string) => string = (script) => script,
): Promise<T> {
  await loadEngine();
  const schema = await readFile(join(prismaDirectory, 'schema.prisma'), 'utf8');
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: engineApplicationName });
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool), amendScript));
  try {
    const engine = await engineModule.SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] },
      () => undefined,
      factory,
    );
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/**
 * The adapter cuts a script at every semicolon, be it in a function body or a comment, and may run the pieces on
 * several connections. Here a script goes to PostgreSQL as it is: one message, and so one transaction.
 */
function wholeScripts(
  factory: PrismaPg,
  amendScript: (script: string) => string,
): SqlMigrationAwareDriverAdapterFactory {
  const whole = async (connecting: ReturnType<PrismaPg['connect']>): Promise<SqlDriverAdapter> => {
    const adapter = await connecting;
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        await adapter.underlyingDriver().query(amendScript(script)).catch(rethrow);
      },
    });
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => whole(factory.connect()),
    // With a connection string the adapter would take the database itself for the shadow of it.
    connectToShadowDb: () => Promise.reject(new Error('no shadow database is used')),
  };
}

/** The engine understands errors of its own shape only, and reports others as unexpected. */
function rethrow(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { message, detail, column, hint } = error;
  throw new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message,
    detail,
    column,
    hint,
  });
}
