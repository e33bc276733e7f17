import { createSecretKey, randomBytes } from 'node:crypto';
import type { Metrics } from '../../app/metrics.ts';
import type { Claims, Clock, Log } from '../../app/ports.ts';
import { fail, ok } from '../../app/result.ts';
import type {
  CandidateUseCases,
  PublicUseCases,
  SessionUseCases,
  StaffIncidentUseCases,
  StaffUseCases,
} from '../../app/useCases.ts';
import { createTokens } from '../../ledger/tokens.ts';
import type { OpenReply, WireQuestion } from '../../protocol/candidate.ts';
import type { LostTimeView } from '../../protocol/incidents.ts';
import type { RosterIncident } from '../../protocol/proctor.ts';

/** A clock that moves when told to. */
export class FakeClock implements Clock {
  #now = 1_800_000_000_000;

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

export const issuer = 'https://exam.test';
export const tokenKey = { kid: 'k1', secret: createSecretKey(randomBytes(32)) };

/** Tokens that live for exactly ten minutes. */
export const testTokens = createTokens({ issuer, keys: () => [tokenKey], random: () => 0.5 });

export function claims(userId = 'asha', sessionId = `session-of-${userId}`): Omit<Claims, 'expiresAt'> {
  return { userId, sessionId, role: 'candidate' };
}

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly detail: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Keeps what the operator would have read. */
export class MemoryLog implements Log {
  readonly lines: Logged[] = [];

  info(detail: Logged['detail'], message: string): void {
    this.lines.push({ level: 'info', detail, message });
  }

  warn(detail: Logged['detail'], message: string): void {
    this.lines.push({ level: 'warn', detail, message });
  }

  error(detail: Logged['detail'], message: string): void {
    this.lines.push({ level: 'error', detail, message });
  }
}

export class MemoryMetrics implements Metrics {
  readonly outcomes: string[] = [];
  readonly cuts: string[] = [];

  answered(...[door, request, outcome]: Parameters<Metrics['answered']>): void {
    this.outcomes.push(`${door} ${request} ${outcome}`);
  }

