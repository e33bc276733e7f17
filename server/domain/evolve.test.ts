import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paper, section, single } from '../test/paperBuilders.ts';
import { answer, contextFor, minute, noon, PureAttempt, second } from '../test/pureAttempt.ts';
import { type AttemptState, unopened } from './attempt.ts';
import { type CommandContent, type ExamCommand, reaches, type Scope } from './command.ts';
import { commandTransitions } from './commandTransitions.ts';
import type { Entry } from './entry.ts';
import { evolve, evolveCommand, fold } from './evolve.ts';
import type { Frame } from './frame.ts';
import { frameTransitions, ImpossibleHistory } from './frameTransitions.ts';

const reason = 'as decided';
const hour = { durationMs: 60 * minute } as const;
const end = noon + 60 * minute;
const text = { en: 'Look here.' };

const contents = {
  extend: { kind: 'extend', body: { ms: 10 * minute, reason } },
  pause: { kind: 'pause', body: { reason } },
  resume: { kind: 'resume', body: { reason } },
  message: { kind: 'message', body: { text } },
  warn: { kind: 'warn', body: { text, reason } },
  erratum: { kind: 'erratum', body: { questionId: 'q1', text } },
  'force-submit': { kind: 'force-submit', body: { reason } },
  terminate: { kind: 'terminate', body: { reason } },
  reopen: { kind: 'reopen', body: { ms: 10 * minute, reason } },
  'release-device': { kind: 'release-device', body: { reason } },
  announce: { kind: 'announce', body: { text } },
  'move-centre': {
    kind: 'move-centre',
    body: {
      centreId: 'centre-2',
      districtId: 484,
      from: { districtId: 490, centreId: 'centre-1' },
      reason,
    },
  },
  'sign-in-code': {
    kind: 'sign-in-code',
    body: { reason, codeHash: 'ab'.repeat(32), expiresAt: noon + 15 * minute },
  },
} as const satisfies Record<CommandContent['kind'], CommandContent>;

const statuses = ['scheduled', 'open', 'paused', 'sealed'] as const;

/** An attempt in each status; those that were opened hold a late frame at seq 3. */
function attemptIn(status: (typeof statuses)[number]): PureAttempt {
  const attempt = new PureAttempt(contextFor(hour));
  if (status === 'scheduled') return attempt;
  attempt.open();
  attempt.enter('page-2', noon);
  attempt.append(1, [answer('q1', 'A')], noon, 1);
  if (status === 'paused') attempt.issue(contents.pause, noon + minute);
  if (status === 'sealed') attempt.seal(0, noon + minute, 2);
  return attempt;
}

/** A frame of each kind, as it could stand at `seq` in some log. */
function frameOf(kind: Frame['kind'], seq: number): Frame {
  const envelope = { seq, examSeq: 0, receivedAt: noon + 2 * minute, open: true, hash: `other-${seq}` };
  const page = { deviceId: 'page-3', sessionId: 'sign-in-1' };
  switch (kind) {
    case 'opened': {
      const times = { extraPerHourMs: 0, deadlineAt: end, sections: null };
      return { kind, body: { ...page, seed: 'ab12', paper: 'paper-1', ...times }, ...envelope };
    }
    case 'entered':
      return { kind, body: { ...page, epoch: 3 }, ...envelope };
    case 'answered':
      return { kind, body: { epoch: 2, from: 1, entries: [answer('q1', 'B')], refused: [] }, ...envelope };
    case 'late':
      return {
        kind,
        body: { epoch: 1, from: 2, entries: [answer('q1', 'B')], why: 'older-epoch' },
        ...envelope,
      };
    case 'sealed': {
      const body = { reason: 'submitted', epoch: 2, through: 0, kid: 'key-1', receipt: 'r' } as const;
      return { kind, body, ...envelope, open: false };
    }
    case 'adjudicated':
      return { kind, body: { lateSeq: 3, admitted: [1], actor: 'proctor-1', reason }, ...envelope };
    case 'returned':
      return { kind, body: { from: noon, to: noon + minute, lostMs: minute, by: 'log' }, ...envelope };
    case 'reopened':
      return { kind, body: { commandId: 'command-1', deadlineAt: end + minute }, ...envelope };
  }
}

