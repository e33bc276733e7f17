import { type Node, Visitor } from 'oxc-parser';
import { isTestCode, lineAt, parse, type SourceFile } from './sourceFiles.ts';

const pureRooms = /^server\/(domain|app|protocol)\//;
const readsEnvironment = /^(server\/(main|config)\/|bench\/|[^/]+$)/;

const clockAndChance = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);
const randomFromNode = new Set(['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'randomFill']);

/** One sentence for each place where a room that is given time, chance and settings reaches for them itself. */
export function ambientInputs(files: readonly SourceFile[]): string[] {
  return files.filter((file) => !isTestCode(file.path)).flatMap(ambientInputsOf);
}

function ambientInputsOf(file: SourceFile): string[] {
  const isPure = pureRooms.test(file.path);
  const mayReadEnvironment = readsEnvironment.test(file.path);
  const found: string[] = [];
  const report = (node: Node, name: string) => {
    found.push(`${file.path}:${lineAt(file, node.start)} reads ${name}, which must be passed in`);
  };
  new Visitor({
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      if (isPure && clockAndChance.has(name)) report(node, name);
      if (!mayReadEnvironment && name === 'process.env') report(node, name);
    },
    NewExpression: (node) => {
      const isNow =
        node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0;
      if (isPure && isNow) report(node, 'new Date()');
    },
    ImportSpecifier: (node) => {
      const name = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value;
      if (isPure && randomFromNode.has(name)) report(node, name);
    },
  }).visit(parse(file));
  return found;
}
