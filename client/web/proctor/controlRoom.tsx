import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { RoomScope } from '../../../server/protocol/proctor.ts';
import type { User } from '../../session/index.ts';
import { useSignIn } from '../shared/services.tsx';
import { ActionDialog, type Said } from './act/actionDialog.tsx';
import type { Action } from './act/actions.ts';
import { Desk } from './desk/desk.tsx';
import { Rail } from './desk/rail.tsx';
import { Header } from './look/header.tsx';
import { News } from './look/news.tsx';
import { Places } from './look/places.tsx';
import { PersonPanel } from './person/personPanel.tsx';
import { addressOf, placeIn } from './places.ts';
import type { Room } from './room/room.ts';
import { type RoomContextValue, RoomProvider, useRoomState } from './roomContext.tsx';
import type { StaffApi } from './staffApi.ts';
import { useRoomTexts } from './texts/roomTexts.tsx';
import { useIsWide } from './useIsWide.ts';

/** Whose room it is, and what of it the address names. */
export interface RoomPageProps {
  readonly api: StaffApi;
  readonly examId: string;
  readonly user: User;
  /** The place that the address names. */
  readonly placeKind: string | undefined;
  readonly placeId: string | undefined;
}

interface ControlRoomProps extends RoomPageProps {
  readonly room: Room;
  readonly onScope: (scope: RoomScope) => void;
}

/** The open room: what happens at the left, the places in the middle, one candidate or what was given at the right. */
export function ControlRoom({ room, api, examId, user, placeKind, placeId, onScope }: ControlRoomProps) {
  const { view } = useRoomState(room);
  const { clock } = useSignIn();
  const texts = useRoomTexts();
  const [, navigate] = useLocation();
  const candidateId = new URLSearchParams(useSearch()).get('candidate');
  const [action, setAction] = useState<Action | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const forget = useCallback(() => setSaid(null), []);
  const place = view === null ? null : placeIn(view, placeKind, placeId);
  const isWide = useIsWide();
  const placeKey = JSON.stringify(place);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is a new object each time; its key is not
  const context = useMemo<RoomContextValue | null>(() => {
    if (place === null) return null;
    const here = addressOf(examId, place);
    return {
      room,
      api,
      examId,
      user,
      place,
      candidateId,
      serverNow: () => clock.now(),
      goTo: (next) => navigate(addressOf(examId, next)),
      showCandidate: (id) => navigate(id === null ? here : `${here}?candidate=${encodeURIComponent(id)}`),
      act: (next) => {
        setSaid(null);
        setAction(next);
      },
    };
  }, [room, api, examId, user, placeKey, candidateId, clock, navigate]);

  useEffect(() => {
    document.title = `${texts.title} · Pariksha`;
  }, [texts]);

  if (context === null) return null;
  const arrangement = candidateId !== null ? 'room-with-person' : isWide ? 'room-wide' : '';
  return (
    <RoomProvider value={context}>
      <div className={`room ${arrangement}`.trim()}>
        <Header onScope={onScope} />
        <News said={said} onRead={forget} />
        <Desk hasCommands={!isWide || candidateId !== null} />
        <Places />
        {candidateId !== null && <PersonPanel key={candidateId} candidateId={candidateId} />}
        {candidateId === null && isWide && <Rail />}
        {action !== null && (
          <ActionDialog
            action={action}
            onClose={(news) => {
              setAction(null);
              if (news !== undefined) setSaid(news);
            }}
          />
        )}
      </div>
    </RoomProvider>
  );
}