describe('[LOG-16] the tables', () => {
  it('hold every status with every kind of frame', () => {
    const kinds = ['adjudicated', 'answered', 'entered', 'late', 'opened', 'reopened', 'returned', 'sealed'];
    expect(Object.keys(frameTransitions).toSorted()).toEqual(statuses.toSorted());
    for (const row of Object.values(frameTransitions)) expect(Object.keys(row).toSorted()).toEqual(kinds);
  });

  it('hold every status with every kind of command', () => {
    expect(Object.keys(commandTransitions).toSorted()).toEqual(statuses.toSorted());
    for (const row of Object.values(commandTransitions)) {
      expect(Object.keys(row).toSorted()).toEqual(Object.keys(contents).toSorted());
    }
  });

  const after: Record<(typeof statuses)[number], Partial<Record<Frame['kind'], string>>> = {
    scheduled: { opened: 'open' },
    open: {
      entered: 'open',
      answered: 'open',
      sealed: 'sealed',
      late: 'open',
      adjudicated: 'open',
      returned: 'open',
    },
    paused: {
      entered: 'paused',
      answered: 'paused',
      sealed: 'sealed',
      late: 'paused',
      adjudicated: 'paused',
      returned: 'paused',
    },
    sealed: { late: 'sealed', adjudicated: 'sealed', reopened: 'open' },
  };

  it.each(statuses)('[LOG-3, LOG-15] %s: each frame leads where it should, or is impossible', (status) => {
    for (const kind of [
      'opened',
      'entered',
      'answered',
      'sealed',
      'late',
      'adjudicated',
      'reopened',
      'returned',
    ] as const) {
      const { state, context } = attemptIn(status);
      const frame = frameOf(kind, state.status === 'scheduled' ? 1 : state.seq + 1);
      const expected = after[status][kind];
      if (expected === undefined) {
        expect(() => evolve(state, frame, context)).toThrow(ImpossibleHistory);
      } else {
        const next = evolve(state, frame, context);
        expect(next).toMatchObject({ status: expected, seq: frame.seq, head: frame.hash });
      }
    }
  });

  it.each(statuses)('%s: each command leads to a status, and is known from then on', (status) => {
    for (const content of Object.values(contents)) {
      const { state, context } = attemptIn(status);
      const seq = state.examSeq + 1;
      const command: ExamCommand = {
        ...content,
        seq,
        commandId: 'c',
        scope: { kind: 'all' },
        issuedAt: noon + 3 * minute,
      };
      const next = evolveCommand(state, command, context);
      const moves = { 'open pause': 'paused', 'paused resume': 'open' } as Record<string, string>;
      expect(next.status).toBe(moves[`${status} ${content.kind}`] ?? status);
      expect(next.examSeq).toBe(seq);
      expect(evolveCommand(next, command, context)).toBe(next);
    }
  });
});

describe('[LOG-15] a frame that its history makes impossible', () => {
  it.each([
    ['a gap', 'answered', 5],
    ['a place that is taken', 'answered', 3],
    ['an adjudication of what is not there', 'adjudicated', 4],
  ] as const)('is an error: %s', (_, kind, seq) => {
    const attempt = new PureAttempt(contextFor(hour));
    attempt.open();
    attempt.enter('page-2', noon);
    attempt.append(1, [answer('q2', 'A')], noon, 2);
    expect(() => evolve(attempt.state, frameOf(kind, seq), attempt.context)).toThrow(ImpossibleHistory);
  });

  it('is an error: judging twice', () => {
    const { state, context } = attemptIn('open');
    const judged = evolve(state, frameOf('adjudicated', 4), context);
    expect(() => evolve(judged, frameOf('adjudicated', 5), context)).toThrow(ImpossibleHistory);
  });
});

describe('[TIM-8] scopes', () => {
  const place = { candidateId: 'candidate-1', districtId: 490, centreId: 'centre-1' };
  const others: readonly [Scope, boolean][] = [
    [{ kind: 'all' }, true],
    [{ kind: 'district', districtId: 490 }, true],
    [{ kind: 'district', districtId: 484 }, false],
    [{ kind: 'centre', centreId: 'centre-1' }, true],
    [{ kind: 'centre', centreId: 'centre-2' }, false],
    [{ kind: 'candidates', candidateIds: ['candidate-2', 'candidate-1'] }, true],
    [{ kind: 'candidates', candidateIds: [] }, false],
  ];

  it.each(others)('%j', (scope, expected) => {
    expect(reaches(scope, place)).toBe(expected);
    const attempt = attemptIn('open');
    attempt.issue(contents.extend, noon + minute, scope);
    expect(attempt.attempt.schedule.deadlineAt).toBe(expected ? end + 10 * minute : end);
    expect(attempt.attempt.examSeq).toBe(1);
  });

  it('a candidate without a centre is in no scope of a centre', () => {
    expect(reaches({ kind: 'centre', centreId: 'centre-1' }, { ...place, centreId: null })).toBe(false);
  });
});

