import type { RosterCounts } from '../../../../server/protocol/proctor.ts';
import type { Filter } from '../room/selectPeople.ts';
import { useCount, useRoom, useRoomState, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { Bar } from './bar.tsx';

interface SummaryProps {
  readonly counts: RosterCounts;
  readonly filter: Filter | null;
  readonly onFilter: (filter: Filter) => void;
}

const figures: readonly (readonly [Filter, keyof RosterCounts])[] = [
  ['absent', 'absent'],
  ['signed-in', 'signedIn'],
  ['started', 'started'],
  ['paused', 'paused'],
  ['handed-in', 'handedIn'],
  ['offline', 'offline'],
  ['late', 'late'],
  ['incident', 'concerned'],
];

/** Where everybody of the place stands; each number shows the people behind it. */
export function Summary({ counts, filter, onFilter }: SummaryProps) {
  const texts = useRoomTexts();
  const format = useCount();
  return (
    <section className="summary" aria-label={texts.counts.enrolled}>
      <div className="summary-numbers">
        <p className="summary-total">
          <span className="summary-number numbers">{format(counts.enrolled)}</span>
          <span className="summary-name">{texts.counts.enrolled}</span>
        </p>
        {figures.map(([name, key]) => (
          <Figure
            key={name}
            name={name}
            count={counts[key]}
            isChosen={filter === name}
            onChoose={() => onFilter(name)}
          />
        ))}
      </div>
      <Bar counts={counts} />
      <Loading />
    </section>
  );
}

interface FigureProps {
  readonly name: Filter;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Figure({ name, count, isChosen, onChoose }: FigureProps) {
  const { counts } = useRoomTexts();
  const format = useCount();
  return (
    <button
      type="button"
      className={`figure figure-${name}`}
      data-filter={name}
      data-none={count === 0}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <span className="summary-number numbers">{format(count)}</span>
      <span className="summary-name">
        <span className="figure-sign" aria-hidden="true" />
        {counts[name]}
      </span>
    </button>
  );
}

/** While the pages of a large room come in. */
function Loading() {
  const { rosterRevision } = useRoomState(useRoom().room);
  const { roster, total } = useRoomView();
  const { room } = useRoomTexts();
  const format = useCount();
  if (roster.size >= total) return null;
  return (
    <p className="small quiet" data-revision={rosterRevision}>
      {room.loading(format(roster.size), format(total))}
    </p>
  );
}
