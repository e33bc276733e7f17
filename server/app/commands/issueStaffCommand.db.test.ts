import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, nagpur, type PublishedExam, pune } from '../../test/exams.ts';
import { type Hall, minute, reason, type StaffDoor, startStaffDoor } from '../../test/staffDoor.ts';
import { answer, codeOf, must, Page } from '../../test/world.ts';

let door: StaffDoor;

beforeAll(async () => {
  door = await startStaffDoor();
});

afterAll(() => door.stop());

const all = [0, 1, 2, 3] as const;
const text = { en: 'Keep calm.', mr: 'शांत राहा.' };

/** The page of one of the four, on the node that the staff does not talk to. */
function page(exam: PublishedExam, index: number): Page {
  return new Page(door.world, door.world.b, exam, 'page-1', exam.candidates[index]);
}

async function openPages(exam: PublishedExam, indexes: readonly number[] = all): Promise<Page[]> {
  const pages = indexes.map((index) => page(exam, index));
  for (const each of pages) await each.open();
  return pages;
}

async function logOf({ examId }: PublishedExam) {
  return door.world.prisma.examCommand.findMany({ where: { examId }, orderBy: { seq: 'asc' } });
}

/** Whom each kind of scope reaches in a hall. */
const scopes: readonly [string, (hall: Hall) => object, readonly number[]][] = [
  ['all', () => ({ kind: 'all' }), all],
  ['a district', () => ({ kind: 'district', districtId: pune }), [0, 1, 2]],
  ['another district', () => ({ kind: 'district', districtId: nagpur }), [3]],
  ['a centre', ({ centres }) => ({ kind: 'centre', centreId: centres[0] }), [0, 1]],
  ['one', ({ ids }) => ({ kind: 'candidates', candidateIds: [ids[1]] }), [1]],
  ['many', ({ ids }) => ({ kind: 'candidates', candidateIds: [ids[1], ids[3]] }), [1, 3]],
];

