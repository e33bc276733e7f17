import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';
import type { Plan } from './plan.ts';
import { scenarios } from './scenarios/index.ts';

const context = { scenarios, masterKey: undefined, fileLimit: 20_000 };

function planOf(...argv: readonly string[]): Plan {
  const command = parseArguments(argv, context);
  if (command.kind !== 'run') throw new Error(`It is ${command.kind}.`);
  return command.plan;
}

const target = ['--target', 'http://localhost:8080'];

describe('[BEN-12] the command line', () => {
  it.each(scenarios.map(({ name }) => name))('plays %s with nothing more said', (name) => {
    expect(planOf(name)).toMatchObject({ scenario: name, target: null, skew: 'day', floor: true });
  });

  it('takes every flag', () => {
    const flags =
      '--candidates 300 --nodes 2 --rate 12.5 --seconds 4 --ramp 2 --skew five --seed 9 --no-floor';
    const files = '--json a.json --report a.html --profile p';
    const plan = planOf('autosave', ...flags.split(' '), ...files.split(' '), '--require', 'p99<=50');
    expect(plan).toEqual({
      scenario: 'autosave',
      candidates: 300,
      nodes: 2,
      rate: 12.5,
      seconds: 4,
      ramp: 2,
      skew: 'five',
      seed: 9,
      sample: 0,
      sealed: false,
      floor: false,
      profileFolder: 'p',
      target: null,
      requirements: [{ text: 'p99<=50', field: 'p99', comparison: '<=', value: 50 }],
      jsonFile: 'a.json',
      htmlFile: 'a.html',
    });
  });

  it('scales candidates and rate together, and the rate of the slot with its candidates', () => {
    expect(planOf('morning-slot', '--scale', '0.5')).toMatchObject({ candidates: 12_000, rate: 200 });
    expect(planOf('morning-slot', '--candidates', '48000')).toMatchObject({ candidates: 48_000, rate: 800 });
    expect(planOf('autosave', '--candidates', '8000')).toMatchObject({ candidates: 8_000, rate: 1_000 });
    expect(planOf('autosave', '--scale', '2')).toMatchObject({ candidates: 4_000, rate: 2_000 });
  });

  it('takes as many nodes as the sockets need', () => {
    expect(planOf('autosave', '--candidates', '40000').nodes).toBe(4);
  });

  it.each([
    [['--help'], 'help'],
    [[], 'help'],
    [['diff', 'a.json', 'b.json'], 'diff'],
  ])('understands %j', (argv, kind) => {
    expect(parseArguments(argv, context).kind).toBe(kind);
  });

  it.each([
    [['autosafe'], 'There is no scenario "autosafe". There are: autosave, '],
    [['autosave', 'ceiling'], '"ceiling" is one name too many'],
    [['autosave', '--frob'], "Unknown option '--frob'. Say --help to see what there is."],
    [['autosave', '--rate'], "Option '--rate <value>' argument missing. Say --help"],
    [['autosave', '--candidates', '0'], '--candidates takes a whole number from 1, and not "0".'],
    [['autosave', '--candidates', '1e3'], '--candidates takes a whole number'],
    [['autosave', '--seconds', '2.5'], '--seconds takes a whole number'],
    [['autosave', '--rate', '-5'], "Option '--rate' argument is ambiguous"],
    [['autosave', '--rate', 'fast'], '--rate takes a number above 0, and not "fast".'],
    [['autosave', '--scale', '0'], '--scale takes a number above 0'],
    [['autosave', '--skew', 'north'], '--skew takes one of day, five, one, and not "north".'],
    [
      ['autosave', '--require', 'p99 < 50'],
      "--require takes a number of the report and its bound, such as 'p99<=50'",
    ],
    [
      ['autosave', '--target', 'localhost:8080'],
      '--target takes the address of a server, such as http://localhost:8080',
    ],
    [
      ['autosave', ...target],
      'Without --database-url the bench cannot make candidates: name an exam with --exam ID',
    ],
    [['autosave', ...target, '--database-url', 'postgres://x'], 'set PARIKSHA_MASTER_KEY'],
    [['autosave', '--database-url', 'postgres://x'], '--database-url goes with --target'],
    [['diff', 'a.json'], 'diff compares two reports'],
    [
      ['autosave', '--candidates', '999999999'],
      '--candidates 999999999 is too much for one machine: at most 200000.',
    ],
    [['autosave', '--scale', '999999'], '--candidates 1999998000 is too much'],
    [['autosave', '--candidates', '10', '--nodes', '100000'], '--nodes 100000 is too much'],
    [['autosave', '--seconds', '999999999'], '--seconds 999999999 is too much'],
    [['autosave', '--ramp', '999999999'], '--ramp 999999999 is too much'],
    [['autosave', '--rate', '999999999'], '--rate 999999999 is too much'],
    [['autosave', '--json', ''], '--json takes the name of a file.'],
    [['autosave', '--report', ''], '--report takes the name of a file.'],
    [['autosave', '--candidates', '-5'], /^Option '--candidates' argument is ambiguous\. Say --help[^\n]*$/],
  ])('%j is answered with a sentence', (argv, sentence) => {
    expect(() => parseArguments(argv, context)).toThrow(sentence);
  });

  it('wants a master key that can be one', () => {
    const argv = ['autosave', ...target, '--database-url', 'postgres://x'];
    expect(() => parseArguments(argv, { ...context, masterKey: 'c2VjcmV0' })).toThrow(
      'PARIKSHA_MASTER_KEY has to be 32 bytes in base64, and it is 6 bytes.',
    );
  });

  it('says which limit is in the way of so many candidates, and what to do', () => {
    expect(() => planOf('autosave', '--candidates', '40000', '--nodes', '2')).toThrow(
      '40000 candidates on 2 nodes need 20000 sockets in one process, which may have 20000 files open (ulimit -n). Say --nodes 3, or raise the limit.',
    );
    const few = { ...context, fileLimit: 1_024 };
    expect(() => parseArguments(['autosave', '--candidates', '2000'], few)).toThrow('Say --nodes 4');
  });
});
