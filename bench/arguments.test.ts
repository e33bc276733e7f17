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

  it('lets the slot’s candidates come for half of the time, but no more than 400 a second', () => {
    expect(planOf('morning-slot')).toMatchObject({ seconds: 120, ramp: 60 });
    expect(planOf('morning-slot', '--candidates', '300')).toMatchObject({ seconds: 120, ramp: 60 });
    expect(planOf('morning-slot', '--candidates', '40000')).toMatchObject({ seconds: 200, ramp: 100 });
    const asked = (flags: string) => planOf('morning-slot', ...flags.split(' '));
    expect(asked('--seconds 90')).toMatchObject({ seconds: 90, ramp: 60 });
    expect(asked('--seconds 200')).toMatchObject({ seconds: 200, ramp: 100 });
    expect(asked('--ramp 10')).toMatchObject({ seconds: 120, ramp: 10 });
    expect(asked('--ramp 300')).toMatchObject({ seconds: 600, ramp: 300 });
    expect(asked('--candidates 300 --seconds 4')).toMatchObject({ seconds: 4, ramp: 2 });
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
      ['diff', 'a.json', 'b.json', '--seconds', '3'],
      'diff takes two reports and no flags, so not --seconds.',
    ],
    [['autosave', '--exam', 'x'], '--exam goes with --target'],
    [['autosave', '--i-know'], '--i-know goes with --target'],
    [['autosave', ...target, '--nodes', '2'], '--nodes goes without --target'],
    [['floor', ...target], 'floor measures bare servers on this machine: it takes no --target.'],
    [['floor', '--sample', '3'], 'floor measures bare servers on this machine: it takes no --sample.'],
    [
      ['autosave', '--candidates', '999999999'],
      '--candidates 999999999 is too much for one machine: at most 200000.',
    ],
    [['autosave', '--scale', '999999'], '--candidates 1999998000 is too much'],
    [['autosave', '--candidates', '10', '--nodes', '100000'], '--nodes 100000 is too much'],
    [['autosave', '--seconds', '999999999'], '--seconds 999999999 is too much'],
    [
      ['morning-slot', '--seconds', '60'],
      '--seconds 60 are over before everybody is there: 24000 candidates come in 60 s, 400 a second. Say --seconds 120, or another --ramp.',
    ],
    [['morning-slot', '--seconds', '60', '--ramp', '80'], 'come in 80 s, 300 a second. Say --seconds 160'],
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

  it('takes as many nodes as the target has addresses', () => {
    const withKey = { ...context, masterKey: Buffer.alloc(32).toString('base64') };
    const argv = [
      'autosave',
      '--target',
      'http://a:1,http://b:1,http://c:1',
      '--database-url',
      'postgres://x',
    ];
    expect(parseArguments(argv, withKey)).toMatchObject({ plan: { nodes: 3 } });
  });

  describe('[BEN-24] says which limit is in the way of', () => {
    const few = { ...context, fileLimit: 1_024 };

    it.each([
      [
        'autosave --candidates 1200',
        '1200 candidates in 2 generator processes need 600 sockets in each of them, which may have 1024 files open (ulimit -Hn). Raise that limit to 1100 or more, or say --candidates 1048.',
      ],
      [
        'autosave --candidates 1000',
        '1000 candidates on 1 nodes need 1000 sockets in one process, which may have 1024 files open (ulimit -Hn). Say --nodes 2, or raise that limit to 1500 or more.',
      ],
      [
        'proctor-fanout --candidates 100 --viewers 600',
        '600 viewers need as many sockets in one process, which may have 1024 files open (ulimit -Hn). Raise that limit to 1100 or more, or say --viewers 524.',
      ],
      [
        'proctor-fanout --candidates 1000 --viewers 100 --nodes 2',
        '1000 candidates on 2 nodes need 550 sockets',
      ],
    ])('%s, and what to do', (argv, sentence) => {
      expect(() => parseArguments(argv.split(' '), few)).toThrow(sentence);
    });

    it('candidates at a target, of which only the generators are ours', () => {
      const argv = ['autosave', '--candidates', '2000', ...target, '--people', 'p.json', '--exam', 'x'];
      expect(() => parseArguments(argv, few)).toThrow('2000 candidates in 2 generator processes');
    });
  });

  describe('[BEN-16] refuses a requirement of a number that the run will not have', () => {
    const names = (...argv: readonly string[]) => {
      const [scenario = '', requirement = '', ...flags] = argv;
      return () => parseArguments([scenario, '--require', requirement, ...flags], context);
    };

    it('and says which it will have', () => {
      expect(names('autosave', 'nosuch<=1')).toThrow(
        /^--require 'nosuch<=1': this run will have no number "nosuch"\. It will have: candidates, .*p99, .*startP99Ms, /,
      );
    });

    it.each([
      ['a number of another scenario', names('autosave', 'handedIn>=1')],
      ['the floor that is not measured', names('autosave', 'floor.ratio>=0.5', '--no-floor')],
      ['the check of a server that keeps nothing', names('floor', 'ackedButLost=0')],
      [
        'the check without a database',
        names('autosave', 'wrongValue=0', ...target, '--people', 'p', '--exam', 'x'),
      ],
      ['the sample of a run without one', names('autosave', 'realP99Ms<=50')],
    ])('such as %s', (_what, parse) => {
      expect(parse).toThrow('this run will have no number');
    });

    it.each([
      ['by its last part', names('autosave', 'p99<=1')],
      ['by its path', names('autosave', 'latencyMs.p99<=1')],
      ['of the scenario', names('morning-slot', 'handedIn>=1')],
      ['of the refusals with one code', names('autosave', 'refusedByCode.rate-limited<=3')],
      ['of the sample', names('autosave', 'realP99Ms<=50', '--sample', '3')],
    ])('but not one that is named %s', (_how, parse) => {
      expect(parse).not.toThrow();
    });
  });
});