  cut(reason: Parameters<Metrics['cut']>[0]): void {
    this.cuts.push(reason);
  }
}

export const openReply: OpenReply = {
  attemptId: 'attempt-1',
  epoch: 1,
  through: 0,
  seq: 1,
  head: '0123456789abcdef',
  status: 'open',
  serverNow: 1_800_000_000_000,
  deadline: { at: 1_800_003_600_000, version: 0 },
  paper: {
    hash: 'a'.repeat(64),
    title: { en: 'A paper' },
    languages: ['en'],
    sections: [{ id: 's1', title: { en: 'One' }, state: 'open', questionIds: ['q1', 'q2'] }],
  },
  answers: { q1: { value: 'a', marked: false, visited: true } },
  current: 'q1',
};

export function question(n: number): WireQuestion {
  return {
    id: `q${n}`,
    sectionId: 's1',
    type: 'single',
    text: { en: `Question ${n}` },
    marks: { correct: '4', wrong: '-1', rule: 'all-or-nothing' },
    options: [
      { id: 'a', text: { en: 'A' } },
      { id: 'b', text: { en: 'B' } },
    ],
  };
}

/** Use cases that agree to everything. A test replaces the one it is about. */
export function agreeableUseCases(): CandidateUseCases & { readonly attending: string[] } {
  const attending: string[] = [];
  return {
    attending,
    openAttempt: async () => ok(openReply),
    streamQuestions: async (_who, { from, count }) =>
      ok({ from, questions: Array.from({ length: count }, (_, index) => question(from + index)) }),
    appendEntries: async (_who, { from, entries }) =>
      ok({ through: from + entries.length - 1, seq: 2, head: openReply.head, deadline: openReply.deadline }),
    sealAttempt: async () => ok({ receipt: 'a.b.c', sealedAt: 1_800_000_000_000 }),
    attemptState: async () => ok(openReply),
    receipt: async () => ok({ receipt: 'a.b.c', sealedAt: 1_800_000_000_000 }),
    callInvigilator: async () => ok({ receivedAt: 1_800_000_000_000 }),
    reportQuestion: async () => ok({ receivedAt: 1_800_000_000_000 }),
    sealedSections: async () =>
      ok({ paper: 'a'.repeat(64), sections: [{ sectionId: 's1', hash: 'b'.repeat(64), bytes: 900 }] }),
    feedbackForm: async () =>
      ok({ items: [{ id: 'time', text: { en: 'Enough' } }], freeText: true, given: false }),
    giveFeedback: async () => ok({ givenAt: 1_800_000_000_000 }),
    listExams: async () => ok({ exams: [], serverNow: 1_800_000_000_000 }),
    attend: (attemptId) => void attending.push(attemptId),
    leave: (attemptId) => void attending.splice(attending.indexOf(attemptId), 1),
  };
}

const issued = {
  seq: 1,
  commandId: '00000000-0000-4000-8000-000000000001',
  kind: 'pause',
  scope: { kind: 'all' },
  issuedAt: 1_800_000_000_000,
} as const;

const colleague = { id: 'shobha', name: 'Shobha Nikam' };

const shownCommand = { ...issued, body: { reason: 'A drill.' }, actor: colleague };

const incident: RosterIncident = {
  ...{ id: 'i', kind: 'invigilator-call', examId: 'e', attemptId: 'a', candidateId: 'asha' },
  ...{ districtId: 490, centreId: null, detail: { text: 'Help' }, count: 1 },
  state: 'claimed',
  claimedBy: colleague,
  notes: [{ by: colleague, at: 1_800_000_000_000, text: 'On my way' }],
  ...{ at: 1_800_000_000_000, updatedAt: 1_800_000_000_000, resolvedAt: null },
};

const lostTime: LostTimeView = {
  ...{ attemptId: 'a', candidateId: 'asha', districtId: 490, centreId: null },
  status: 'open',
  ...{ ms: 60_000, grantedMs: 0 },
  absences: [
    {
      seq: 4,
      from: 1_800_000_000_000,
      to: 1_800_000_060_000,
      lostMs: 60_000,
      by: 'connection',
      granted: false,
    },
  ],
};

export const agreeableStaff: StaffUseCases & StaffIncidentUseCases = {
  listIncidents: async () => ok({ incidents: [incident] }),
  showIncident: async () =>
    ok({ incident, reports: [{ attemptId: 'a', candidateId: 'asha', text: 'Help', at: 1_800_000_000_000 }] }),
  claimIncident: async () => ok({ incident }),
  releaseIncident: async () => ok({ incident }),
  noteIncident: async () => ok({ incident }),
  resolveIncident: async () => ok({ incident }),
  listLostTime: async () => ok({ candidates: [lostTime], totalMs: 60_000 }),
  grantLostTime: async () => ok({ granted: [{ candidateId: 'asha', ms: 60_000 }], commands: [3] }),
  listExams: async () => {
    const times = { opensAt: 1_800_000_000_000, lastEntryAt: 1_800_000_900_000, closesAt: 1_800_003_600_000 };
    const exams = [{ id: 'e', title: { en: 'Practice paper' }, ...times }];
    return ok({ exams, scopes: [{ kind: 'all' }], serverNow: 1_800_000_000_000 });
  },
  issueCommand: async () => ok({ command: issued, reaches: 3 }),
  previewCommand: async () => ok({ reaches: 3, started: 1, absent: 1, handedIn: 1, needsApproval: false }),
  listCommands: async () => ok({ commands: [{ ...shownCommand, reaches: 3 }] }),
  listApprovals: async () => {
    const { commandId, scope, issuedAt } = issued;
    const request = { id: 'a', commandId, kind: 'terminate', scope, body: { reason: 'A drill.' }, issuedAt };
    return ok({ approvals: [{ ...request, issuer: colleague, reaches: 30, own: false }] });
  },
  decideApproval: async () => ok({ approved: true, command: issued, reaches: 30 }),
  issueSignInCode: async () => ok({ code: '7K2PX-94MQT', username: 'asha', expiresAt: 1_800_000_900_000 }),
  judgeLate: async (_who, _attemptId, lateSeq, { admit }) => ok({ seq: lateSeq + 1, admitted: admit }),
  timeline: async () =>
    ok({
      examId: 'e',
      candidate: {
        candidateId: 'asha',
        name: 'Asha Jadhav',
        rollNumber: 'R1',
        districtId: 490,
        centreId: null,
        extraPerHourMs: 0,
        status: 'open',
        deadlineAt: 1_800_003_600_000,
        deadlineVersion: 1,
        answered: 1,
        marked: 0,
        late: 1,
      },
      frames: [
        { seq: 2, kind: 'late', at: 1_800_000_000_000, examSeq: 0, body: { epoch: 1 }, verdict: null },
      ],
      more: false,
      commands: [shownCommand],
      questionIds: ['q1', 'q2'],
    }),
};

export const agreeablePublic: PublicUseCases = {
  verifyReceipt: async () => ok({ valid: true }),
  ciphertext: async () => fail('not-found'),
};

export function agreeableSessions(clock: Clock): SessionUseCases {
  const reply = (userId: string) => ({
    ...testTokens.sign(claims(userId), clock.now()),
    user: { id: userId, username: userId, displayName: userId, role: 'candidate' as const },
  });
  return {
    signInWithCode: async (username) =>
      ok({ reply: reply(username), cookie: 'sid.secret', cookieExpiresAt: clock.now() + 86_400_000 }),
    signIn: async (username) =>
      ok({ reply: reply(username), cookie: 'sid.secret', cookieExpiresAt: clock.now() + 86_400_000 }),
    renewByCookie: async () => ok(reply('asha')),
    renew: async (who) => ok(testTokens.sign(who, clock.now())),
    signOut: async () => ok({}),
  };
}
