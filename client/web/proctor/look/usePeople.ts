import { useMemo } from 'react';
import { type Concerned, type Query, selectPeople } from '../room/selectPeople.ts';
import { useRoom, useRoomState, useRoomView } from '../roomContext.tsx';

/** The numbers of the people who are asked for; anew with every change of the room. */
export function usePeople({ place, filter, search, sortBy, isDescending }: Query): readonly number[] {
  const { rosterRevision } = useRoomState(useRoom().room);
  const { roster } = useRoomView();
  const concerned = useConcerned();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roster is the same object with other people in it
  return useMemo(
    () => selectPeople(roster, { place, filter, search, sortBy, isDescending }, concerned),
    [roster, rosterRevision, place, filter, search, sortBy, isDescending, concerned],
  );
}

/** Candidates whom an incident is about that nobody has resolved. */
export function useConcerned(): Concerned {
  const { incidents } = useRoomView();
  return useMemo(
    () =>
      new Set(
        incidents.flatMap(({ candidateId, state }) =>
          candidateId === null || state === 'resolved' ? [] : [candidateId],
        ),
      ),
    [incidents],
  );
}
