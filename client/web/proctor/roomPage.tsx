import { useCallback, useState } from 'react';
import { Link } from 'wouter';
import type { WireError } from '../../../server/protocol/errors.ts';
import type { RoomDropped, RoomScope } from '../../../server/protocol/proctor.ts';
import { Banner } from '../shared/banner.tsx';
import { Button } from '../shared/button.tsx';
import { Page } from '../shared/page.tsx';
import { SignOutButton } from '../shared/signIn/signOutButton.tsx';
import { errorSentence } from '../shared/texts/errorSentence.ts';
import { ControlRoom, type RoomPageProps } from './controlRoom.tsx';
import type { Room } from './room/room.ts';
import { useRoomState } from './roomContext.tsx';
import { useRoomTexts, useStaffTexts } from './texts/roomTexts.tsx';
import { useLoaded } from './useLoaded.ts';
import { useOwnRoom } from './useOwnRoom.ts';

/** The room of one exam: everything that one may see of the state, or one of several parts. */
export function RoomPage(props: RoomPageProps) {
  const { api } = props;
  const { data, problem, reload } = useLoaded(useCallback(() => api.exams(), [api]));
  const [chosen, setChosen] = useState<RoomScope | null>(null);
  const scope = chosen ?? data?.scopes[0];
  if (scope === undefined) return <Opening problem={problem} onAgain={reload} />;
  return <OpenRoom {...props} scope={scope} onScope={setChosen} />;
}

interface OpenRoomProps extends RoomPageProps {
  readonly scope: RoomScope;
  readonly onScope: (scope: RoomScope) => void;
}

function OpenRoom({ scope, onScope, ...props }: OpenRoomProps) {
  const room = useOwnRoom(props.examId, scope);
  return room === null ? <Opening /> : <Entrance {...props} room={room} onScope={onScope} />;
}

interface EntranceProps extends RoomPageProps {
  readonly room: Room;
  readonly onScope: (scope: RoomScope) => void;
}

function Entrance({ room, onScope, ...props }: EntranceProps) {
  const { view, refusal, dropped } = useRoomState(room);
  if (refusal !== null) return <Refused room={room} refusal={refusal} />;
  if (dropped !== null) return <Dropped room={room} dropped={dropped} />;
  if (view === null) return <Opening />;
  return <ControlRoom {...props} room={room} onScope={onScope} />;
}

interface OpeningProps {
  readonly problem?: string | null;
  readonly onAgain?: () => void;
}

function Opening({ problem = null, onAgain }: OpeningProps) {
  const { title, room, problems } = useRoomTexts();
  if (problem !== null) {
    return (
      <Page title={room.refusedTitle} aside={<SignOutButton />} isNarrow>
        <Banner tone="warning" role="alert">
          {problem}
        </Banner>
        <p>
          <Button look="primary" onClick={onAgain}>
            {problems.again}
          </Button>
        </p>
      </Page>
    );
  }
  return (
    <Page title={title} aside={<SignOutButton />} isNarrow>
      <p role="status">{room.opening}</p>
      <p className="quiet small appears-late">{room.openingSlow}</p>
    </Page>
  );
}

function Refused({ room, refusal }: { readonly room: Room; readonly refusal: WireError }) {
  const staffTexts = useStaffTexts();
  const texts = useRoomTexts();
  return (
    <Page title={texts.room.refusedTitle} aside={<SignOutButton />} isNarrow>
      <Banner tone="warning" role="alert">
        {errorSentence(refusal.code, staffTexts)}
      </Banner>
      <p className="row">
        <Button look="primary" onClick={() => room.openAgain()}>
          {texts.problems.again}
        </Button>
        <Link href="/proctor">{texts.room.toExams}</Link>
      </p>
    </Page>
  );
}

function Dropped({ room, dropped }: { readonly room: Room; readonly dropped: RoomDropped }) {
  const texts = useRoomTexts();
  return (
    <Page title={texts.room.droppedTitle} aside={<SignOutButton />} isNarrow>
      <Banner tone="warning" role="alert">
        {texts.room.dropped[dropped.reason]}
      </Banner>
      <p className="row">
        <Button look="primary" onClick={() => room.openAgain()}>
          {texts.room.openAgain}
        </Button>
        <Link href="/proctor">{texts.room.toExams}</Link>
      </p>
    </Page>
  );
}
