import { z } from 'zod';
import type { RosterIncident, StaffPerson } from './proctor.ts';

/** What stands in this file is read by the proctor's page too, which takes no other form from the server. */

const epochMs = z.number();

export const staffPerson = z.object({ id: z.string(), name: z.string() }) satisfies z.ZodType<StaffPerson>;

export const rosterIncident = z.object({
  id: z.string(),
  kind: z.string(),
  examId: z.string(),
  attemptId: z.string().nullable(),
  candidateId: z.string().nullable(),
  districtId: z.number().nullable(),
  centreId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  count: z.number(),
  state: z.enum(['open', 'claimed', 'resolved']),
  claimedBy: staffPerson.nullable(),
  notes: z.array(z.object({ by: staffPerson, at: epochMs, text: z.string() })),
  at: epochMs,
  updatedAt: epochMs,
  resolvedAt: epochMs.nullable(),
}) satisfies z.ZodType<RosterIncident>;
