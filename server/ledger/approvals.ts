import type { Approval, Approvals, ApprovedKind, Decision, NewApproval } from '../app/ports/commands.ts';
import type { PrismaClient } from './generated/client.ts';
import type { ApprovalDecisionModel, ApprovalModel } from './generated/models.ts';
import { orUnavailable } from './orUnavailable.ts';
import { isUuid } from './uuid.ts';

/** Requests and decisions are rows that are only ever added. @throws Unavailable */
export class PostgresApprovals implements Approvals {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async request(approval: NewApproval): Promise<Approval> {
    const data = { ...approval, scope: JSON.stringify(approval.scope) };
    await orUnavailable(() => this.#prisma.approval.createMany({ data, skipDuplicates: true }));
    const kept = await this.ofCommand(approval.examId, approval.commandId);
    if (kept === null) throw new Error(`The request ${approval.id} was written and is not there.`);
    return kept;
  }

  async find(examId: string, id: string): Promise<Approval | null> {
    if (!isUuid(examId) || !isUuid(id)) return null;
    const [found] = await this.#decided(() => this.#prisma.approval.findMany({ where: { examId, id } }));
    return found ?? null;
  }

  async ofCommand(examId: string, commandId: string): Promise<Approval | null> {
    const where = { examId, commandId };
    const [found] = await this.#decided(() => this.#prisma.approval.findMany({ where }));
    return found ?? null;
  }

  async open(examId: string): Promise<readonly Approval[]> {
    if (!isUuid(examId)) return [];
    const all = await this.#decided(() =>
      this.#prisma.approval.findMany({ where: { examId }, orderBy: { issuedAt: 'asc' } }),
    );
    const approved = all.filter(({ decision }) => decision?.approve).map(({ commandId }) => commandId);
    const written = await orUnavailable(() =>
      this.#prisma.examCommand.findMany({
        where: { examId, commandId: { in: approved } },
        select: { commandId: true },
      }),
    );
    const done = new Set(written.map(({ commandId }) => commandId));
    return all.filter(({ decision, commandId }) =>
      decision === null ? true : decision.approve && !done.has(commandId),
    );
  }

  async decide(id: string, { actor, approve, reason, at }: Decision): Promise<Decision> {
    const data = { approvalId: id, actor, approve, reason, decidedAt: at };
    return orUnavailable(async () => {
      await this.#prisma.approvalDecision.createMany({ data, skipDuplicates: true });
      const first = await this.#prisma.approvalDecision.findUniqueOrThrow({ where: { approvalId: id } });
      return decisionOf(first);
    });
  }

  #decided(read: () => Promise<readonly ApprovalModel[]>): Promise<readonly Approval[]> {
    return orUnavailable(async () => {
      const rows = await read();
      const decisions = await this.#prisma.approvalDecision.findMany({
        where: { approvalId: { in: rows.map(({ id }) => id) } },
      });
      const byId = new Map(decisions.map((decision) => [decision.approvalId, decisionOf(decision)]));
      return rows.map((row) => ({
        ...row,
        kind: kindOf(row),
        scope: JSON.parse(row.scope),
        issuedAt: Number(row.issuedAt),
        decision: byId.get(row.id) ?? null,
      }));
    });
  }
}

function decisionOf({ actor, approve, reason, decidedAt }: ApprovalDecisionModel): Decision {
  return { actor, approve, reason, at: Number(decidedAt) };
}

function kindOf({ id, kind }: ApprovalModel): ApprovedKind {
  if (kind !== 'force-submit' && kind !== 'terminate')
    throw new Error(`Request ${id} is of unknown kind ${kind}.`);
  return kind;
}