describe('[CMD-1] a command for', () => {
  it.each(scopes)('%s extends those, started or not, and nobody else', async (_, scopeOf, reached) => {
    const hall = await door.hall();
    const [first, , third] = await openPages(hall.exam, [0, 1, 2]);
    const before = (await first!.state()).deadline.at;
    const issued = await door.issue(
      hall.exam.examId,
      'extend',
      { ms: 10 * minute, reason },
      { scope: scopeOf(hall) },
    );
    expect(issued).toMatchObject({
      code: 'ok',
      body: { reaches: reached.length, command: { seq: 1, kind: 'extend' } },
    });
    const late = page(hall.exam, 3);
    const opened = await late.open();
    const granted = [
      (await first!.state()).deadline.at,
      (await page(hall.exam, 1).open()).deadline.at,
      (await third!.state()).deadline.at,
      opened.deadline.at,
    ].map((at) => (at - before) / minute);
    expect(granted).toEqual(all.map((index) => (reached.includes(index) ? 10 : 0)));
  });

  it.each(scopes)(
    '%s pauses, resumes, ends and reopens those, and nobody else',
    async (_, scopeOf, reached) => {
      const { clock } = door.world;
      const hall = await door.hall();
      const pages = await openPages(hall.exam);
      const scope = scopeOf(hall);
      const { examId } = hall.exam;
      const statuses = async () => Promise.all(pages.map(async (each) => (await each.state()).status));
      const expected = (inside: string, outside: string) =>
        all.map((index) => (reached.includes(index) ? inside : outside));
      const at = async () => (await pages[reached[0]!]!.state()).deadline.at;
      const end = await at();

      expect((await door.issue(examId, 'pause', { reason }, { scope })).code).toBe('ok');
      expect(await statuses()).toEqual(expected('paused', 'open'));
      clock.advance(7 * minute);
      expect((await door.issue(examId, 'resume', { reason }, { scope })).code).toBe('ok');
      expect(await statuses()).toEqual(expected('open', 'open'));
      expect(await at()).toBe(end + 7 * minute);

      expect((await door.issue(examId, 'force-submit', { reason }, { scope })).code).toBe('ok');
      clock.advance(minute);
      expect(await statuses()).toEqual(expected('sealed', 'open'));
      expect((await door.issue(examId, 'reopen', { ms: 5 * minute, reason }, { scope })).code).toBe('ok');
      await door.world.b.sweep();
      expect(await statuses()).toEqual(expected('open', 'open'));
      expect((await door.issue(examId, 'terminate', { reason }, { scope })).code).toBe('ok');
      clock.advance(minute);
      expect(await statuses()).toEqual(expected('sealed', 'open'));
    },
  );

  it.each([
    ['message', { text }],
    ['announce', { text }],
    ['warn', { text, reason }],
    ['erratum', { questionId: 'q1', text }],
    ['release-device', { reason }],
  ])('all is written as it was asked for: %s', async (kind, body) => {
    const { exam } = await door.hall();
    const issued = await door.issue(exam.examId, kind, body);
    expect(issued).toMatchObject({
      code: 'ok',
      body: { reaches: 4, command: { kind, scope: { kind: 'all' } } },
    });
    const listed = await door.get(door.admin, `/api/staff/exams/${exam.examId}/commands`);
    const actor = { id: door.admin.userId, name: 'The admin' };
    expect(listed.body['commands']).toEqual([
      { ...(issued.body['command'] as object), body, actor, reaches: 4 },
    ]);
  });

  it('[CMD-21] handing in for somebody absent: they find the entry closed, until it is reopened', async () => {
    const { exam, ids } = await door.hall();
    const scope = { kind: 'candidates', candidateIds: [ids[0]] };
    await door.issue(exam.examId, 'force-submit', { reason }, { scope });
    expect(codeOf(await page(exam, 0).tryToOpen())).toBe('entry-closed');
    expect(codeOf(await page(exam, 1).tryToOpen())).toBe('ok');
    await door.issue(exam.examId, 'reopen', { ms: minute, reason }, { scope });
    expect(codeOf(await page(exam, 0).tryToOpen())).toBe('ok');
  });

  it('[SEAL-9] reopening lets them answer and hand in again, with another receipt', async () => {
    const { exam, ids } = await door.hall();
    const [mine] = await openPages(exam, [0]);
    must(await mine!.append(1, [answer('q1', 'A')]));
    const first = must(await mine!.seal(1));
    door.world.clock.advance(minute);
    const scope = { kind: 'candidates', candidateIds: [ids[0]] };
    await door.issue(exam.examId, 'reopen', { ms: 5 * minute, reason }, { scope });
    await door.world.a.sweep();
    must(await mine!.append(2, [answer('q1', 'B')]));
    const second = must(await mine!.seal(2));
    expect(second.receipt).not.toBe(first.receipt);
    expect((await mine!.state()).answers['q1']?.value).toBe('B');
  });

  it('[ACK-13] releasing a device lets another sign-in take the pen, once', async () => {
    const { exam, ids } = await door.hall({ takeover: 'proctor-release' });
    await openPages(exam, [0]);
    const there = (device: string) =>
      new Page(door.world, door.world.b, exam, device, claimsOf(ids[0]!, `sign-in at ${device}`));
    expect(codeOf(await there('page-2').tryToOpen())).toBe('takeover-needs-release');
    const scope = { kind: 'candidates', candidateIds: [ids[0]] };
    await door.issue(exam.examId, 'release-device', { reason }, { scope });
    expect(codeOf(await there('page-2').tryToOpen())).toBe('ok');
    expect(codeOf(await there('page-3').tryToOpen())).toBe('takeover-needs-release');
  });
});

