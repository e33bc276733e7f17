import { importsOf } from './imports.ts';
import type { SourceFile } from './sourceFiles.ts';

/** Each cycle of imports that a depth-first walk meets, as `a.ts → b.ts → a.ts`. Empty when there is none. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map((file) => [file.path, fileTargets(file)]));
  const finished = new Set<string>();
  const cycles: string[] = [];

  const walk = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path].join(' → '));
      return;
    }
    if (finished.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    finished.add(path);
  };

  for (const { path } of files) walk(path, []);
  return cycles;
}

function fileTargets(file: SourceFile): string[] {
  const targets = importsOf(file).filter(({ kind }) => kind === 'file');
  return [...new Set(targets.map(({ target }) => target))];
}