describe('time', () => {
  it('[TIM-7] a resume gives back exactly what the pause took', () => {
    const ms = fc.integer({ min: 0, max: 50 * minute });
    fc.assert(
      fc.property(ms, ms, fc.array(ms, { maxLength: 3 }), (pausedAfter, pausedFor, extensions) => {
        const attempt = new PureAttempt(contextFor(hour));
        attempt.open();
        const pausedAt = noon + pausedAfter;
        attempt.issue(contents.pause, pausedAt);
        for (const more of extensions) {
          attempt.issue({ kind: 'extend', body: { ms: more, reason } }, pausedAt + second);
        }
        attempt.issue(contents.pause, pausedAt + pausedFor);
        attempt.issue(contents.resume, pausedAt + pausedFor);
        const granted = extensions.reduce((sum, more) => sum + more, 0);
        expect(attempt.attempt.schedule.deadlineAt).toBe(end + pausedFor + granted);
        attempt.issue(contents.resume, pausedAt + pausedFor + minute);
        expect(attempt.attempt.schedule.deadlineAt).toBe(end + pausedFor + granted);
      }),
    );
  });

  it('[TIM-7, TIM-10] a pause inside a locked section moves its end and what follows, not what is over', () => {
    const sections = [10, 20, 30].map((minutes, index) =>
      section(`s${index + 1}`, [single(`q${index + 1}`)], { durationMs: minutes * minute }),
    );
    const attempt = new PureAttempt(contextFor({ ...hour, navigation: 'locked' }, paper({ sections })));
    attempt.open();
    attempt.issue(contents.pause, noon + 12 * minute);
    attempt.issue(contents.resume, noon + 19 * minute);
    expect(attempt.attempt.schedule).toEqual({
      deadlineAt: end + 7 * minute,
      sections: [
        { id: 's1', opensAt: noon, endsAt: noon + 10 * minute },
        { id: 's2', opensAt: noon + 10 * minute, endsAt: noon + 37 * minute },
        { id: 's3', opensAt: noon + 37 * minute, endsAt: end + 7 * minute },
      ],
    });
  });

  it('[TIM-3, TIM-9] an extension may pass the end of the window, and each change raises the version', () => {
    const attempt = attemptIn('open');
    attempt.issue({ kind: 'extend', body: { ms: 600 * minute, reason } }, noon + minute);
    expect(attempt.attempt).toMatchObject({
      deadlineVersion: 2,
      schedule: { deadlineAt: end + 600 * minute },
    });
    attempt.issue(contents.pause, noon + 2 * minute);
    expect(attempt.attempt.deadlineVersion).toBe(2);
    attempt.issue(contents.resume, noon + 3 * minute);
    expect(attempt.attempt.deadlineVersion).toBe(3);
  });
});

describe('[SEAL-10] an adjudication of a sealed attempt', () => {
  it('replaces the receipt, and nothing else about the seal', () => {
    const { state, context } = attemptIn('sealed');
    const plain = frameOf('adjudicated', 5);
    if (plain.kind !== 'adjudicated') throw new Error('It is an adjudication.');
    const frame = { ...plain, open: false, body: { ...plain.body, kid: 'key-2', receipt: 'newer' } };
    expect(evolve(state, frame, context)).toMatchObject({
      status: 'sealed',
      seal: { seq: 5, reason: 'submitted', at: frame.receivedAt, kid: 'key-2', receipt: 'newer' },
    });
  });
});

describe('[LOG-12] the order of commands and frames', () => {
  it('a command takes effect before the first frame that was decided with knowledge of it', () => {
    const attempt = new PureAttempt(contextFor(hour));
    attempt.open();
    attempt.issue(contents.pause, noon + minute);
    attempt.append(1, [answer('q1', 'A')], noon + 3 * minute);
    const [opened, late] = attempt.frames;
    if (opened === undefined || late === undefined) throw new Error('There are two frames.');
    expect(late.kind).toBe('late');
    // The same entries, written by a node that had not heard of the pause: they came before it.
    const answered: Frame = {
      ...late,
      kind: 'answered',
      body: { epoch: 1, from: 1, entries: [answer('q1', 'A')], refused: [] },
      examSeq: 0,
    };
    const state = fold(unopened, [opened, answered], attempt.commands, attempt.context);
    expect(state).toMatchObject({ status: 'paused', examSeq: 1 });
    expect(state.status !== 'scheduled' && state.answers.get('q1')?.value).toBe('A');
  });
});

