import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, repositoryRoot } from './sourceFiles.ts';
import { specViolations } from './spec.ts';

describe('this repository', () => {
  it('[HOU-6, HOU-7, HOU-8, HOU-9] has a test for every rule and a rule for every test', () => {
    const spec = readFileSync(join(repositoryRoot, 'server/SPEC.md'), 'utf8');
    expect(specViolations(spec, readSourceFiles())).toEqual([]);
  });
});

const spec = ['## LOG: logs', '- **LOG-1** One.', '', '## TIM: time', '- **TIM-3** Three.'].join('\n');
const check = (text: string, path = 'server/app/a.test.ts') => specViolations(spec, [{ path, text }]);
const both = "it('[LOG-1, TIM-3] both', () => {});\n";

describe('[HOU-6] a rule', () => {
  it('without a test is named', () => {
    expect(check("it('[LOG-1] one', () => {});")).toEqual(['TIM-3 has no test']);
  });

  it('is not cited by a describe without tests, nor by a file that is no test code', () => {
    expect(check("describe('[LOG-1, TIM-3] nothing', () => {});")).toHaveLength(2);
    expect(check(both, 'server/app/a.ts')).toHaveLength(2);
  });

  it.each([
    "it('[LOG-1, TIM-3] plain', () => {});",
    "test.concurrent('[LOG-1] [TIM-3] two brackets', () => {});",
    "it.each([1])('[LOG-1,TIM-3] %s', () => {});",
    "it.each`a\n${1}`('[LOG-1, TIM-3] table', () => {});",
    "describe('[LOG-1] outer', () => { describe.each([1])('[TIM-3] inner', () => { it('x', () => {}); }); });",
    'it(`[LOG-1, TIM-3] seed ${seed}`, () => {});',
    "it('[LOG-1, ' + 'TIM-3] in two parts', () => {});",
    "const dbTest = it.extend({});\ndbTest('[LOG-1, TIM-3] extended', () => {});",
    "export const contract = (name) => describe(name, () => { it('[LOG-1, TIM-3] x', () => {}); });",
  ])('is cited by %s', (text) => {
    expect(check(text)).toEqual([]);
  });
});

describe('[HOU-7] a test', () => {
  it('that cites no rule is named', () => {
    expect(check(`${both}it('works', () => {});`)).toEqual(['server/app/a.test.ts:2 cites no rule: works']);
  });

  it('is not excused by a describe beside it', () => {
    const text = `describe('[LOG-1, TIM-3] a', () => { it('x', () => {}); });\nit('y', () => {});`;
    expect(check(text)).toEqual(['server/app/a.test.ts:2 cites no rule: y']);
  });

  it('that cites an unknown rule is named', () => {
    expect(check(`${both}it('[LOG-9] nine', () => {});`)).toEqual([
      'server/app/a.test.ts:2 cites LOG-9, which is not in SPEC.md',
    ]);
  });

  it('in a file that does not parse is not passed over', () => {
    expect(() => check('it(')).toThrow('server/app/a.test.ts does not parse');
  });
});

describe('[HOU-8] an id', () => {
  const problems = (text: string) => specViolations(text, []).filter((line) => line.startsWith('SPEC.md'));

  it('that is used twice is named', () => {
    expect(problems('## LOG: logs\n- **LOG-1** One.\n- **LOG-1** Again.')).toEqual([
      'SPEC.md:3 LOG-1 is used twice',
    ]);
  });

  it('under the heading of another family is named', () => {
    expect(problems('## LOG: logs\n- **TIM-1** One.')).toEqual(['SPEC.md:2 TIM-1 stands under LOG']);
  });

  it('that is none is named', () => {
    expect(problems('## LOG: logs\n- **LOG one** One.')).toEqual([
      'SPEC.md:2 is not a rule of the form "- **TIM-3** sentence."',
    ]);
  });
});

describe('[HOU-9] a test that may not run', () => {
  it.each(['it.skip', 'it.todo', 'it.runIf(false)', 'it.skipIf(true)', 'it.each([1]).skip', 'describe.skip'])(
    'because of %s is named and proves nothing',
    (call) => {
      const text = `${call}('[LOG-1] withheld', () => { it('x', () => {}); });\nit('[TIM-3] y', () => {});`;
      expect(check(text)).toContain('LOG-1 has no test');
      expect(check(text).filter((line) => line.includes('does not always run'))).not.toEqual([]);
    },
  );
});
