import { z } from 'zod';
import type { RosterIncident } from './proctor.ts';

const epochMs = z.number();
const person = z.object({ id: z.string(), name: z.string() });

/** Alone in this file, because the page that reads it takes no other form from the server. */
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
  claimedBy: person.nullable(),
  notes: z.array(z.object({ by: person, at: epochMs, text: z.string() })),
  at: epochMs,
  updatedAt: epochMs,
  resolvedAt: epochMs.nullable(),
}) satisfies z.ZodType<RosterIncident>;
