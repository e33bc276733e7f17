import type { RosterIncident } from '../../../server/protocol/proctor.ts';
import type {
  ApprovalsReply,
  CodeReply,
  CommandsReply,
  CommandView,
  DecisionReply,
  IssueReply,
  JudgeReply,
  PreviewReply,
  StaffExamsReply,
  TimelineFrame,
  TimelineReply,
} from '../../../server/protocol/staff.ts';
import type { Form } from '../../session/form.ts';
import type { Outcome, SignIn } from '../../session/index.ts';
import type { ActionKind, ActionScope } from './act/actions.ts';
import {
  approvalsReply,
  codeReply,
  commandsReply,
  decisionReply,
  grantReply,
  incidentReply,
  issueReply,
  judgeReply,
  type LostTime,
  lostTimeReply,
  previewReply,
  staffExamsReply,
  timelineReply,
} from './staffReplies.ts';

export interface CommandRequest {
  readonly commandId: string;
  readonly scope: ActionScope;
  readonly kind: ActionKind;
  readonly body: object;
}

export type IncidentAct = 'claim' | 'release' | 'note' | 'resolve';

/** The HTTP doors of the staff. Every call is made once; those that write carry ids by which repeating is harmless. */
export class StaffApi {
  readonly #signIn: SignIn;

  constructor(signIn: SignIn) {
    this.#signIn = signIn;
  }

  exams(): Promise<Outcome<StaffExamsReply>> {
    return this.#get('/api/staff/exams', staffExamsReply);
  }

  issue(examId: string, request: CommandRequest): Promise<Outcome<IssueReply>> {
    return this.#post(`${exam(examId)}/commands`, request, issueReply);
  }

  preview(examId: string, request: Pick<CommandRequest, 'scope' | 'kind'>): Promise<Outcome<PreviewReply>> {
    return this.#post(`${exam(examId)}/commands/preview`, request, previewReply);
  }

  /** Those after this place of the exam's log, at most 500. */
  commands(examId: string, after: number): Promise<Outcome<CommandsReply>> {
    return this.#get(`${exam(examId)}/commands?after=${after}`, commandsReply);
  }

  /** All of them, oldest first, however many. */
  async allCommands(examId: string): Promise<Outcome<readonly CommandView[]>> {
    const all: CommandView[] = [];
    for (;;) {
      const outcome = await this.commands(examId, all.at(-1)?.seq ?? 0);
      if (outcome.kind !== 'done') return outcome;
      all.push(...outcome.reply.commands);
      if (outcome.reply.commands.length < 500) return { kind: 'done', reply: all };
    }
  }

  approvals(examId: string): Promise<Outcome<ApprovalsReply>> {
    return this.#get(`${exam(examId)}/approvals`, approvalsReply);
  }

  decide(
    examId: string,
    approvalId: string,
    request: { readonly approve: boolean; readonly reason: string },
  ): Promise<Outcome<DecisionReply>> {
    return this.#post(`${exam(examId)}/approvals/${encodeURIComponent(approvalId)}`, request, decisionReply);
  }

  signInCode(
    examId: string,
    candidateId: string,
    request: { readonly commandId: string; readonly reason: string },
  ): Promise<Outcome<CodeReply>> {
    const path = `${exam(examId)}/candidates/${encodeURIComponent(candidateId)}/sign-in-code`;
    return this.#post(path, request, codeReply);
  }

  /** The whole log of an attempt, however long. */
  async timeline(attemptId: string): Promise<Outcome<TimelineReply>> {
    const frames: TimelineFrame[] = [];
    for (;;) {
      const path = `${attempt(attemptId)}/timeline?after=${frames.at(-1)?.seq ?? 0}`;
      const outcome = await this.#get(path, timelineReply);
      if (outcome.kind !== 'done') return outcome;
      frames.push(...outcome.reply.frames);
      if (!outcome.reply.more) return { kind: 'done', reply: { ...outcome.reply, frames } };
    }
  }

  /** Decides about the late answers of one frame. */
  judge(
    attemptId: string,
    seq: number,
    request: { readonly admit: readonly number[]; readonly reason: string },
  ): Promise<Outcome<JudgeReply>> {
    return this.#post(`${attempt(attemptId)}/late/${seq}`, request, judgeReply);
  }

  lostTime(examId: string): Promise<Outcome<{ readonly candidates: readonly LostTime[] }>> {
    return this.#get(`${exam(examId)}/lost-time`, lostTimeReply);
  }

  grantLostTime(
    examId: string,
    request: {
      readonly commandId: string;
      readonly candidateIds: readonly string[];
      readonly reason: string;
    },
  ): Promise<Outcome<{ readonly granted: readonly unknown[] }>> {
    return this.#post(`${exam(examId)}/lost-time/grant`, request, grantReply);
  }

  incident(
    id: string,
    act: IncidentAct,
    request: object,
  ): Promise<Outcome<{ readonly incident: RosterIncident }>> {
    return this.#post(`/api/staff/incidents/${encodeURIComponent(id)}/${act}`, request, incidentReply);
  }

  #get<T>(path: string, reply: Form<T>): Promise<Outcome<T>> {
    const { api, credentials } = this.#signIn;
    return credentials.authorised((token) => api.call({ method: 'GET', path, token, reply }));
  }

  #post<T>(path: string, body: object, reply: Form<T>): Promise<Outcome<T>> {
    const { api, credentials } = this.#signIn;
    return credentials.authorised((token) => api.call({ method: 'POST', path, body, token, reply }));
  }
}

const exam = (examId: string) => `/api/staff/exams/${encodeURIComponent(examId)}`;
const attempt = (attemptId: string) => `/api/staff/attempts/${encodeURIComponent(attemptId)}`;
