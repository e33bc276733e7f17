import type { Place } from '../../domain/command.ts';
import type { RoomScope } from '../../protocol/proctor.ts';

/** Names a part of the state, so that equal scopes have equal keys. */
export function scopeKey(scope: RoomScope): string {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'district':
      return districtKey(scope.districtId);
    case 'centre':
      return centreKey(scope.centreId);
  }
}

/** The keys of all scopes that a place is in. */
export function keysOf({ districtId, centreId }: Pick<Place, 'districtId' | 'centreId'>): readonly string[] {
  const keys = ['all', districtKey(districtId)];
  return centreId === null ? keys : [...keys, centreKey(centreId)];
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.districtId === b.districtId && a.centreId === b.centreId;
}

function districtKey(districtId: number): string {
  return `district ${districtId}`;
}

function centreKey(centreId: string): string {
  return `centre ${centreId}`;
}
