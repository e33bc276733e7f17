import { useEffect, useState } from 'react';
import type { RoomScope } from '../../../server/protocol/proctor.ts';
import { realEnvironment } from '../../session/environment.ts';
import { useSignIn } from '../shared/services.tsx';
import { Room } from './room/room.ts';
import { RoomSocket } from './room/roomSocket.ts';

/** A room for as long as the screen shows this exam and this part of the state; `null` for the moment before. */
export function useOwnRoom(examId: string, scope: RoomScope): Room | null {
  const { credentials, clock } = useSignIn();
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const link = new RoomSocket(credentials, realEnvironment);
    const own = new Room({ link, environment: realEnvironment, clock, examId, scope });
    own.start();
    setRoom(own);
    return () => {
      setRoom(null);
      own.close();
    };
  }, [credentials, clock, examId, scope]);
  return room;
}
