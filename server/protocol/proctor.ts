import { z } from 'zod';
import type { LocalText, RenewReply } from './candidate.ts';
import { id } from './entries.ts';
import type { Ack } from './errors.ts';

/**
 * Namespace `/proctor`: the live room of the staff. A viewer opens a room (an exam and the part of the state to be seen),
 * gets everyone enrolled there in pages, and from then on one delta a second. All times are epoch ms by the server's clock.
 */

export const roomScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('district'), districtId: z.number().int().min(0).max(32_767) }),
  z.strictObject({ kind: z.literal('centre'), centreId: id }),
]);

/** People in one page. */
export const peoplePerPage = 1_000;

/** Rows of one delta, and of those in which only the answers have changed. */
export const maxRowsPerDelta = 500;
export const maxSavedPerDelta = 2_500;

/** Incidents in the reply to `room:open`, and in one delta. */
export const maxIncidents = 500;

/** `rows: false`: only tiles, commands and incidents; no pages and no rows come. */
export const roomOpenRequest = z.strictObject({ examId: id, scope: roomScope, rows: z.boolean() });

export const roomCloseRequest = z.strictObject({ roomId: id });

export type RoomScope = Readonly<z.infer<typeof roomScope>>;
export type RoomOpenRequest = Readonly<z.infer<typeof roomOpenRequest>>;
export type RoomCloseRequest = Readonly<z.infer<typeof roomCloseRequest>>;

/** Where somebody is who has signed in for the exam. Whoever is not there at all is absent: `live` is `null`. */
export type LiveStatus = 'signed-in' | 'started' | 'paused' | 'handed-in';

/** What is known of one candidate at this moment. Always whole: a newer one replaces an older one. */
export interface LivePart {
  readonly attemptId: string | null;
  readonly status: LiveStatus;
  /** A page of theirs is connected. */
  readonly connected: boolean;
  /** Since when they are connected or gone; `null` when no node has seen them yet. */
  readonly since: number | null;
  /** Questions that hold an answer; `null` when no node has the attempt in memory. */
  readonly answered: number | null;
  /** Questions marked for review. */
  readonly marked: number | null;
  readonly deadlineAt: number | null;
  readonly deadlineVersion: number;
  readonly lastSaveAt: number | null;
  /** Late answers that wait for a person's judgement. */
  readonly late: number;
}

export interface RosterPerson {
  /** Stands for the candidate in deltas for as long as the viewer has the room open. From 0; some numbers may be missing. */
  readonly n: number;
  readonly candidateId: string;
  readonly rollNumber: string;
  readonly name: string;
  readonly districtId: number;
  readonly centreId: string | null;
  /** Accommodation, ms per hour of the exam. */
  readonly extraPerHourMs: number;
  readonly live: LivePart | null;
}

/** A person's live part has changed. */
export interface LiveRow {
  readonly n: number;
  readonly live: LivePart | null;
}

/** Only the answers of this person have changed: n, answered, marked, lastSaveAt. */
export type SavedRow = readonly [n: number, answered: number, marked: number, lastSaveAt: number];

/** People by where they are. enrolled = absent + signedIn + started + paused + handedIn. */
export interface RosterCounts {
  readonly enrolled: number;
  readonly absent: number;
  readonly signedIn: number;
  readonly started: number;
  readonly paused: number;
  readonly handedIn: number;
  /** Of all of them, those who are connected. */
  readonly connected: number;
  /** Started or paused, and not connected. */
  readonly offline: number;
  /** Answers of all of them together. */
  readonly answered: number;
  /** People whose late answers wait to be judged. */
  readonly late: number;
  /** Incidents that nobody has resolved. */
  readonly incidents: number;
  /** Candidates whom such incidents are about. */
  readonly concerned: number;
}

/**
 * The counts of one place. A room of the whole state has a tile per district (`centreId` absent); a room of a district or
 * a centre has a tile per centre (`centreId: null` for the people of the district who have none).
 */
export interface RosterTile extends RosterCounts {
  readonly districtId: number;
  readonly centreId?: string | null;
}

/** The incidents of one centre, or (`centreId: null`) of the people of a district who have none. */
export interface CentreIncidents extends Pick<RosterCounts, 'incidents' | 'concerned'> {
  readonly districtId: number;
  readonly centreId: string | null;
}

/** How far a command has come among the people of this room. */
export interface CommandProgress {
  readonly seq: number;
  readonly commandId: string;
  readonly kind: string;
  readonly issuedAt: number;
  /** Everyone in its scope, also the absent: it reaches those who open later. */
  readonly reaches: number;
  /** Attempts that know of it; on one that is handed in it may change nothing. */
  readonly applied: number;
  /** Candidates whose page has shown it. */
  readonly confirmed: number;
  /** Those who sit the exam now and whose page has not shown it yet. */
  readonly pending: number;
}

