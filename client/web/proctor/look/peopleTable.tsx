import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { Button } from '../../shared/button.tsx';
import type { Query, SortBy } from '../room/selectPeople.ts';
import { useCount, useRoom, useRoomView, useServerNow } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { PersonRow } from './personRow.tsx';
import { useConcerned, usePeople } from './usePeople.ts';

const rowHeight = 40;

const columns = ['roll', 'name', 'centre', 'status', 'answered', 'time', 'saved'] as const;

interface PeopleTableProps {
  readonly query: Query;
  /** How many there are without search and filter. */
  readonly total: number;
  readonly onSort: (by: SortBy) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  /** `null` when all are shown. */
  readonly onShowAll: (() => void) | null;
}

/** Candidates, as many as there are: only those in sight are drawn. One row is the cursor; arrows move it. */
export const PeopleTable = memo(function PeopleTable(props: PeopleTableProps) {
  const { query, total, onSort, selected, onSelect, onShowAll } = props;
  const { sortBy, isDescending } = query;
  const people = usePeople(query);
  const { table } = useRoomTexts();
  const format = useCount();
  const { roster } = useRoomView();
  const { showCandidate } = useRoom();
  const concerned = useConcerned();
  const now = useServerNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const at = Math.min(cursor, Math.max(0, people.length - 1));
  // The list follows the cursor, and nothing else: it changes all the time while somebody looks through it.
  const moveTo = (index: number) => {
    setCursor(index);
    virtual.scrollToIndex(index);
  };

  const toggle = (candidateId: string) => {
    const next = new Set(selected);
    if (!next.delete(candidateId)) next.add(candidateId);
    onSelect(next);
  };
  const personAt = (index: number) => roster.at(people[index] ?? -1);
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 15,
      PageUp: at - 15,
      Home: 0,
      End: people.length - 1,
    };
    const target = moves[event.key];
    const person = personAt(at);
    if (target !== undefined) moveTo(Math.max(0, Math.min(target, people.length - 1)));
    else if (event.key === 'Enter' && person !== undefined) showCandidate(person.candidateId);
    else if (event.key === ' ' && person !== undefined) toggle(person.candidateId);
    else return;
    event.preventDefault();
  };
  const areAllSelected = people.length > 0 && selected.size >= people.length;
  const selectAll = () =>
    onSelect(areAllSelected ? new Set() : new Set(people.flatMap((n) => roster.at(n)?.candidateId ?? [])));

  return (
    <section className="people" aria-label={table.label}>
      <div className="people-head">
        <p className="small" role="status">
          <strong className="numbers">{table.shown(format(people.length), format(total))}</strong>
        </p>
        <button
          type="button"
          className="segment"
          aria-pressed={sortBy === 'attention'}
          onClick={() => onSort('attention')}
        >
          {table.columns.attention}
        </button>
        <p className="small quiet people-keys">{table.keys}</p>
        {onShowAll !== null && (
          <Button look="plain" className="button-small" onClick={onShowAll}>
            {table.clear}
          </Button>
        )}
      </div>
      <div ref={scroller} className="people-scroll">
        <table
          id="people"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table in which one moves by keys is a grid
          role="grid"
          aria-label={table.label}
          aria-rowcount={people.length + 1}
          aria-multiselectable="true"
          aria-activedescendant={people.length > 0 ? `person-${people[at]}` : undefined}
          tabIndex={0}
          onKeyDown={press}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th className="cell-select" scope="col">
                <input
                  type="checkbox"
                  aria-label={table.selectAll}
                  checked={areAllSelected}
                  onChange={selectAll}
                  tabIndex={-1}
                />
              </th>
              {columns.map((by) => (
                <Column
                  key={by}
                  by={by}
                  isSorted={sortBy === by}
                  isDescending={isDescending}
                  onSort={() => onSort(by)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={rows.at(0)?.start ?? 0} />
            {rows.map(({ index }) => {
              const person = personAt(index);
              return person === undefined ? null : (
                <PersonRow
                  key={person.n}
                  person={person}
                  rowIndex={index + 2}
                  now={now}
                  isCursor={index === at}
                  isSelected={selected.has(person.candidateId)}
                  hasIncident={concerned.has(person.candidateId)}
                  onOpen={() => {
                    moveTo(index);
                    showCandidate(person.candidateId);
                  }}
                  onToggle={() => {
                    moveTo(index);
                    toggle(person.candidateId);
                  }}
                />
              );
            })}
            <Space height={virtual.getTotalSize() - (rows.at(-1)?.end ?? 0)} />
          </tbody>
        </table>
        {people.length === 0 && <p className="people-none">{table.none}</p>}
      </div>
    </section>
  );
});

/** Stands for the rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  return height <= 0 ? null : (
    <tr>
      <td colSpan={columns.length + 1} className="people-space" style={{ height }} />
    </tr>
  );
}

interface ColumnProps {
  readonly by: (typeof columns)[number];
  readonly isSorted: boolean;
  readonly isDescending: boolean;
  readonly onSort: () => void;
}

function Column({ by, isSorted, isDescending, onSort }: ColumnProps) {
  const { table } = useRoomTexts();
  const sorted = !isSorted ? 'none' : isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sorted} className={`cell-${by}`}>
      <button
        type="button"
        className="column-sort"
        aria-label={table.sortBy(table.columns[by])}
        onClick={onSort}
      >
        {table.columns[by]}
        <span aria-hidden="true">{isSorted ? (isDescending ? ' ▼' : ' ▲') : ''}</span>
      </button>
    </th>
  );
}
