import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bucketSettings } from '../config/buckets.ts';
import { candidateEvents } from '../gateway/candidateEvents.ts';
import { defaultGatewayLimits } from '../gateway/limits.ts';
import { apiRoutes } from '../http/createHttp.ts';
import { statusOf } from '../http/errors.ts';
import {
  appendReply,
  helpReply,
  openReply,
  questionsReply,
  renewReply,
  sealReply,
} from '../http/replySchemas.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import {
  agreeablePublic,
  agreeableSessions,
  agreeableStaff,
  agreeableUseCases,
  FakeClock,
} from '../test/doors/fakes.ts';
import {
  appendRequest,
  type CandidatePushes,
  callRequest,
  openRequest,
  renewRequest,
  reportRequest,
  sealRequest,
  streamRequest,
} from './candidate.ts';
import { entry } from './entries.ts';
import { type ErrorCode, refusalCodes } from './errors.ts';
import { receiptPayload } from './http.ts';
import {
  maxDepth,
  maxEntriesPerAppend,
  maxMessageBytes,
  maxQuestionsPerStream,
  protocolVersion,
  questionsPerChunk,
} from './limits.ts';
import { issueRequest } from './staff.ts';

const page = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

/** The rows of the table whose first cell is headed so, cell by cell. */
function table(heading: string): string[][] {
  const after = page.split(`\n| ${heading} |`)[1] ?? '';
  const rows = after.split('\n').slice(2);
  return rows
    .slice(
      0,
      rows.findIndex((row) => !row.startsWith('|')),
    )
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function names(heading: string): string[] {
  return table(heading).map(([name = '']) => name.replaceAll('`', ''));
}

const sessions = agreeableSessions(new FakeClock());
const useCases = agreeableUseCases();

const pushes: Record<keyof CandidatePushes, true> = {
  'paper:questions': true,
  'deadline:changed': true,
  'attempt:superseded': true,
  'attempt:sealed': true,
  'attempt:paused': true,
  'attempt:resumed': true,
  notice: true,
  'server:draining': true,
};

describe('[WIRE-18] the page for third parties', () => {
  it('names every event of the namespace', () => {
    const events = candidateEvents({
      useCases,
      sessions,
      rateLimits: createMemoryRateLimits(bucketSettings),
      show: async () => undefined,
      renewed: () => undefined,
    });
    const described = [...page.matchAll(/^### `(.+)`$/gm)].map(([, name]) => name);
    expect(described).toEqual([...events.keys()]);
  });

  it('names every push', () => {
    expect(names('push')).toEqual(Object.keys(pushes));
  });

  it('names every route', () => {
    const routes = apiRoutes({ useCases, staff: agreeableStaff, sessions, publicUseCases: agreeablePublic });
    const [staff = [], others = []] = [true, false].map((isStaff) =>
      routes
        .filter(({ access }) => (access === 'staff') === isStaff)
        .map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    );
    expect(names('route')).toEqual(others);
    expect(names('staff route')).toEqual(staff);
  });

  it('names every kind of command', () => {
    expect(names('kind')).toEqual(issueRequest.options.map(({ shape }) => shape.kind.value));
  });

  it('names every error code with its status', () => {
    const described = table('code').map(([code = '', status]) => [code.replaceAll('`', ''), Number(status)]);
    expect(Object.fromEntries(described)).toEqual(statusOf satisfies Record<ErrorCode, number>);
  });

  it('names every refusal and every kind of entry', () => {
    expect(names('refusal')).toEqual([...refusalCodes]);
    const kinds = entry.options.map(({ shape }) => shape.kind.value);
    expect(names('entry').map((row) => /kind: "(\w+)"/.exec(row)?.[1])).toEqual(kinds);
  });

  it('names every limit as it is', () => {
    const limits = Object.fromEntries(table('limit').map(([name = '', value = '']) => [name, value]));
    const { append, observe, takeover, read, help } = bucketSettings;
    const { inFlightPerSocket, socketsPerUser, socketsPerAddress, packetsPerWindow, floodWindowMs } =
      defaultGatewayLimits;
    expect(limits).toEqual({
      'one message': expect.stringMatching(new RegExp(`^${maxMessageBytes} .* ${2 * maxMessageBytes}$`)),
      'entries in one append': String(maxEntriesPerAppend),
      'questions in one `paper:stream`': `${maxQuestionsPerStream}, in chunks of ${questionsPerChunk}`,
      'nesting of a payload': String(maxDepth),
      'binary attachments': 'none',
      'requests in flight on one connection': `${inFlightPerSocket} (\`busy\`)`,
      'connections of one user': `${socketsPerUser}; one more, and the oldest ends`,
      'sockets of one address': `${socketsPerAddress}, unless configured otherwise`,
      'appends and hand-ins': `${append.perSecond} a second lastingly, ${append.burst} at once`,
      'observed entries': `${observe.perSecond} a second, ${observe.burst} at once; those beyond are refused one by one (\`too-many\`), never the request`,
      'openings without `epoch`': `one in ${1 / takeover.perSecond} s, ${takeover.burst} at once`,
      'calls and reports about questions': `one in ${1 / help.perSecond} s, ${help.burst} at once`,
      'all other requests': `${read.perSecond} a second, ${read.burst} at once`,
      'packets of one connection': `${packetsPerWindow} in ${floodWindowMs / 1000} s; more is a flood and ends it`,
    });
    expect(page).toContain(`# The wire contract, version ${protocolVersion}`);
  });

  it('shows examples in the form it describes', () => {
    const forms: Record<string, z.ZodType> = {
      'request attempt:open': openRequest,
      'reply attempt:open': openReply,
      'request paper:stream': streamRequest,
      'reply paper:stream': z.strictObject({ ok: z.literal(true), count: z.number() }),
      question: questionsReply.shape.questions.element,
      formulas: questionsReply.shape.questions.element.shape.formulas,
      'request journal:append': appendRequest.extend({ entries: z.array(entry) }),
      'reply journal:append': appendReply,
      'request attempt:seal': sealRequest,
      'reply attempt:seal': sealReply,
      'request invigilator:call': callRequest,
      'reply invigilator:call': helpReply,
      'request question:report': reportRequest,
      'reply question:report': helpReply,
      'request session:renew': renewRequest,
      'reply session:renew': renewReply,
      receipt: receiptPayload,
    };
    const examples = [...page.matchAll(/^```json (.+)\n([\s\S]*?)^```$/gm)];
    expect(examples.map(([, form]) => form)).toEqual(Object.keys(forms));
    for (const [, form = '', example = ''] of examples) {
      const value: unknown = JSON.parse(example);
      expect([form, forms[form]?.safeParse(value)]).toMatchObject([form, { success: true, data: value }]);
    }
  });
});
