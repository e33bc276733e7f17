import { describe, expect, it } from 'vitest';
import { importCycles } from './cycles.ts';
import { forbiddenImports } from './rooms.ts';
import { listFiles, readSourceFiles, topLevelFolders } from './sourceFiles.ts';

const file = (path: string, text: string) => ({ path, text });

describe('this repository', () => {
  const files = readSourceFiles();

  it('[HOU-1, HOU-3, HOU-4, HOU-5] imports only what the table of rooms allows', () => {
    expect(forbiddenImports(files)).toEqual([]);
  });

  it('[HOU-2] has no cycle of imports', () => {
    expect(importCycles(files)).toEqual([]);
  });

  it('[HOU-5] has no other top-level folder', () => {
    const allowed = ['bench', 'client', 'deploy', 'prisma', 'server'];
    expect(topLevelFolders().filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('[HOU-15] has one package.json and one tsconfig.json', () => {
    const manifests = listFiles().filter((path) => /(^|\/)(package|tsconfig[^/]*)\.json$/.test(path));
    expect(manifests.toSorted()).toEqual(['package.json', 'tsconfig.json']);
  });
});

describe('[HOU-1] the direction check', () => {
  const sentence =
    'server/gateway/a.ts:1 imports server/ledger/b.ts: server/gateway may import server/app, server/protocol';

  it.each([
    "import { b } from '../ledger/b.ts';",
    "import type { B } from '../ledger/b.ts';",
    "import '../ledger/b.ts';",
    "export { b } from '../ledger/b.ts';",
    "export * from '../ledger/b.ts';",
    "const b = await import('../ledger/b.ts');",
    "type B = import('../ledger/b.ts').B;",
    "const b = new URL('../ledger/b.ts', import.meta.url);",
  ])('sees %s', (text) => {
    expect(forbiddenImports([file('server/gateway/a.ts', text)])).toEqual([sentence]);
  });

  it.each([
    ['server/app/a.ts', '../ledger/b.ts'],
    ['server/live/a.ts', '../ledger/b.ts'],
    ['server/ledger/a.ts', '../live/b.ts'],
    ['server/ledger/a.ts', '../app/openAttempt.ts'],
    ['server/worker/a.ts', '../domain/b.ts'],
    ['server/http/a.ts', '../config/b.ts'],
    ['server/config/a.ts', '../protocol/b.ts'],
    ['server/protocol/deep/a.ts', '../../domain/b.ts'],
    ['client/session/a.ts', '../../server/domain/b.ts'],
    ['client/session/a.ts', '../web/b.ts'],
    ['bench/a.ts', '../server/main/b.ts'],
    ['prisma/a.ts', '../server/ledger/b.ts'],
  ])('keeps %s from %s', (path, specifier) => {
    expect(forbiddenImports([file(path, `import '${specifier}';`)])).toHaveLength(1);
  });

  it.each([
    ['server/app/a.ts', '../domain/b.ts'],
    ['server/ledger/a.ts', '../app/ports.ts'],
    ['server/ledger/a.ts', './deep/b.ts'],
    ['server/ledger/a.ts', 'pg'],
    ['server/ledger/a.ts', 'node:crypto'],
    ['server/main/a.ts', '../ledger/b.ts'],
    ['server/main/a.ts', '../config/b.ts'],
    ['client/web/candidate/a.tsx', '../../session/b.ts'],
    ['bench/a.ts', '../client/session/b.ts'],
    ['server/test/a.ts', '../ledger/b.ts'],
    ['server/domain/a.test.ts', 'vitest'],
  ])('lets %s import %s', (path, specifier) => {
    expect(forbiddenImports([file(path, `import '${specifier}';`)])).toEqual([]);
  });

  it('[HOU-3] keeps test code out of everything else', () => {
    const files = [
      file('server/main/a.ts', "import '../test/harness.ts';"),
      file('server/app/b.ts', "import './c.test.ts';"),
      file('client/session/d.ts', "import './test/modelServer.ts';"),
    ];
    expect(forbiddenImports(files)).toEqual([
      'server/main/a.ts:1 imports server/test/harness.ts: only test code imports test code',
      'server/app/b.ts:1 imports server/app/c.test.ts: only test code imports test code',
      'client/session/d.ts:1 imports client/session/test/modelServer.ts: only test code imports test code',
    ]);
  });

  it('[HOU-4] lets the protocol have zod and the domain nothing', () => {
    const files = [
      file('server/protocol/a.ts', "import 'zod/mini';\nimport 'pg';\nimport 'node:crypto';"),
      file('server/domain/a.ts', "import 'zod';\nimport 'node:crypto';"),
    ];
    expect(forbiddenImports(files)).toEqual([
      'server/protocol/a.ts:2 imports pg: server/protocol imports zod only',
      'server/protocol/a.ts:3 imports node:crypto: server/protocol imports no built-in module',
      'server/domain/a.ts:1 imports zod: server/domain imports no package',
      'server/domain/a.ts:2 imports node:crypto: server/domain imports no built-in module',
    ]);
  });

  it('[HOU-5] finds a file outside every room', () => {
    expect(forbiddenImports([file('server/utils/a.ts', '')])).toEqual([
      'server/utils/a.ts belongs to no room',
    ]);
  });
});

describe('[HOU-2] the cycle check', () => {
  it('finds a cycle of several files, once', () => {
    const files = [
      file('server/app/a.ts', "import './b.ts';"),
      file('server/app/b.ts', "import type { C } from './c.ts';"),
      file('server/app/c.ts', "import './a.ts';\nimport './d.ts';"),
      file('server/app/d.ts', ''),
    ];
    expect(importCycles(files)).toEqual([
      'server/app/a.ts → server/app/b.ts → server/app/c.ts → server/app/a.ts',
    ]);
  });

  it('is content with two ways to one file', () => {
    const files = [
      file('server/app/a.ts', "import './b.ts';\nimport './c.ts';"),
      file('server/app/b.ts', "import './d.ts';"),
      file('server/app/c.ts', "import './d.ts';"),
      file('server/app/d.ts', ''),
    ];
    expect(importCycles(files)).toEqual([]);
  });
});
