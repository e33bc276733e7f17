import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { RoomScope, RosterPerson } from '../../../server/protocol/proctor.ts';
import type { User } from '../../session/index.ts';
import { useNow } from '../candidate/around/useNow.ts';
import { useLanguage } from '../shared/language.tsx';
import type { Language } from '../shared/texts/catalogues.ts';
import type { Action } from './act/actions.ts';
import { formatCount } from './format.ts';
import type { Room, RoomState, RoomView } from './room/room.ts';
import type { StaffApi } from './staffApi.ts';
import { useRoomTexts } from './texts/roomTexts.tsx';

/** What every part of an open room works with. */
export interface RoomContextValue {
  readonly room: Room;
  readonly api: StaffApi;
  readonly examId: string;
  readonly user: User;
  /** Epoch ms by the server's clock. */
  readonly serverNow: () => number;
  readonly place: RoomScope;
  readonly goTo: (place: RoomScope) => void;
  readonly candidateId: string | null;
  readonly showCandidate: (candidateId: string | null) => void;
  /** Opens the dialog in which an action is prepared. */
  readonly act: (action: Action) => void;
}

const RoomContext = createContext<RoomContextValue | null>(null);

export const RoomProvider = RoomContext.Provider;

export function useRoom(): RoomContextValue {
  const value = useContext(RoomContext);
  if (value === null) throw new Error('useRoom outside RoomProvider');
  return value;
}

export function useRoomState(room: Room): RoomState {
  const subscribe = useCallback((changed: () => void) => room.subscribe(changed), [room]);
  return useSyncExternalStore(subscribe, () => room.state);
}

/** The open room as it is now, its districts by their names in the script of the page. */
export function useRoomView(): RoomView {
  const { view } = useRoomState(useRoom().room);
  const { language } = useLanguage();
  const shown = useMemo(
    () => (view === null ? null : { ...view, districts: namedIn(language, view.districts) }),
    [view, language],
  );
  if (shown === null) throw new Error('useRoomView before the room is open');
  return shown;
}

function namedIn(language: Language, districts: RoomView['districts']): RoomView['districts'] {
  if (language === 'en') return districts;
  return new Map(
    [...districts].map(([id, district]) => {
      const name = district.aliases.find((alias) => /\p{Script=Devanagari}/u.test(alias));
      return [id, { ...district, name: name ?? district.name }];
    }),
  );
}

/** Epoch ms by the server's clock, each second anew. */
export function useServerNow(): number {
  return useNow(useRoom().serverNow);
}

export function usePerson(candidateId: string | null): RosterPerson | undefined {
  const { roster } = useRoomView();
  return candidateId === null ? undefined : roster.find(candidateId);
}

/** Formats counts in the language of the page. */
export function useCount(): (count: number) => string {
  const { language } = useLanguage();
  return useCallback((count: number) => formatCount(count, language), [language]);
}

/** “1 candidate”, “4,812 candidates”. */
export function usePeopleCount(): (count: number) => string {
  const { counts } = useRoomTexts();
  const format = useCount();
  return useCallback((count: number) => counts.people(format(count), count === 1), [counts, format]);
}

/** What a scope is called: “Pune”, “PUN-01”, a candidate's name. */
export function usePlaceName(): (place: RoomScope) => string {
  const { room } = useRoomTexts();
  const view = useRoomView();
  return (place) => {
    switch (place.kind) {
      case 'all':
        return room.wholeState;
      case 'district':
        return view.districts.get(place.districtId)?.name ?? String(place.districtId);
      case 'centre':
        return view.centres.get(place.centreId)?.code ?? place.centreId;
    }
  };
}
