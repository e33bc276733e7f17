import type { RoomScope } from '../../../server/protocol/proctor.ts';
import type { RoomView } from './room/room.ts';

/** The address of a place in the room of an exam. */
export function addressOf(examId: string, place: RoomScope): string {
  const room = `/proctor/${encodeURIComponent(examId)}`;
  switch (place.kind) {
    case 'all':
      return room;
    case 'district':
      return `${room}/district/${place.districtId}`;
    case 'centre':
      return `${room}/centre/${encodeURIComponent(place.centreId)}`;
  }
}

/** The place that the rest of an address names; the room's whole part of the state where it names none that is there. */
export function placeIn(view: RoomView, kind: string | undefined, id: string | undefined): RoomScope {
  const named = namedPlace(kind, id);
  return named !== null && isKnown(view, named) && isInside(view, named, view.scope) ? named : view.scope;
}

function namedPlace(kind: string | undefined, id: string | undefined): RoomScope | null {
  if (kind === 'district' && id !== undefined) return { kind, districtId: Number(id) };
  if (kind === 'centre' && id !== undefined) return { kind, centreId: id };
  return null;
}

function isKnown(view: RoomView, place: RoomScope): boolean {
  switch (place.kind) {
    case 'all':
      return true;
    case 'district':
      return view.districts.has(place.districtId);
    case 'centre':
      return view.centres.has(place.centreId);
  }
}

/** Whether `place` lies in `around`, or is the same. */
function isInside(view: RoomView, place: RoomScope, around: RoomScope): boolean {
  switch (around.kind) {
    case 'all':
      return true;
    case 'district':
      if (place.kind === 'district') return place.districtId === around.districtId;
      return place.kind === 'centre' && view.centres.get(place.centreId)?.districtId === around.districtId;
    case 'centre':
      return place.kind === 'centre' && place.centreId === around.centreId;
  }
}

/** The places from the room's own down to this one. */
export function pathTo(view: RoomView, place: RoomScope): readonly RoomScope[] {
  const all: RoomScope = { kind: 'all' };
  const centre = place.kind === 'centre' ? view.centres.get(place.centreId) : undefined;
  const path: readonly RoomScope[] =
    centre === undefined
      ? place.kind === 'all'
        ? [all]
        : [all, place]
      : [all, { kind: 'district', districtId: centre.districtId }, place];
  return path.filter((step) => isInside(view, step, view.scope));
}

/** One level up; `null` from the room's own place. */
export function parentOf(view: RoomView, place: RoomScope): RoomScope | null {
  return pathTo(view, place).at(-2) ?? null;
}

export function isSamePlace(a: RoomScope, b: RoomScope): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether somebody or something at this district and centre is inside the place. */
export function isAt(
  place: RoomScope,
  where: { readonly districtId: number | null; readonly centreId: string | null },
): boolean {
  switch (place.kind) {
    case 'all':
      return true;
    case 'district':
      return where.districtId === place.districtId;
    case 'centre':
      return where.centreId === place.centreId;
  }
}
