import { type Argument, type Expression, type Program, Visitor } from 'oxc-parser';
import { lineAt, parse, type SourceFile } from './sourceFiles.ts';

/** A test as it stands in a file; `cites` holds the ids in its own title and in those of the describes around it. */
export interface TestCase {
  readonly where: string;
  readonly title: string;
  readonly cites: readonly string[];
  /** The modifier that keeps the test from always running (`skip`, `todo`, `runIf`…), its own or a describe's. */
  readonly withheldBy: string | undefined;
}

interface Block {
  readonly kind: 'test' | 'describe';
  readonly title: string;
  readonly withheldBy: string | undefined;
}

const withholding = new Set(['skip', 'skipIf', 'todo', 'runIf', 'fails', 'only']);
const citation = /\[([A-Z]+-\d+(?:, *[A-Z]+-\d+)*)\]/g;

/** Every test of a file: `it`, `test`, their modifiers, `each` and `for`, and what the file itself extends from them. */
export function testsOf(file: SourceFile): TestCase[] {
  const program = parse(file);
  const testNames = new Set(['it', 'test', ...extendedTests(program)]);
  const around: Block[] = [];
  const tests: TestCase[] = [];
  new Visitor({
    CallExpression: (node) => {
      const block = blockOf(node.callee, node.arguments[0], testNames);
      if (block?.kind === 'test') {
        const line = [...around, block];
        tests.push({
          where: `${file.path}:${lineAt(file, node.start)}`,
          title: block.title,
          cites: [...new Set(line.flatMap(({ title }) => citationsIn(title)))],
          withheldBy: line.find(({ withheldBy }) => withheldBy)?.withheldBy,
        });
      }
      if (block) around.push(block);
    },
    'CallExpression:exit': (node) => {
      if (blockOf(node.callee, node.arguments[0], testNames)) around.pop();
    },
  }).visit(program);
  return tests;
}

/** The ids in the square brackets of a title. */
function citationsIn(title: string): string[] {
  return [...title.matchAll(citation)].flatMap(([, ids = '']) => ids.split(/, */));
}

/** Names bound to `it.extend(…)` or `test.extend(…)`, which make tests too. */
function extendedTests(program: Program): string[] {
  const names: string[] = [];
  new Visitor({
    VariableDeclarator: (node) => {
      if (node.id.type !== 'Identifier' || node.init?.type !== 'CallExpression') return;
      const { base, members } = calleePath(node.init.callee);
      if ((base === 'it' || base === 'test') && members.at(-1) === 'extend') names.push(node.id.name);
    },
  }).visit(program);
  return names;
}

function blockOf(
  callee: Expression,
  title: Argument | undefined,
  testNames: ReadonlySet<string>,
): Block | undefined {
  const { base, members, isTable } = calleePath(callee);
  if (base === undefined || members.at(-1) === 'extend') return undefined;
  // `it.each(table)` and `it.runIf(x)` return the function that is then called with the title.
  const awaitsTitle = ['each', 'for', 'skipIf', 'runIf'].includes(members.at(-1) ?? '') && !isTable;
  if (awaitsTitle) return undefined;
  const kind = testNames.has(base)
    ? 'test'
    : base === 'describe' || base === 'suite'
      ? 'describe'
      : undefined;
  if (!kind) return undefined;
  return { kind, title: textOf(title), withheldBy: members.find((name) => withholding.has(name)) };
}

/** `it.concurrent.each(rows)` → base `it`, members `concurrent`, `each`; isTable: the table was already given. */
function calleePath(callee: Expression): { base: string | undefined; members: string[]; isTable: boolean } {
  switch (callee.type) {
    case 'Identifier':
      return { base: callee.name, members: [], isTable: false };
    case 'MemberExpression': {
      const { base, members } = calleePath(callee.object);
      const name = callee.property.type === 'Identifier' ? callee.property.name : '';
      return { base, members: [...members, name], isTable: false };
    }
    case 'CallExpression':
      return { ...calleePath(callee.callee), isTable: true };
    case 'TaggedTemplateExpression':
      return { ...calleePath(callee.tag), isTable: true };
    default:
      return { base: undefined, members: [], isTable: false };
  }
}

/** What can be read of a title without running it; an interpolated value is left out. */
function textOf(node: Argument | undefined): string {
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : '';
    case 'TemplateLiteral':
      return node.quasis.map(({ value }) => value.cooked ?? '').join('…');
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier' ? '' : textOf(node.left) + textOf(node.right);
    default:
      return '';
  }
}
