import type { CommandContent, CommandKind, Scope } from '../../domain/command.ts';
import type { IssueRequest } from '../../protocol/staff.ts';
import { canonicalJson } from '../content/canonicalJson.ts';
import { fail, ok, type Result } from '../result.ts';

/** A command as somebody asks for it, before what only the server knows is added to it. */
export interface Asked {
  readonly commandId: string;
  readonly kind: CommandKind;
  readonly scope: Scope;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The kinds that say something to candidates; all others act on them or on their time, and need a reason. */
const speaking: ReadonlySet<CommandKind> = new Set<CommandKind>(['message', 'announce', 'erratum']);

/**
 * Checks what can be said of a command by itself. Errors: `reason-required`, `invalid-time` (an extension of nothing or
 * less).
 */
export function checkAsked({ kind, body }: IssueRequest): Result<null> {
  if (!speaking.has(kind) && !('reason' in body && isReason(body.reason))) return fail('reason-required');
  if ('ms' in body && body.ms <= 0) return fail('invalid-time');
  return ok(null);
}

export function isReason(reason: string | undefined): reason is string {
  return reason !== undefined && reason.trim() !== '';
}

/** The parts of a command's body that the server has added are no part of what was asked for. */
const added: Readonly<Partial<Record<CommandKind, readonly string[]>>> = {
  'move-centre': ['districtId', 'from'],
  'sign-in-code': ['codeHash', 'expiresAt'],
  'force-submit': ['approval'],
  terminate: ['approval'],
};

/** Whether a command that is there is the very one that is asked for. The log keeps a reason without the spaces around it. */
export function isSameAsked(
  known: { readonly scope: Scope } & Pick<CommandContent, 'kind' | 'body'>,
  { kind, scope, body }: Asked,
): boolean {
  const hidden = new Set(added[known.kind]);
  const bare = Object.fromEntries(Object.entries(known.body).filter(([name]) => !hidden.has(name)));
  const asked = typeof body['reason'] === 'string' ? { ...body, reason: body['reason'].trim() } : body;
  return known.kind === kind && canonicalJson([known.scope, bare]) === canonicalJson([scope, asked]);
}
