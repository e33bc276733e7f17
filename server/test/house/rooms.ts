import { type Import, importsOf } from './imports.ts';
import { isTestCode, type SourceFile } from './sourceFiles.ts';

interface Room {
  readonly folder: string;
  /** Paths of other rooms, or of single files in them, that this room may import. */
  readonly mayImport: readonly string[];
  readonly packages: readonly string[] | 'any';
  readonly builtins: boolean;
}

const room = (folder: string, mayImport: string[], more: Partial<Room> = {}): Room => ({
  folder,
  mayImport,
  packages: 'any',
  builtins: true,
  ...more,
});

/** Who may import whom. What is not said here is forbidden; test code may import everything. */
const rooms: readonly Room[] = [
  room('server/protocol', [], { packages: ['zod'], builtins: false }),
  room('server/domain', [], { packages: [], builtins: false }),
  room('server/app', ['server/domain', 'server/protocol']),
  room('server/ledger', ['server/app/ports.ts', 'server/app/ports', 'server/domain']),
  room('server/live', ['server/app/ports.ts', 'server/app/ports', 'server/domain']),
  room('server/gateway', ['server/app', 'server/protocol']),
  room('server/http', ['server/app', 'server/protocol']),
  room('server/worker', ['server/app', 'server/protocol']),
  room('server/config', []),
  room('server/main', ['server', 'client', 'prisma', 'bench']),
  room('client/session', ['server/protocol']),
  room('client/web', ['server/protocol', 'client/session']),
  room('bench', ['server/protocol', 'client/session']),
  room('prisma', []),
  room('deploy', []),
];

/** One sentence for each import that the table of rooms does not allow, and for each file outside every room. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files.filter((file) => !isTestCode(file.path) && file.path.includes('/')).flatMap(violationsOf);
}

function violationsOf(file: SourceFile): string[] {
  const home = roomOf(file.path);
  if (!home) return [`${file.path} belongs to no room`];
  return importsOf(file).flatMap((found) => {
    const reason = reasonAgainst(home, found);
    return reason ? [`${file.path}:${found.line} imports ${found.target}: ${reason}`] : [];
  });
}

function reasonAgainst(home: Room, found: Import): string | undefined {
  switch (found.kind) {
    case 'builtin':
      return home.builtins ? undefined : `${home.folder} imports no built-in module`;
    case 'package':
      return home.packages === 'any' || home.packages.includes(found.target)
        ? undefined
        : `${home.folder} imports ${home.packages.length > 0 ? `${home.packages.join(', ')} only` : 'no package'}`;
    case 'file':
      if (isTestCode(found.target)) return 'only test code imports test code';
      return [home.folder, ...home.mayImport].some((allowed) => isWithin(found.target, allowed))
        ? undefined
        : `${home.folder} may import ${home.mayImport.join(', ') || 'no other room'}`;
  }
}

function roomOf(path: string): Room | undefined {
  return rooms.find(({ folder }) => path.startsWith(`${folder}/`));
}

function isWithin(path: string, allowed: string): boolean {
  return path === allowed || path.startsWith(`${allowed}/`);
}
