import { policyReason } from '../../../../server/protocol/policyReason.ts';
import { type ActionKind, type ActionScope, actionKinds } from '../act/actions.ts';
import type { RoomView } from '../room/room.ts';
import type { RoomTexts } from '../texts/roomTexts.tsx';
import { observationWords } from './incidentWords.ts';

function isActionKind(kind: string): kind is ActionKind {
  return actionKinds.some((known) => known === kind);
}

/** What a command is called; its own name where this page does not know it. */
export function commandTitle(kind: string, { actions }: RoomTexts): string {
  return isActionKind(kind) ? actions.kinds[kind] : kind;
}

/** How much time a command gives: whole minutes as a person gives them, lost time to the second. */
export function gainWords(ms: number, { commands, time }: RoomTexts): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1_000);
  if (seconds === 0) return commands.minutes(minutes);
  return `+${minutes > 0 ? `${time.minutes(minutes)} ` : ''}${time.seconds(seconds)}`;
}

/** Why a command was given. The reasons of the exam's own policy are the server's words: said in those of the page. */
export function reasonWords(reason: string, texts: RoomTexts): string {
  if (!reason.startsWith(policyReason)) return reason;
  const [type = '', times = ''] = reason.slice(policyReason.length).split(', ');
  const what = observationWords(type, texts) ?? type;
  return `${texts.incidents.byRules} – ${texts.incidents.after(what, Number.parseInt(times, 10))}`;
}

/** Whom a command reaches, in names. */
export function scopeName(
  scope: ActionScope,
  view: RoomView,
  texts: RoomTexts,
  people: (count: number) => string,
): string {
  switch (scope.kind) {
    case 'all':
      return texts.commands.everybody;
    case 'district':
      return view.districts.get(scope.districtId)?.name ?? String(scope.districtId);
    case 'centre':
      return view.centres.get(scope.centreId)?.code ?? scope.centreId;
    case 'candidates': {
      const [only, another] = scope.candidateIds;
      const person = only === undefined || another !== undefined ? undefined : view.roster.find(only);
      return person?.name ?? people(scope.candidateIds.length);
    }
  }
}
