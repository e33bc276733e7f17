import type { RoomScope } from '../../../../server/protocol/proctor.ts';
import { normaliseAnswer } from '../../../session/normalise.ts';

/** What staff can do to candidates. */
export const actionKinds = [
  'extend',
  'pause',
  'resume',
  'message',
  'announce',
  'warn',
  'erratum',
  'force-submit',
  'terminate',
  'reopen',
  'release-device',
  'move-centre',
  'sign-in-code',
] as const;

export type ActionKind = (typeof actionKinds)[number];

/** Whom a command reaches. */
export type ActionScope =
  | RoomScope
  | { readonly kind: 'candidates'; readonly candidateIds: readonly string[] };

/** An action to be prepared in a dialog. */
export interface Action {
  readonly kind: ActionKind;
  readonly scope: ActionScope;
  /** What to begin with. */
  readonly reason?: string;
  readonly questionId?: string;
}

/** Those that can be done to many at once; the others are about one person. */
export const manyKinds: readonly ActionKind[] = [
  'extend',
  'pause',
  'resume',
  'message',
  'announce',
  'warn',
  'erratum',
  'reopen',
  'force-submit',
  'terminate',
];

export const personKinds: readonly ActionKind[] = [
  'extend',
  'message',
  'pause',
  'resume',
  'warn',
  'release-device',
  'sign-in-code',
  'move-centre',
  'reopen',
  'force-submit',
  'terminate',
];

/** Those that end somebody's exam. */
export function isEnd(kind: ActionKind): boolean {
  return kind === 'force-submit' || kind === 'terminate';
}

export function hasMinutes(kind: ActionKind): boolean {
  return kind === 'extend' || kind === 'reopen';
}

export function hasText(kind: ActionKind): boolean {
  return kind === 'message' || kind === 'announce' || kind === 'warn' || kind === 'erratum';
}

export function hasReason(kind: ActionKind): boolean {
  return kind !== 'message' && kind !== 'announce' && kind !== 'erratum';
}

export interface ActionForm {
  readonly minutes: string;
  /** Language → text. */
  readonly texts: Readonly<Record<string, string>>;
  readonly questionId: string;
  readonly centreId: string;
  readonly reason: string;
  /** An end is confirmed in so many words. */
  readonly isConfirmed: boolean;
}

export type FormProblem = 'minutes' | 'text' | 'questionId' | 'centre' | 'reason' | 'confirm';

const mostMinutes = 240;

/** What is missing before the action can be given, first things first; `null` when nothing is. */
export function problemIn(kind: ActionKind, form: ActionForm): FormProblem | null {
  const minutes = minutesIn(form);
  if (hasMinutes(kind) && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes))
    return 'minutes';
  if (kind === 'erratum' && form.questionId.trim() === '') return 'questionId';
  if (hasText(kind) && Object.keys(textsOf(form)).length === 0) return 'text';
  if (kind === 'move-centre' && form.centreId === '') return 'centre';
  if (hasReason(kind) && form.reason.trim() === '') return 'reason';
  if (isEnd(kind) && !form.isConfirmed) return 'confirm';
  return null;
}

/** The body of the command. */
export function bodyOf(kind: ActionKind, form: ActionForm): Readonly<Record<string, unknown>> {
  return {
    ...(hasMinutes(kind) ? { ms: minutesIn(form) * 60_000 } : {}),
    ...(kind === 'erratum' ? { questionId: form.questionId.trim() } : {}),
    ...(hasText(kind) ? { text: textsOf(form) } : {}),
    ...(kind === 'move-centre' ? { centreId: form.centreId } : {}),
    ...(hasReason(kind) ? { reason: form.reason.trim() } : {}),
  };
}

/** The minutes that are entered, in the digits of any script; `NaN` for anything else. */
export function minutesIn({ minutes }: ActionForm): number {
  return Number(normaliseAnswer('numerical', minutes));
}

function textsOf({ texts }: ActionForm): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) =>
      text.trim() === '' ? [] : [[language, text.trim()]],
    ),
  );
}
