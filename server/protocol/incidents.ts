import { z } from 'zod';
import { text } from './entries.ts';
import type { RosterIncident } from './proctor.ts';
import { candidateIds, reason, uuid } from './staff.ts';

/** What staff do with incidents and with lost time, over HTTP. All times are epoch ms by the server's clock, all durations ms. */

/** `noteId` is minted by who writes, so that sending again is harmless; without it each request is another note. */
export const noteRequest = z.strictObject({
  noteId: uuid.optional(),
  text: text(2_000).refine((words) => words.trim() !== '', 'says nothing'),
});

export const grantRequest = z.strictObject({
  /** A UUID, minted by who grants: repeating the request gives nothing again. */
  commandId: uuid,
  candidateIds,
  reason,
});

export type NoteRequest = z.infer<typeof noteRequest>;
export type GrantLostTimeRequest = z.infer<typeof grantRequest>;

export interface IncidentsReply {
  /** Newest change first. */
  readonly incidents: readonly RosterIncident[];
}

export interface IncidentReply {
  readonly incident: RosterIncident;
}

export interface IncidentDetailReply extends IncidentReply {
  /** Each time it has happened, newest first, at most 200. */
  readonly reports: readonly {
    readonly attemptId: string;
    readonly candidateId: string;
    readonly text: string;
    readonly at: number;
  }[];
}

/** What one candidate has lost and may be given back. */
export interface LostTimeView {
  readonly attemptId: string;
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
  /** Nothing can be given to a sealed attempt before it is reopened. */
  readonly status: 'open' | 'sealed';
  /** Not given back yet, in whole seconds. */
  readonly ms: number;
  readonly grantedMs: number;
  readonly absences: readonly {
    /** Its place in the attempt's log. */
    readonly seq: number;
    readonly from: number;
    readonly to: number;
    /** Without what a pause has given back, and what lay behind the deadline. */
    readonly lostMs: number;
    /** `log`: no connection was there to be lost; the absence began after the last entry, at the earliest. */
    readonly by: 'connection' | 'log';
    readonly granted: boolean;
  }[];
}

export interface LostTimeReply {
  /** Those who have lost most come first. */
  readonly candidates: readonly LostTimeView[];
  /** Of all of them that are still open, not given back yet. */
  readonly totalMs: number;
}

export interface GrantLostTimeReply {
  /** Whoever had nothing to be given back is not among them. */
  readonly granted: readonly { readonly candidateId: string; readonly ms: number }[];
  /** Places in the exam's log of the commands that gave it. */
  readonly commands: readonly number[];
}
