import type { LocalText } from './content.ts';

/** Whom an exam command reaches. District and centre are those frozen when the attempt was opened. */
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
  | { readonly kind: 'warn'; readonly body: { readonly text: LocalText; readonly reason: string } }
  | { readonly kind: 'erratum'; readonly body: { readonly questionId: string; readonly text: LocalText } }
  | { readonly kind: 'force-submit'; readonly body: { readonly reason: string } }
  | { readonly kind: 'terminate'; readonly body: { readonly reason: string } }
  | { readonly kind: 'reopen'; readonly body: { readonly reason: string; readonly ms: number } }
  | { readonly kind: 'release-device'; readonly body: { readonly reason: string } };

/** One row of an exam's log. */
export type ExamCommand = CommandContent & {
  readonly seq: number;
  readonly commandId: string;
  readonly scope: Scope;
  /** Epoch ms. */
  readonly issuedAt: number;
};

/** Where a candidate stands when scopes are resolved. */
export interface Place {
  readonly candidateId: string;
  readonly districtId: number;
  readonly centreId: string | null;
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
