import type { RosterIncident } from '../../../../server/protocol/proctor.ts';
import type { RoomTexts } from '../texts/roomTexts.tsx';

type Kinds = RoomTexts['incidents']['kinds'];

/** What kind of incident it is, in words; one of a newer server is simply an incident. */
export function incidentTitle({ kind }: Pick<RosterIncident, 'kind'>, texts: RoomTexts): string {
  return observationWords(kind, texts) ?? texts.incidents.kinds.other;
}

/** What was noticed, in words; `null` where this page does not know it. */
export function observationWords(kind: string, { incidents }: RoomTexts): string | null {
  return isKnown(kind, incidents.kinds) ? incidents.kinds[kind] : null;
}

function isKnown(kind: string, kinds: Kinds): kind is keyof Kinds {
  return Object.hasOwn(kinds, kind);
}

/** What of a detail is a text or a number, by its name. */
export function textIn(detail: RosterIncident['detail'], name: string): string | null {
  const value = detail[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberIn(detail: RosterIncident['detail'], name: string): number | null {
  const value = detail[name];
  return typeof value === 'number' ? value : null;
}

/** In these a candidate waits for somebody. */
const waiting: ReadonlySet<string> = new Set(['invigilator-call', 'conduct', 'device-waiting']);

/** The most urgent first: what concerns many, then people who call, then open before taken, then the newest. */
export function byUrgency(a: RosterIncident, b: RosterIncident): number {
  return rank(a) - rank(b) || b.at - a.at;
}

function rank({ kind, state }: RosterIncident): number {
  const states = { open: 0, claimed: 10, resolved: 20 };
  return states[state] + (kind === 'power-cut' ? 0 : waiting.has(kind) ? 1 : 2);
}
