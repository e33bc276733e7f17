import { posix } from 'node:path';
import { type Expression, type StringLiteral, Visitor } from 'oxc-parser';
import { lineAt, parse, type SourceFile } from './sourceFiles.ts';

/** One import, by value or by type only. `target` is a path in the repository, a package name or `node:…`. */
export interface Import {
  readonly target: string;
  readonly kind: 'file' | 'package' | 'builtin';
  readonly line: number;
}

/**
 * All that a file imports: import and export … from, import(…), type-only `import('…')`, and the
 * `new URL('./x.ts', import.meta.url)` by which a worker thread is named.
 */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: StringLiteral | null) => {
    if (specifier) found.push(toImport(file, specifier.value, lineAt(file, specifier.start)));
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(asString(node.source)),
    TSImportType: (node) => add(node.source),
    NewExpression: (node) => {
      const [first, base] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || base === undefined) return;
      const specifier = asString(first);
      if (specifier && /^\.{1,2}\/.*\.tsx?$/.test(specifier.value)) add(specifier);
    },
  }).visit(parse(file));
  return found;
}

function toImport(file: SourceFile, specifier: string, line: number): Import {
  if (specifier.startsWith('.')) {
    return { target: posix.join(posix.dirname(file.path), specifier), kind: 'file', line };
  }
  if (specifier.startsWith('node:')) return { target: specifier, kind: 'builtin', line };
  const depth = specifier.startsWith('@') ? 2 : 1;
  return { target: specifier.split('/').slice(0, depth).join('/'), kind: 'package', line };
}

function asString(node: Expression | { type: string } | undefined): StringLiteral | null {
  return node?.type === 'Literal' && 'value' in node && typeof node.value === 'string' ? node : null;
}
