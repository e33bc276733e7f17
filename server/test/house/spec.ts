import { isTestCode, type SourceFile } from './sourceFiles.ts';
import { testsOf } from './testTitles.ts';

const heading = /^## ([A-Z]+): /;
const ruleLine = /^- \*\*/;
const rule = /^- \*\*([A-Z]+)-(\d+)\*\* \S/;

/** One sentence for each way in which the rules of SPEC.md and the tests do not answer each other. */
export function specViolations(spec: string, files: readonly SourceFile[]): string[] {
  const { ids, problems } = rulesOf(spec);
  const known = new Set(ids);
  const tests = files.filter(({ path }) => isTestCode(path)).flatMap(testsOf);
  const cited = new Set(tests.filter((test) => !test.withheldBy).flatMap(({ cites }) => cites));
  return [
    ...problems,
    ...ids.filter((id) => !cited.has(id)).map((id) => `${id} has no test`),
    ...tests
      .filter(({ cites }) => cites.length === 0)
      .map((test) => `${test.where} cites no rule: ${test.title}`),
    ...tests.flatMap(({ where, cites }) =>
      cites.filter((id) => !known.has(id)).map((id) => `${where} cites ${id}, which is not in SPEC.md`),
    ),
    ...tests.flatMap(({ where, withheldBy }) =>
      withheldBy ? [`${where} does not always run (${withheldBy})`] : [],
    ),
  ];
}

function rulesOf(spec: string): { ids: string[]; problems: string[] } {
  const ids: string[] = [];
  const problems: string[] = [];
  let family = '';
  for (const [index, line] of spec.split('\n').entries()) {
    family = heading.exec(line)?.[1] ?? family;
    if (!ruleLine.test(line)) continue;
    const [, ruleFamily, number] = rule.exec(line) ?? [];
    const id = `${ruleFamily}-${number}`;
    if (ruleFamily === undefined)
      problems.push(`SPEC.md:${index + 1} is not a rule of the form "- **TIM-3** sentence."`);
    else if (ruleFamily !== family) problems.push(`SPEC.md:${index + 1} ${id} stands under ${family}`);
    else if (ids.includes(id)) problems.push(`SPEC.md:${index + 1} ${id} is used twice`);
    else ids.push(id);
  }
  return { ids, problems };
}
