import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ok } from '../app/result.ts';
import { bucketSettings } from '../config/buckets.ts';
import { defaultGatewayLimits } from '../gateway/limits.ts';
import { proctorEvents } from '../gateway/proctorNamespace.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { rosterIncident } from './incidentForm.ts';
import {
  maxIncidents,
  maxRowsPerDelta,
  maxSavedPerDelta,
  type ProctorPushes,
  peoplePerPage,
  type RoomDelta,
  type RosterPerson,
  roomCloseRequest,
  roomOpenRequest,
} from './proctor.ts';

const page = readFileSync(new URL('./PROCTOR.md', import.meta.url), 'utf8');

const pushes: Record<keyof ProctorPushes, true> = {
  'room:page': true,
  'room:delta': true,
  'room:dropped': true,
  'server:draining': true,
};

const live = z.strictObject({
  attemptId: z.string().nullable(),
  status: z.enum(['signed-in', 'started', 'paused', 'handed-in']),
  connected: z.boolean(),
  since: z.number().nullable(),
  answered: z.number().nullable(),
  marked: z.number().nullable(),
  deadlineAt: z.number().nullable(),
  deadlineVersion: z.number(),
  lastSaveAt: z.number().nullable(),
  late: z.number(),
});
const person: z.ZodType<RosterPerson> = z.strictObject({
  n: z.number(),
  candidateId: z.string(),
  rollNumber: z.string(),
  name: z.string(),
  districtId: z.number(),
  centreId: z.string().nullable(),
  extraPerHourMs: z.number(),
  live: live.nullable(),
});
const progress = z.strictObject({
  seq: z.number(),
  commandId: z.string(),
  kind: z.string(),
  issuedAt: z.number(),
  reaches: z.number(),
  applied: z.number(),
  confirmed: z.number(),
  pending: z.number(),
});
const delta = z.strictObject({
  roomId: z.string(),
  from: z.number(),
  version: z.number(),
  serverNow: z.number(),
  stale: z.boolean(),
  rows: z.array(z.strictObject({ n: z.number(), live: live.nullable() })),
  saved: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  commands: z.array(progress),
}) satisfies z.ZodType<RoomDelta>;

describe('[ROS-27] the page about the live room', () => {
  it('names every event of the namespace, and every push', () => {
    const events = proctorEvents({
      rateLimits: createMemoryRateLimits(bucketSettings),
      desk: { open: async () => ok(undefined as never), close: () => undefined },
      renew: async () => ok({}),
    });
    expect([...page.matchAll(/^### `(.+)`$/gm)].map(([, name]) => name)).toEqual([...events.keys()]);
    const rows = page.split('| push | payload |\n')[1]?.split('\n').slice(1) ?? [];
    const named = rows.slice(0, rows.indexOf('')).map((row) => /`(.+?)`/.exec(row)?.[1]);
    expect(named).toEqual(Object.keys(pushes));
  });

  it('names the limits as they are', () => {
    const { viewerBytes, viewerPatienceMs, roomsPerSocket } = defaultGatewayLimits;
    expect(page).toContain(
      `(${viewerBytes / 1024 / 1024} MB), or nothing was read for ${viewerPatienceMs / 1000} s`,
    );
    expect(page).toContain(`watches at most ${roomsPerSocket} rooms`);
    expect(page).toContain(`at most ${peoplePerPage} people`);
    expect(page).toContain(`as a whole; at most ${maxRowsPerDelta}`);
    expect(page).toContain(`the most urgent ${maxIncidents} of those that nobody has resolved`);
    expect(page).toContain(`a newer one replaces an older one. At most ${maxIncidents}:`);
    expect(page.replaceAll('\n  ', ' ')).toContain(
      `[n, answered, marked, lastSaveAt]\`; at most ${maxSavedPerDelta}`,
    );
  });

  it('shows examples in the form it describes', () => {
    const forms: Record<string, z.ZodType> = {
      'request room:open': roomOpenRequest,
      'request room:close': roomCloseRequest,
      person,
      'push room:delta': delta,
      incident: rosterIncident,
    };
    const examples = [...page.matchAll(/^```json (.+)\n([\s\S]*?)^```$/gm)];
    expect(examples.map(([, form]) => form)).toEqual(Object.keys(forms));
    for (const [, form = '', example = ''] of examples) {
      const value: unknown = JSON.parse(example);
      expect([form, forms[form]?.safeParse(value)]).toMatchObject([form, { success: true, data: value }]);
    }
  });
});