export type IncidentState = 'open' | 'claimed' | 'resolved';

export interface StaffPerson {
  readonly id: string;
  readonly name: string;
}

export interface IncidentNote {
  readonly by: StaffPerson;
  readonly at: number;
  readonly text: string;
}

/** Something that a person must look at. Always whole: a newer one (by `version`) replaces an older one. */
export interface RosterIncident {
  readonly id: string;
  readonly kind: string;
  readonly examId: string;
  readonly attemptId: string | null;
  readonly candidateId: string | null;
  readonly districtId: number | null;
  readonly centreId: string | null;
  /** By kind: text of the candidate, question, numbers of a power cut, … */
  readonly detail: Readonly<Record<string, unknown>>;
  /** How often it has happened. */
  readonly count: number;
  readonly state: IncidentState;
  readonly claimedBy: StaffPerson | null;
  readonly notes: readonly IncidentNote[];
  readonly at: number;
  readonly updatedAt: number;
  readonly resolvedAt: number | null;
}

/** What the viewer has of the exam. */
export interface RosterExam {
  readonly id: string;
  readonly title: LocalText;
  readonly status: 'published' | 'closed';
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
  readonly clock: 'individual' | 'common';
  readonly durationMs: number;
}

export interface RosterDistrict {
  readonly id: number;
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface RosterCentre {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly districtId: number;
}

/** The room as it stands at `version`; the people come in pages right after. */
export interface RoomOpenReply {
  readonly roomId: string;
  readonly version: number;
  readonly serverNow: number;
  /** The live state of other nodes is away: what is shown may be old. */
  readonly stale: boolean;
  readonly exam: RosterExam;
  /** Everything this viewer may see and act on, whatever this room shows. */
  readonly scopes: readonly RoomScope[];
  readonly districts: readonly RosterDistrict[];
  readonly centres: readonly RosterCentre[];
  /** People of this room. */
  readonly total: number;
  /** Pages that will come; 0 for a room without rows. */
  readonly pages: number;
  readonly counts: RosterCounts;
  readonly tiles: readonly RosterTile[];
  /** In a room of the whole state, whose tiles are districts: the centres that have incidents. */
  readonly centreIncidents?: readonly CentreIncidents[];
  /** The latest 20, oldest first. */
  readonly commands: readonly CommandProgress[];
  /** The most urgent `maxIncidents` of those that nobody has resolved; `counts.incidents` says how many there are. */
  readonly incidents: readonly RosterIncident[];
}

/**
 * People of the room, at `version` or a little newer: deltas from `version` on are applied over all pages, in whatever
 * order pages and deltas come. A person who is known already from a delta keeps what the delta said.
 */
export interface RoomPage {
  readonly roomId: string;
  readonly version: number;
  readonly index: number;
  readonly of: number;
  readonly people: readonly RosterPerson[];
}

/** What has changed since `from`. A part that is absent has not changed. */
export interface RoomDelta {
  readonly roomId: string;
  /** The version before. If it is not the viewer's, something is missing: open the room again. */
  readonly from: number;
  readonly version: number;
  readonly serverNow: number;
  readonly stale: boolean;
  /** At most `maxRowsPerDelta`; the longest unsent first. */
  readonly rows?: readonly LiveRow[];
  /** At most `maxSavedPerDelta`. Changes that do not fit come with the next deltas, the longest unsent first. */
  readonly saved?: readonly SavedRow[];
  /** Enrolled, moved or renamed since: a person with a new number, or one to replace. */
  readonly people?: readonly RosterPerson[];
  /** Numbers of those who do not belong to this room any more. */
  readonly gone?: readonly number[];
  readonly counts?: RosterCounts;
  readonly tiles?: readonly RosterTile[];
  readonly centreIncidents?: readonly CentreIncidents[];
  readonly commands?: readonly CommandProgress[];
  /** At most `maxIncidents`: those that have changed, and those that follow when others are resolved. */
  readonly incidents?: readonly RosterIncident[];
}

/** The room ends for this viewer. Opening it again is allowed at once. */
export interface RoomDropped {
  readonly roomId: string;
  readonly reason: 'too-slow' | 'not-in-scope';
  /** The sentence for the person who watches. */
  readonly message: string;
}

export interface ProctorRequests {
  'room:open': (request: RoomOpenRequest, ack: (reply: Ack<RoomOpenReply>) => void) => void;
  'room:close': (request: RoomCloseRequest, ack: (reply: Ack<object>) => void) => void;
  'session:renew': (request: Record<string, never>, ack: (reply: Ack<RenewReply>) => void) => void;
}

export interface ProctorPushes {
  'room:page': (page: RoomPage) => void;
  'room:delta': (delta: RoomDelta) => void;
  'room:dropped': (dropped: RoomDropped) => void;
  'server:draining': (push: { reconnectAfterMs: number }) => void;
}