// ------------------------------------------------------------------------------------------ random histories

/** One thing that happens: `lag` is how many of the newest commands the node that acts has not heard of. */
type Step = {
  readonly lag: number;
  readonly wait: number;
} & (
  | {
      readonly do: 'append';
      readonly back: number;
      readonly older: boolean;
      readonly entries: readonly Entry[];
    }
  | { readonly do: 'enter'; readonly page: number }
  | { readonly do: 'seal' | 'sweep' }
  | { readonly do: 'judge'; readonly which: number }
  | { readonly do: 'issue'; readonly content: CommandContent; readonly reached: boolean }
);

const someEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({
      questionId: fc.constantFrom('q1', 'q2', 'q3', 'q9'),
      value: fc.constantFrom('A', 'B', 'Z', null, 7),
    })
    .map(({ questionId, value }) => answer(questionId, value)),
  fc
    .constantFrom('s1', 's2', 's3', 's9')
    .map((sectionId): Entry => ({ kind: 'section', sectionId, at: noon })),
  fc.constantFrom('q1', 'q2').map((questionId): Entry => ({ kind: 'visited', questionId, ms: 1, at: noon })),
  fc.constant<Entry>({ kind: 'unreadable' }),
);

const someContent: fc.Arbitrary<CommandContent> = fc.oneof(
  fc.constantFrom(...Object.values(contents)),
  fc.constant(contents.reopen),
  fc
    .integer({ min: 0, max: 20 * minute })
    .map((ms): CommandContent => ({ kind: 'extend', body: { ms, reason } })),
  fc
    .integer({ min: 0, max: 20 * minute })
    .map((ms): CommandContent => ({ kind: 'reopen', body: { ms, reason } })),
);

const timing = { lag: fc.nat({ max: 3 }), wait: fc.integer({ min: -2 * second, max: 5 * minute }) };
const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...timing,
      do: fc.constant('append' as const),
      back: fc.integer({ min: -1, max: 2 }),
      older: fc.boolean(),
      entries: fc.array(someEntry, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ ...timing, do: fc.constant('enter' as const), page: fc.nat({ max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ ...timing, do: fc.constantFrom('seal' as const, 'sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ ...timing, do: fc.constant('judge' as const), which: fc.nat({ max: 5 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...timing,
      do: fc.constant('issue' as const),
      content: someContent,
      reached: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
    }),
  },
);

const someRules = fc.record({
  navigation: fc.constantFrom('free' as const, 'locked' as const),
  clock: fc.constantFrom('individual' as const, 'common' as const),
  takeover: fc.constantFrom('free' as const, 'proctor-release' as const),
  maxFrames: fc.constantFrom(4, 500),
  maxLateEntries: fc.constantFrom(3, 500),
});

const threeSections = paper({
  sections: [10, 20, 30].map((minutes, index) =>
    section(`s${index + 1}`, [single(`q${index + 1}`)], { durationMs: minutes * minute }),
  ),
});

/** Plays steps as nodes would that lag behind the exam's log but never behind the attempt's. */
function play(attempt: PureAttempt, steps: readonly Step[], check: (before: AttemptState) => void): void {
  let now = noon;
  attempt.open();
  for (const [index, step] of steps.entries()) {
    now += step.wait;
    const heard = Math.max(attempt.frames.at(-1)?.examSeq ?? 0, attempt.commands.length - step.lag);
    attempt.state = fold(unopened, attempt.frames, attempt.commands.slice(0, heard), attempt.context);
    const before = attempt.state;
    act(attempt, step, now, index);
    check(before);
  }
  attempt.state = fold(unopened, attempt.frames, attempt.commands, attempt.context);
}

