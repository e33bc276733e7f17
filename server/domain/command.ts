import type { LocalText } from './content.ts';

/** Whom an exam command reaches: everybody who is in its scope when it is issued, also those who open later. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'district'; readonly districtId: number }
  | { readonly kind: 'centre'; readonly centreId: string }
  | { readonly kind: 'candidates'; readonly candidateIds: readonly string[] };

export type CommandContent =
  | { readonly kind: 'extend'; readonly body: { readonly ms: number; readonly reason: string } }
  | { readonly kind: 'pause'; readonly body: { readonly reason: string } }
  | { readonly kind: 'resume'; readonly body: { readonly reason: string } }
  | { readonly kind: 'message'; readonly body: { readonly text: LocalText } }
  | { readonly kind: 'announce'; readonly body: { readonly text: LocalText } }
  | { readonly kind: 'warn'; readonly body: { readonly text: LocalText; readonly reason: string } }
  | { readonly kind: 'erratum'; readonly body: { readonly questionId: string; readonly text: LocalText } }
  | { readonly kind: 'force-submit'; readonly body: EndBody }
  | { readonly kind: 'terminate'; readonly body: EndBody }
  | { readonly kind: 'reopen'; readonly body: { readonly reason: string; readonly ms: number } }
  | { readonly kind: 'release-device'; readonly body: { readonly reason: string } }
  | { readonly kind: 'move-centre'; readonly body: MoveBody }
  | { readonly kind: 'sign-in-code'; readonly body: SignInCodeBody };

export type CommandKind = CommandContent['kind'];

/** An end for many carries the word of the second person who agreed to it; the row's actor is who asked for it. */
export interface EndBody {
  readonly reason: string;
  readonly approval?: { readonly id: string; readonly by: string; readonly reason: string };
}

/** One candidate sits elsewhere from now on. `from`: where they were until now. */
export interface MoveBody extends Location {
  readonly centreId: string;
  readonly from: Location;
  readonly reason: string;
}

/** The code itself stands nowhere: only its SHA-256, hex. */
export interface SignInCodeBody {
  readonly reason: string;
  readonly codeHash: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** One row of an exam's log. */
export type ExamCommand = CommandContent & {
  readonly seq: number;
  readonly commandId: string;
  readonly scope: Scope;
  /** Epoch ms. */
  readonly issuedAt: number;
};

export interface Location {
  readonly districtId: number;
  readonly centreId: string | null;
}

/** Where a candidate stands when scopes are resolved. */
export interface Place extends Location {
  readonly candidateId: string;
}

export function reaches(scope: Scope, place: Place): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'district':
      return scope.districtId === place.districtId;
    case 'centre':
      return scope.centreId === place.centreId;
    case 'candidates':
      return scope.candidateIds.includes(place.candidateId);
  }
}

/** What a candidate's page shows, and confirms that it has shown. The other kinds act without a word to the page. */
export function isShown(kind: CommandKind): boolean {
  return shown[kind];
}

const shown: Readonly<Record<CommandKind, boolean>> = {
  extend: true,
  pause: true,
  resume: true,
  message: true,
  announce: true,
  warn: true,
  erratum: true,
  reopen: true,
  'force-submit': false,
  terminate: false,
  'release-device': false,
  'move-centre': false,
  'sign-in-code': false,
};

/**
 * Where a candidate was before the first command of the exam. `place` is where they are by the seat's row, which follows
 * the moves: whether it was read before or after the latest one makes no difference.
 */
export function originOf(commands: readonly ExamCommand[], place: Place): Place {
  const move = commands.find(
    (command) => command.kind === 'move-centre' && namesCandidate(command.scope, place.candidateId),
  );
  return move?.kind === 'move-centre' ? { candidateId: place.candidateId, ...move.body.from } : place;
}

/** The commands that have reached a candidate, each at the place where it found them. */
export function reachedFrom(origin: Place, commands: readonly ExamCommand[]): readonly ExamCommand[] {
  let place = origin;
  return commands.filter((command) => {
    if (!reaches(command.scope, place)) return false;
    if (command.kind === 'move-centre') place = movedBy(place, command.body);
    return true;
  });
}

/** All the time, in ms, that commands have granted to a candidate. */
export function extensionsIn(origin: Place, commands: readonly ExamCommand[]): number {
  return reachedFrom(origin, commands).reduce(
    (sum, command) => (command.kind === 'extend' ? sum + command.body.ms : sum),
    0,
  );
}

function movedBy({ candidateId }: Place, { districtId, centreId }: MoveBody): Place {
  return { candidateId, districtId, centreId };
}

function namesCandidate(scope: Scope, candidateId: string): boolean {
  return scope.kind === 'candidates' && scope.candidateIds.includes(candidateId);
}
