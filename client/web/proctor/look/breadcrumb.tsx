import { Link } from 'wouter';
import { addressOf, isSamePlace, pathTo } from '../places.ts';
import { usePlaceName, useRoom, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';

export function Breadcrumb() {
  const { examId, place } = useRoom();
  const view = useRoomView();
  const { room } = useRoomTexts();
  const nameOf = usePlaceName();
  const centre = place.kind === 'centre' ? view.centres.get(place.centreId) : undefined;
  return (
    <nav className="breadcrumb" aria-label={room.breadcrumb}>
      <ol>
        {pathTo(view, place).map((step) => (
          <li key={JSON.stringify(step)}>
            {isSamePlace(step, place) ? (
              <h2 aria-current="page">
                {nameOf(step)}
                {centre !== undefined && <span className="quiet breadcrumb-name"> {centre.name}</span>}
              </h2>
            ) : (
              <Link href={addressOf(examId, step)}>{nameOf(step)}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
