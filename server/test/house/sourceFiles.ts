import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, parseSync } from 'oxc-parser';

/** A TypeScript file of the repository; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

const generated = new Set([
  'node_modules',
  'server/ledger/generated',
  'client/web/dist',
  'coverage',
  'screenshots',
]);

/** Folders directly under the root, without dot-folders and without what is generated. */
export function topLevelFolders(): string[] {
  return readdirSync(repositoryRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isOurs(entry.name, entry.name))
    .map((entry) => entry.name);
}

/** The path of every file of the repository, without dot-files and without what is generated. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!isOurs(entry.name, path)) return [];
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** Every TypeScript file of the repository, in the order of their paths. */
export function readSourceFiles(): SourceFile[] {
  return listFiles()
    .filter((path) => /\.tsx?$/.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

/** Test files, and what lies in a folder named `test`: harnesses, builders, model servers. */
export function isTestCode(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.split('/').includes('test');
}

/** @throws when the file does not parse, because a check that cannot read a file proves nothing about it. */
export function parse(file: SourceFile): Program {
  const { program, errors } = parseSync(file.path, file.text);
  const error = errors[0];
  if (error) throw new Error(`${file.path} does not parse: ${error.message}`);
  return program;
}

export function lineAt(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

function isOurs(name: string, path: string): boolean {
  return !name.startsWith('.') && !generated.has(path);
}
