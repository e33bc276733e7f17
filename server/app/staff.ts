import { type Place, reaches, type Scope } from '../domain/command.ts';
import type { Assignments, StaffScope } from './ports/staff.ts';
import type { Claims, Clock } from './ports.ts';

export type { StaffScope };

/** Who may see and act on what. Admins on everything, proctors on what is assigned to them, nobody else on anything. */
export interface StaffScopes {
  /** @throws Unavailable */
  of(who: Claims): Promise<readonly StaffScope[]>;
}

/** Whether somebody with these rights may see and act on a candidate there. */
export function covers(scopes: readonly StaffScope[], place: Place): boolean {
  return scopes.some((scope) => reaches(scope, place));
}

/**
 * Whether these rights hold for everybody whom `scope` names. `placesOf` is asked only where the scope does not say by
 * itself where its people are: for a centre by somebody who has a district, and for candidates by name. A scope in which
 * nobody is found is covered by rights for the whole state only.
 */
export async function coversScope(
  scopes: readonly StaffScope[],
  scope: Scope,
  placesOf: (scope: Scope) => Promise<readonly Place[]>,
): Promise<boolean> {
  if (scopes.length === 0) return false;
  if (scopes.some((right) => right.kind === 'all' || isSame(right, scope))) return true;
  if (scope.kind === 'all' || scope.kind === 'district') return false;
  const places = await placesOf(scope);
  if (scope.kind === 'candidates' && places.length < new Set(scope.candidateIds).size) return false;
  return places.length > 0 && places.every((place) => covers(scopes, place));
}

function isSame(right: StaffScope, scope: Scope): boolean {
  switch (right.kind) {
    case 'all':
      return scope.kind === 'all';
    case 'district':
      return scope.kind === 'district' && scope.districtId === right.districtId;
    case 'centre':
      return scope.kind === 'centre' && scope.centreId === right.centreId;
  }
}

/** How long an assignment is believed, ms: taking one back takes hold within this time. */
const believedMs = 10_000;

const everything: readonly StaffScope[] = [{ kind: 'all' }];
const nothing: readonly StaffScope[] = [];

/** Rights as the assignments give them, kept for ten seconds per user. */
export function createStaffScopes(assignments: Assignments, clock: Pick<Clock, 'now'>): StaffScopes {
  const known = new Map<string, { readonly until: number; readonly scopes: readonly StaffScope[] }>();
  return {
    async of({ userId, role }) {
      if (role === 'admin') return everything;
      if (role !== 'proctor') return nothing;
      const now = clock.now();
      const kept = known.get(userId);
      if (kept !== undefined && kept.until > now) return kept.scopes;
      const scopes = await assignments.of(userId);
      for (const [id, { until }] of known) if (until <= now) known.delete(id);
      known.set(userId, { until: now + believedMs, scopes });
      return scopes;
    },
  };
}
