import { z } from 'zod';
import { type AttemptStatus, counter, type LocalText } from './candidate.ts';
import { id, text } from './entries.ts';
import { maxEntriesPerAppend } from './limits.ts';
import { type RoomScope, roomScope, type StaffPerson } from './proctor.ts';

/**
 * What proctors and the exam office send over HTTP, and what they are answered: commands, approvals, sign-in codes, late
 * answers, and the log of one attempt. All times are epoch ms by the server's clock, all durations ms.
 */

/** In lower case. Who asks for something mints one for it, so that repeating the request is harmless. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** May be absent in the request's form, so that its absence has an error of its own (`reason-required`). */
export const reason = text(500).optional();

/** Language tag → text. */
const localText = z
  .record(text(35).min(1), text(2_000).min(1))
  .refine((texts) => Object.keys(texts).length > 0, 'needs a text in at least one language');

const milliseconds = z.number().int().min(-2_147_483_648).max(2_147_483_647);

export const candidateIds = z.array(id).min(1).max(500);

export const commandScope = z.discriminatedUnion('kind', [
  ...roomScope.options,
  z.strictObject({ kind: z.literal('candidates'), candidateIds }),
]);

const command = <Kind extends string, Body extends z.ZodType>(kind: Kind, body: Body) =>
  z.strictObject({ commandId: uuid, scope: commandScope, kind: z.literal(kind), body });

const withReason = z.strictObject({ reason });
const withText = z.strictObject({ text: localText });
const withTime = z.strictObject({ ms: milliseconds, reason });

export const issueRequest = z.discriminatedUnion('kind', [
  command('extend', withTime),
  command('pause', withReason),
  command('resume', withReason),
  command('message', withText),
  command('announce', withText),
  command('warn', z.strictObject({ text: localText, reason })),
  command('erratum', z.strictObject({ questionId: id, text: localText })),
  command('force-submit', withReason),
  command('terminate', withReason),
  command('reopen', withTime),
  command('release-device', withReason),
  command('move-centre', z.strictObject({ centreId: id, reason })),
]);

export const previewRequest = z.strictObject({
  scope: commandScope,
  kind: z.enum(issueRequest.options.map(({ shape }) => shape.kind.value)),
});

export const approvalRequest = z.strictObject({ approve: z.boolean(), reason });

export const codeRequest = z.strictObject({ commandId: uuid, reason });

/** The numbers of the late entries that count; all others of that frame do not. */
export const judgeRequest = z.strictObject({
  admit: z.array(counter).max(maxEntriesPerAppend),
  reason,
});

export type CommandScope = z.infer<typeof commandScope>;
export type IssueRequest = z.infer<typeof issueRequest>;
export type PreviewRequest = z.infer<typeof previewRequest>;
export type ApprovalRequest = z.infer<typeof approvalRequest>;
export type CodeRequest = z.infer<typeof codeRequest>;
export type JudgeRequest = z.infer<typeof judgeRequest>;

/** An exam that is or was published. */
export interface StaffExam {
  readonly id: string;
  readonly title: LocalText;
  readonly opensAt: number;
  readonly lastEntryAt: number;
  readonly closesAt: number;
}

export interface StaffExamsReply {
  /** The latest 100, those that open last first. */
  readonly exams: readonly StaffExam[];
  /** The parts of the state whose rooms whoever asks may open. */
  readonly scopes: readonly RoomScope[];
  readonly serverNow: number;
}

export interface IssuedCommand {
  /** Its place in the exam's log. */
  readonly seq: number;
  readonly commandId: string;
  readonly kind: string;
  readonly scope: CommandScope;
  readonly issuedAt: number;
}

export interface PendingApproval {
  readonly id: string;
  readonly needed: 'second-approver';
  readonly state: 'open' | 'rejected';
}

/** Either the command stands in the log, or somebody else has to approve it first. */
export interface IssueReply {
  readonly command?: IssuedCommand;
  readonly approval?: PendingApproval;
  /** Everybody enrolled in the scope, also the absent: it reaches them when they open. */
  readonly reaches: number;
}

/** reaches = absent + started + handedIn. */
export interface PreviewReply {
  readonly reaches: number;
  /** They have opened the exam and not handed in. */
  readonly started: number;
  readonly absent: number;
  readonly handedIn: number;
  /** It would wait for a second person. */
  readonly needsApproval: boolean;
}

export interface CommandView extends IssuedCommand {
  /** By kind. Of a sign-in code neither the code nor its hash. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly actor: StaffPerson;
  readonly reaches: number;
}

/** In the order of the log, at most 500: ask again after the last one. */
export interface CommandsReply {
  readonly commands: readonly CommandView[];
}

export interface ApprovalView {
  readonly id: string;
  readonly commandId: string;
  readonly kind: string;
  readonly scope: CommandScope;
  readonly body: Readonly<Record<string, unknown>>;
  readonly issuer: StaffPerson;
  readonly issuedAt: number;
  readonly reaches: number;
  /** Whoever asks has issued it, and cannot decide about it. */
  readonly own: boolean;
}

export interface ApprovalsReply {
  readonly approvals: readonly ApprovalView[];
}

export interface DecisionReply {
  readonly approved: boolean;
  /** Present when it was approved. */
  readonly command?: IssuedCommand;
  readonly reaches: number;
}

/** The only time the code is shown. The candidate signs in with user name and code, once. */
export interface CodeReply {
  readonly code: string;
  readonly username: string;
  readonly expiresAt: number;
}

export interface JudgeReply {
  /** The frame that holds the verdict. */
  readonly seq: number;
  /** Of what was admitted, the answers that can count. */
  readonly admitted: readonly number[];
}

/** A frame of the attempt's log. `body` depends on `kind`; it holds no answer key and no secret. */
export interface TimelineFrame {
  readonly seq: number;
  readonly kind: string;
  readonly at: number;
  /** The last command that was known when the frame was written. */
  readonly examSeq: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a `late` frame: what was decided about it; `null` as long as nobody has. */
  readonly verdict?: LateVerdict | null;
}

export interface LateVerdict {
  readonly seq: number;
  readonly admitted: readonly number[];
  readonly actor: StaffPerson;
  readonly reason: string;
  readonly at: number;
}

export interface TimelineCandidate {
  readonly candidateId: string;
  readonly name: string;
  readonly rollNumber: string;
  readonly districtId: number;
  readonly centreId: string | null;
  readonly extraPerHourMs: number;
  readonly status: AttemptStatus;
  readonly deadlineAt: number;
  readonly deadlineVersion: number;
  readonly answered: number;
  readonly marked: number;
  /** Late answers that wait to be judged. */
  readonly late: number;
}

export interface TimelineReply {
  readonly examId: string;
  readonly candidate: TimelineCandidate;
  /** At most 1,000 with seq above the one asked for. */
  readonly frames: readonly TimelineFrame[];
  readonly more: boolean;
  /** The commands that have reached this candidate. */
  readonly commands: readonly Omit<CommandView, 'reaches'>[];
  /** In the order this candidate sees. */
  readonly questionIds: readonly string[];
}