function act(attempt: PureAttempt, step: Step, now: number, index: number): void {
  const { pens, late } = attempt.attempt;
  const pen = pens.at(step.do === 'append' && step.older ? -2 : -1) ?? pens[0];
  switch (step.do) {
    case 'append':
      attempt.append(Math.max(1, pen.through + 1 - step.back), step.entries, now, pen.epoch);
      return;
    case 'enter':
      attempt.enter(`page-${step.page}`, now, `sign-in-${step.page % 2}`);
      return;
    case 'seal':
      attempt.seal(pen.through, now, pen.epoch);
      return;
    case 'sweep':
      attempt.sweep(now);
      return;
    case 'judge': {
      const lateSeq = late.at(step.which % Math.max(1, late.length))?.seq ?? 1;
      attempt.run({ type: 'judge', lateSeq, admitted: [1, 2, 3, 4, 5], actor: 'proctor-1', reason, now });
      return;
    }
    case 'issue': {
      // Issued on top of everything that was issued before, whatever the acting node has heard of.
      attempt.state = fold(unopened, attempt.frames, attempt.commands, attempt.context);
      const candidateIds = step.reached ? ['candidate-1'] : [`candidate-${index + 2}`];
      attempt.issue(step.content, now, { kind: 'candidates', candidateIds });
    }
  }
}

const histories = fc.tuple(someRules, fc.array(someStep, { minLength: 10, maxLength: 40, size: 'max' }));

describe('random histories', () => {
  it('[LOG-11] folded in any two parts that a node may have read, give the state of the whole', () => {
    fc.assert(
      fc.property(histories, fc.nat(), ([rules, steps], cut) => {
        const attempt = new PureAttempt(contextFor({ ...hour, ...rules }, threeSections));
        play(attempt, steps, () => undefined);
        const { frames, commands, context } = attempt;
        const at = cut % frames.length;
        const least = frames[at - 1]?.examSeq ?? 0;
        const most = frames[at]?.examSeq ?? 0;
        for (const heard of new Set([least, most])) {
          const first = fold(unopened, frames.slice(0, at), commands.slice(0, heard), context);
          const whole = fold(first, frames.slice(at), commands.slice(heard), context);
          expect(whole).toEqual(attempt.state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[SEAL-1, LOG-3] have one seal for every time the attempt was open, and no answer behind it', () => {
    fc.assert(
      fc.property(histories, ([rules, steps]) => {
        const attempt = new PureAttempt(contextFor({ ...hour, ...rules }, threeSections));
        play(attempt, steps, () => undefined);
        let open = false;
        for (const frame of attempt.frames) {
          if (frame.kind === 'opened' || frame.kind === 'reopened') expect(open).toBe(false);
          if (['entered', 'answered', 'sealed'].includes(frame.kind)) expect(open).toBe(true);
          if (frame.kind === 'opened' || frame.kind === 'reopened') open = true;
          if (frame.kind === 'sealed') open = false;
          expect(frame.open).toBe(open);
        }
        expect(attempt.attempt.status === 'sealed').toBe(!open);
      }),
      { numRuns: 300 },
    );
  });

  it('[ACK-2, ACK-5] number the entries of each epoch 1, 2, 3… whether they count, are refused or late', () => {
    fc.assert(
      fc.property(histories, ([rules, steps]) => {
        const attempt = new PureAttempt(contextFor({ ...hour, ...rules }, threeSections));
        play(attempt, steps, () => undefined);
        const through = new Map<number, number>();
        for (const frame of attempt.frames) {
          if (frame.kind !== 'answered' && frame.kind !== 'late') continue;
          const { epoch, from, entries } = frame.body;
          expect(from).toBe((through.get(epoch) ?? 0) + 1);
          through.set(epoch, from + entries.length - 1);
        }
        for (const pen of attempt.attempt.pens) expect(pen.through).toBe(through.get(pen.epoch) ?? 0);
      }),
      { numRuns: 300 },
    );
  });

  it('[TIM-8, TIM-9] no command takes time away, and every change of the times raises their version', () => {
    fc.assert(
      fc.property(histories, ([rules, steps]) => {
        const attempt = new PureAttempt(contextFor({ ...hour, ...rules }, threeSections));
        let frames = 0;
        play(attempt, steps, (before) => {
          const after = attempt.state;
          if (before.status === 'scheduled' || after.status === 'scheduled') throw new Error('It is opened.');
          const enteredNext = attempt.frames
            .slice(frames)
            .some(
              (frame) =>
                frame.kind === 'answered' && frame.body.entries.some(({ kind }) => kind === 'section'),
            );
          frames = attempt.frames.length;
          if (!enteredNext) {
            expect(after.schedule.deadlineAt).toBeGreaterThanOrEqual(before.schedule.deadlineAt);
          }
          if (JSON.stringify(after.schedule) !== JSON.stringify(before.schedule)) {
            expect(after.deadlineVersion).toBeGreaterThan(before.deadlineVersion);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
