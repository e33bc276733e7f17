import { memo } from 'react';
import type { RosterPerson } from '../../../../server/protocol/proctor.ts';
import { formatClock } from '../../shared/time.ts';
import { formatSpan } from '../format.ts';
import { isOffline, statusOf } from '../room/selectPeople.ts';
import { useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';

interface PersonRowProps {
  readonly person: RosterPerson;
  readonly rowIndex: number;
  readonly now: number;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
  readonly hasIncident: boolean;
  readonly onOpen: () => void;
  readonly onToggle: () => void;
}

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, rowIndex, now, isCursor, isSelected, hasIncident, onOpen, onToggle } = props;
  const { table } = useRoomTexts();
  const { centres, districts } = useRoomView();
  const { live } = person;
  const centre = person.centreId === null ? undefined : centres.get(person.centreId);
  const late = live?.late ?? 0;
  return (
    <tr
      id={`person-${person.n}`}
      className={`person-row ${isCursor ? 'person-cursor' : ''}`.trim()}
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-candidate={person.candidateId}
      onClick={onOpen}
    >
      <td className="cell-select">
        <input
          type="checkbox"
          aria-label={table.select(person.name)}
          checked={isSelected}
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
          onChange={onToggle}
        />
      </td>
      <td className="cell-roll numbers">{person.rollNumber}</td>
      <td className="cell-name" title={person.name}>
        <span className="name-and-tags">
          <span className="name">{person.name}</span>
          {hasIncident && <span className="tag tag-bad">{table.incident}</span>}
          {late > 0 && <span className="tag tag-review">{table.late(late)}</span>}
          {person.extraPerHourMs > 0 && (
            <span className="tag" title={table.extraTime}>
              +<span className="visually-hidden"> {table.extraTime}</span>
            </span>
          )}
        </span>
      </td>
      <td className="cell-centre" title={centre?.name}>
        {centre?.code ?? districts.get(person.districtId)?.name}
      </td>
      <td className="cell-status">
        <StateTag person={person} now={now} />
      </td>
      <td className="cell-answered numbers">{live?.answered ?? '–'}</td>
      <td className="cell-time numbers">{timeLeft(person, now)}</td>
      <td className="cell-saved numbers">
        <Ago at={live?.lastSaveAt ?? null} now={now} />
      </td>
    </tr>
  );
});

/** Of somebody who sits the exam. */
function timeLeft({ live }: RosterPerson, now: number): string {
  const sits = live?.status === 'started' || live?.status === 'paused';
  return sits && live.deadlineAt !== null ? formatClock(live.deadlineAt - now) : '–';
}

function Ago({ at, now }: { readonly at: number | null; readonly now: number }) {
  const texts = useRoomTexts();
  return at === null ? '–' : texts.table.ago(formatSpan(now - at, texts));
}

interface StateTagProps {
  readonly person: RosterPerson;
  readonly now: number;
}

/** Where somebody stands: a sign, a word and a colour. */
export function StateTag({ person, now }: StateTagProps) {
  const texts = useRoomTexts();
  const status = statusOf(person);
  const isGone = isOffline(person);
  const since = person.live?.since ?? null;
  return (
    <span className={`state state-${isGone ? 'offline' : status}`}>
      <span className="state-sign" aria-hidden="true" />
      {texts.counts[status]}
      {isGone && (
        <span className="state-offline">
          {since === null ? texts.counts.offline : texts.table.offlineFor(formatSpan(now - since, texts))}
        </span>
      )}
    </span>
  );
}
