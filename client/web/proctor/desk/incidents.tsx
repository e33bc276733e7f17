import { useState } from 'react';
import { isAt } from '../places.ts';
import { useCount, useRoom, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { IncidentCard } from './incidentCard.tsx';
import { byUrgency } from './incidentWords.ts';

/** Everything that waits for a person, in the order in which it should be looked at. */
export function Incidents() {
  const { incidents, counts } = useRoomView();
  const { place } = useRoom();
  const { incidents: texts } = useRoomTexts();
  const [isOnlyHere, setIsOnlyHere] = useState(false);
  const [isWithResolved, setIsWithResolved] = useState(false);
  const format = useCount();
  const unresolved = incidents.filter(({ state }) => state !== 'resolved').length;
  const shown = incidents
    .filter((incident) => isWithResolved || incident.state !== 'resolved')
    .filter((incident) => !isOnlyHere || isAt(place, incident))
    .toSorted(byUrgency);
  return (
    <>
      <div className="desk-options small">
        {place.kind !== 'all' && (
          <label className="check-line">
            <input
              type="checkbox"
              checked={isOnlyHere}
              onChange={(event) => setIsOnlyHere(event.target.checked)}
            />
            {texts.here}
          </label>
        )}
        <label className="check-line">
          <input
            type="checkbox"
            checked={isWithResolved}
            onChange={(event) => setIsWithResolved(event.target.checked)}
          />
          {texts.showResolved}
        </label>
      </div>
      {shown.length === 0 && <p className="desk-none quiet">{texts.none}</p>}
      <ul className="desk-list">
        {shown.map((incident) => (
          <IncidentCard key={incident.id} incident={incident} />
        ))}
      </ul>
      {counts.incidents > unresolved && (
        <p className="desk-none quiet">{texts.more(format(counts.incidents - unresolved))}</p>
      )}
    </>
  );
}