describe('[CMD-2] a command that is issued again', () => {
  const extend = { ms: 10 * minute, reason };

  it('is the same command, also while the first is on its way, and from somebody else', async () => {
    const { exam } = await door.hall();
    const again = { commandId: randomUUID() };
    const [one, other] = await Promise.all([
      door.issue(exam.examId, 'extend', extend, again),
      door.issue(exam.examId, 'extend', extend, again),
    ]);
    const whole = await door.proctor({ kind: 'all' });
    const third = await door.issue(exam.examId, 'extend', extend, { ...again, who: whole });
    expect(one.body).toEqual(other.body);
    expect(third.body).toEqual(one.body);
    expect(await logOf(exam)).toHaveLength(1);
  });

  it('is the same command, also when its reason has spaces around it, which the log does not keep', async () => {
    const { exam } = await door.hall();
    const again = { commandId: randomUUID() };
    const spaced = { ...extend, reason: ` ${reason} ` };
    const first = await door.issue(exam.examId, 'extend', spaced, again);
    expect(first.code).toBe('ok');
    expect(await door.issue(exam.examId, 'extend', spaced, again)).toEqual(first);
    expect(await logOf(exam)).toHaveLength(1);
  });

  it('with other content is refused, whatever differs', async () => {
    const { exam, centres } = await door.hall();
    const commandId = randomUUID();
    await door.issue(exam.examId, 'extend', extend, { commandId });
    const others = [
      await door.issue(exam.examId, 'extend', { ...extend, ms: 1 }, { commandId }),
      await door.issue(exam.examId, 'extend', { ...extend, reason: 'another' }, { commandId }),
      await door.issue(exam.examId, 'pause', { reason }, { commandId }),
      await door.issue(exam.examId, 'extend', extend, {
        commandId,
        scope: { kind: 'centre', centreId: centres[0] },
      }),
    ];
    expect(others.map(({ code }) => code)).toEqual(others.map(() => 'command-conflict'));
    expect(await logOf(exam)).toHaveLength(1);
  });

  it('[LOG-17] twelve different ones at once all stand, one after the other', async () => {
    const { exam } = await door.hall();
    const issued = await Promise.all(
      Array.from({ length: 12 }, () => door.issue(exam.examId, 'extend', { ms: minute, reason })),
    );
    expect(issued.map(({ code }) => code)).toEqual(issued.map(() => 'ok'));
    expect((await logOf(exam)).map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });
});

describe('[CMD-3, CMD-4, CMD-5, CMD-6, CMD-22] what cannot be issued', () => {
  const inRange = { ms: minute, reason };

  it.each([
    ['[CMD-3] no reason', 'extend', { ms: minute }, 'reason-required'],
    ['[CMD-3] a blank reason', 'pause', { reason: '  ' }, 'reason-required'],
    ['[CMD-3] a warning without a reason', 'warn', { text }, 'reason-required'],
    ['[CMD-5] less than no time', 'extend', { ms: -minute, reason }, 'invalid-time'],
    ['[CMD-5] no time', 'extend', { ms: 0, reason }, 'invalid-time'],
    ['[CMD-5] no time to go on', 'reopen', { ms: 0, reason }, 'invalid-time'],
    ['[CMD-6] more than the exam allows', 'extend', { ms: 241 * minute, reason }, 'beyond-limit'],
    ['[CMD-6] more to go on than the exam allows', 'reopen', { ms: 241 * minute, reason }, 'beyond-limit'],
    ['[CMD-22] a question that is not there', 'erratum', { questionId: 'q99', text }, 'malformed'],
    ['[CMD-22] an unknown kind', 'explode', { reason }, 'malformed'],
    ['[CMD-22] a centre for everybody', 'move-centre', { centreId: randomUUID(), reason }, 'malformed'],
    ['[CMD-22] a fraction of a millisecond', 'extend', { ms: 0.5, reason }, 'malformed'],
    ['[CMD-22] a reason without an end', 'pause', { reason: 'a'.repeat(501) }, 'malformed'],
    ['[CMD-22] a code, which has its own door', 'sign-in-code', { reason }, 'malformed'],
    ['[CMD-22] a text in no language', 'message', { text: {} }, 'malformed'],
  ])('%s', async (_, kind, body, code) => {
    const { exam } = await door.hall();
    expect(await door.issue(exam.examId, kind, body)).toMatchObject({
      code,
      body: { error: { message: expect.stringMatching(/\.$/) } },
    });
    expect(await logOf(exam)).toEqual([]);
  });

  it.each([
    ['[CMD-4] a district with nobody', { kind: 'district', districtId: 500 }, 'empty-scope'],
    ['[CMD-4] a centre that is not there', { kind: 'centre', centreId: randomUUID() }, 'empty-scope'],
    ['[CMD-4] a centre that is no id', { kind: 'centre', centreId: 'x' }, 'empty-scope'],
    ['[CMD-4] somebody else', { kind: 'candidates', candidateIds: [randomUUID()] }, 'unknown-candidate'],
    ['[CMD-22] nobody', { kind: 'candidates', candidateIds: [] }, 'malformed'],
    ['[CMD-22] an unknown scope', { kind: 'planet' }, 'malformed'],
  ])('%s', async (_, scope, code) => {
    const { exam } = await door.hall();
    expect((await door.issue(exam.examId, 'extend', inRange, { scope })).code).toBe(code);
    expect(await logOf(exam)).toEqual([]);
  });

  it('[CMD-4] a list with one who is not enrolled, for none of them', async () => {
    const { exam, ids } = await door.hall();
    const stranger = randomUUID();
    const scope = { kind: 'candidates', candidateIds: [ids[0], stranger] };
    const refused = await door.issue(exam.examId, 'extend', inRange, { scope });
    expect(refused).toMatchObject({
      code: 'unknown-candidate',
      body: { error: { details: { candidateIds: [stranger] } } },
    });
    expect(await logOf(exam)).toEqual([]);
  });

  it('[CMD-22] a command id in capitals, or none', async () => {
    const { exam } = await door.hall();
    for (const commandId of [randomUUID().toUpperCase(), 'x', '']) {
      expect((await door.issue(exam.examId, 'extend', inRange, { commandId })).code).toBe('malformed');
    }
  });

  it('[CMD-22] for an exam that is not there', async () => {
    for (const examId of [randomUUID(), 'x']) {
      expect((await door.issue(examId, 'extend', inRange)).code).toBe('not-found');
      expect((await door.get(door.admin, `/api/staff/exams/${examId}/commands`)).code).toBe('not-found');
    }
  });
});

describe('[CMD-6] the limit of extensions', () => {
  const grant = (hall: Hall, minutes: number, scope: object) =>
    door.issue(hall.exam.examId, 'extend', { ms: minutes * minute, reason }, { scope });

  it('counts what each candidate in the scope has had by whatever scope', async () => {
    const hall = await door.hall({ maxExtensionMs: 30 * minute });
    const one = { kind: 'candidates', candidateIds: [hall.ids[1]] };
    const centre = { kind: 'centre', centreId: hall.centres[0] };
    expect((await grant(hall, 10, one)).code).toBe('ok');
    expect((await grant(hall, 10, centre)).code).toBe('ok');
    expect(await grant(hall, 11, { kind: 'all' })).toMatchObject({
      code: 'beyond-limit',
      body: { error: { details: { limitMs: 30 * minute, grantedMs: 20 * minute } } },
    });
    expect((await grant(hall, 11, one)).code).toBe('beyond-limit');
    expect((await grant(hall, 30, { kind: 'district', districtId: nagpur })).code).toBe('ok');
    expect((await grant(hall, 10, { kind: 'district', districtId: pune })).code).toBe('ok');
    expect((await grant(hall, 1, centre)).code).toBe('beyond-limit');
  });

  it('holds for extensions that are issued at the same time', async () => {
    const hall = await door.hall({ maxExtensionMs: 30 * minute });
    const issued = await Promise.all(Array.from({ length: 6 }, () => grant(hall, 10, { kind: 'all' })));
    const codes = issued.map(({ code }) => code).toSorted();
    expect(codes).toEqual([...Array(3).fill('beyond-limit'), ...Array(3).fill('ok')]);
  });
});

describe('[CMD-7] the rights of a proctor', () => {
  it('end where the assignment ends, for acting and for looking', async () => {
    const hall = await door.hall();
    const { exam, centres, ids } = hall;
    const ofPune = await door.proctor({ kind: 'district', districtId: pune });
    const ofCentre = await door.proctor({ kind: 'centre', centreId: centres[0] });
    const ofState = await door.proctor({ kind: 'all' });
    const nowhere = await door.proctor();
    const centre = (n: 0 | 1) => ({ kind: 'centre', centreId: centres[n] });
    const people = (...indexes: number[]) => ({
      kind: 'candidates',
      candidateIds: indexes.map((n) => ids[n]),
    });
    const tries = [
      { kind: 'all' },
      { kind: 'district', districtId: pune },
      { kind: 'district', districtId: nagpur },
      centre(0),
      centre(1),
      people(0),
      people(0, 2),
      people(0, 3),
    ];
    const may = async (who: typeof ofPune) => {
      const codes: boolean[] = [];
      for (const scope of tries) {
        const preview = await door.post(who, `/api/staff/exams/${exam.examId}/commands/preview`, {
          scope,
          kind: 'pause',
        });
        const issued = await door.issue(exam.examId, 'release-device', { reason }, { who, scope });
        expect(preview.code).toBe(issued.code);
        expect(['ok', 'not-in-scope']).toContain(issued.code);
        codes.push(issued.code === 'ok');
      }
      return codes;
    };
    expect(await may(ofState)).toEqual([true, true, true, true, true, true, true, true]);
    expect(await may(ofPune)).toEqual([false, true, false, true, true, true, true, false]);
    expect(await may(ofCentre)).toEqual([false, false, false, true, false, true, false, false]);
    expect(await may(nowhere)).toEqual(tries.map(() => false));
    expect((await door.get(nowhere, `/api/staff/exams/${exam.examId}/commands`)).code).toBe('not-in-scope');
    expect((await logOf(exam)).length).toBe(8 + 5 + 2);
  });

  it('[CMD-19] show them the commands that reach anybody they see, with whom these reach', async () => {
    const { exam, centres, ids } = await door.hall();
    const { examId } = exam;
    await door.issue(examId, 'pause', { reason });
    await door.issue(examId, 'pause', { reason }, { scope: { kind: 'district', districtId: nagpur } });
    await door.issue(examId, 'pause', { reason }, { scope: { kind: 'centre', centreId: centres[0] } });
    await door.issue(examId, 'pause', { reason }, { scope: { kind: 'candidates', candidateIds: [ids[2]] } });
    const seen = async (scope: Parameters<typeof door.proctor>[0], after = 0) => {
      const listed = await door.get(
        await door.proctor(scope!),
        `/api/staff/exams/${examId}/commands?after=${after}`,
      );
      const commands = listed.body['commands'] as readonly { seq: number; reaches: number }[];
      return commands.map(({ seq, reaches }) => [seq, reaches]);
    };
    expect(await seen({ kind: 'all' })).toEqual([
      [1, 4],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
    expect(await seen({ kind: 'all' }, 2)).toEqual([
      [3, 2],
      [4, 1],
    ]);
    expect(await seen({ kind: 'centre', centreId: centres[0] })).toEqual([
      [1, 4],
      [3, 2],
    ]);
    expect(await seen({ kind: 'centre', centreId: centres[1] })).toEqual([
      [1, 4],
      [4, 1],
    ]);
    expect(await seen({ kind: 'district', districtId: nagpur })).toEqual([
      [1, 4],
      [2, 1],
    ]);
  });
});

describe('[CMD-8] whoever is not of the staff', () => {
  it('is turned away at their doors, and the staff at a candidate’s', async () => {
    const { exam } = await door.hall();
    const [candidate] = exam.candidates;
    const author = { ...door.admin, role: 'author' } as const;
    const path = `/api/staff/exams/${exam.examId}/commands`;
    expect(await door.get(candidate!, path)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await door.issue(exam.examId, 'pause', { reason }, { who: candidate! })).toMatchObject({
      status: 403,
    });
    expect(await door.get(author, path)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await door.get(null, path)).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(await door.get(door.admin, '/api/exams')).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await logOf(exam)).toEqual([]);
  });
});

describe('[CMD-18] a preview', () => {
  it('says how many a command would reach, how far they have come, and whether it would wait', async () => {
    const { exam, centres } = await door.hall();
    const [mine] = await openPages(exam, [0, 2]);
    must(await mine!.seal(0));
    const preview = async (kind: string, scope: object) => {
      const path = `/api/staff/exams/${exam.examId}/commands/preview`;
      const { body } = await door.post(door.admin, path, { kind, scope });
      return body;
    };
    const whole = { ok: true, reaches: 4, started: 1, absent: 2, handedIn: 1, needsApproval: false };
    expect(await preview('terminate', { kind: 'all' })).toEqual(whole);
    expect(await preview('pause', { kind: 'centre', centreId: centres[0] })).toEqual({
      ...whole,
      ...{ reaches: 2, started: 0, absent: 1 },
    });
    expect(await preview('pause', { kind: 'district', districtId: nagpur })).toMatchObject({
      reaches: 1,
      absent: 1,
    });
  });
});

describe('[CMD-20] a hand-in', () => {
  it('that was in time under the deadline the page last heard of does not fail, whatever came since', async () => {
    const { clock } = door.world;
    for (const kinds of [['extend'], ['pause'], ['pause', 'resume'], ['extend', 'pause', 'resume']]) {
      const { exam } = await door.hall();
      const [mine] = await openPages(exam, [0]);
      must(await mine!.append(1, [answer('q1', 'A')]));
      const known = (await mine!.state()).deadline.at;
      for (const kind of kinds) {
        await door.issue(exam.examId, kind, kind === 'extend' ? { ms: minute, reason } : { reason });
        clock.advance(minute);
      }
      clock.advance(Math.max(0, known - clock.now()));
      expect(codeOf(await mine!.seal(1))).toBe('ok');
      expect((await mine!.state()).answers['q1']?.value).toBe('A');
    }
  });
});
