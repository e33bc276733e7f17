import { useCallback, useMemo, useState } from 'react';
import type { RoomScope, RosterCounts } from '../../../../server/protocol/proctor.ts';
import { useAfterPaint } from '../../shared/useAfterPaint.ts';
import { ActionBar } from '../act/actionBar.tsx';
import { countByCentre, sumOf } from '../room/counts.ts';
import type { RoomView } from '../room/room.ts';
import { type Filter, type SortBy, selectPeople } from '../room/selectPeople.ts';
import { useRoom, useRoomState, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { PeopleTable } from './peopleTable.tsx';
import { Summary } from './summary.tsx';
import { Tiles } from './tiles.tsx';

export type ViewKind = 'tiles' | 'people';

/** The place one looks at: its counts, and the places or people in it. */
export function Places() {
  const { place, act, showCandidate } = useRoom();
  const { roster } = useRoomView();
  const texts = useRoomTexts();
  const placeKey = JSON.stringify(place);
  const [wanted, setWanted] = useState<ViewKind>('tiles');
  const [filter, setFilter] = useState<Filter | null>(null);
  const [search, setSearch] = useState('');
  const [sortBy, setSortBy] = useState<SortBy>('attention');
  const [isDescending, setIsDescending] = useState(false);
  const [selection, setSelection] = useState<Selection>({ placeKey, ids: new Set() });
  // A selection belongs to the place where it was made: nobody acts on people who are out of sight.
  const selected = selection.placeKey === placeKey ? selection.ids : nobody;
  const counts = useCountsOf(place);
  // What is typed is seen at once, whatever the list takes to follow.
  const searched = useAfterPaint(search);
  const isNarrowed = searched !== '' || filter !== null;
  const view: ViewKind = place.kind === 'centre' || isNarrowed ? 'people' : wanted;
  const query = useMemo(
    () => ({ place, filter, search: searched, sortBy, isDescending }),
    [place, filter, searched, sortBy, isDescending],
  );
  const select = useCallback((ids: ReadonlySet<string>) => setSelection({ placeKey, ids }), [placeKey]);
  const sort = useCallback(
    (by: SortBy) => {
      setIsDescending(by === sortBy && !isDescending);
      setSortBy(by);
    },
    [sortBy, isDescending],
  );
  const choose = (next: Filter | null) => setFilter(next === filter ? null : next);
  /** The one who was meant, or the list of those who may be. */
  const openFound = () => {
    const found = selectPeople(roster, { place, filter, search, sortBy, isDescending }, nobody);
    const only = found.length === 1 ? roster.at(found[0] ?? -1) : undefined;
    if (only === undefined) document.getElementById('people')?.focus();
    else showCandidate(only.candidateId);
  };
  const showAll = useCallback(() => {
    setFilter(null);
    setSearch('');
  }, []);

  return (
    <main className="room-main" id="main" tabIndex={-1}>
      <div className="room-bar">
        <Breadcrumb />
        <label className="room-search">
          <span className="visually-hidden">{texts.table.search}</span>
          <input
            id="room-search"
            className="input"
            type="search"
            placeholder={texts.table.searchHint}
            value={search}
            autoComplete="off"
            spellCheck="false"
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') openFound();
              else if (event.key === 'ArrowDown') document.getElementById('people')?.focus();
            }}
          />
          <span className="key-cap" aria-hidden="true">
            /
          </span>
        </label>
        {place.kind !== 'centre' && (
          <ViewChoice
            view={view}
            onChoose={(next) => {
              setWanted(next);
              if (next === 'tiles') showAll();
            }}
          />
        )}
      </div>
      <Summary counts={counts} filter={filter} onFilter={choose} />
      <ActionBar
        selected={selected}
        onUnselect={() => setSelection({ placeKey, ids: new Set() })}
        onAct={act}
      />
      {view === 'tiles' ? (
        <Tiles />
      ) : (
        <PeopleTable
          query={query}
          total={counts.enrolled}
          onSort={sort}
          selected={selected}
          onSelect={select}
          onShowAll={isNarrowed ? showAll : null}
        />
      )}
    </main>
  );
}

interface Selection {
  readonly placeKey: string;
  readonly ids: ReadonlySet<string>;
}

const nobody: ReadonlySet<string> = new Set();

interface ViewChoiceProps {
  readonly view: ViewKind;
  readonly onChoose: (view: ViewKind) => void;
}

function ViewChoice({ view, onChoose }: ViewChoiceProps) {
  const { views } = useRoomTexts();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{views.label}</legend>
      {(['tiles', 'people'] as const).map((each) => (
        <button
          key={each}
          type="button"
          className="segment"
          data-view={each}
          aria-pressed={view === each}
          onClick={() => onChoose(each)}
        >
          {views[each]}
        </button>
      ))}
    </fieldset>
  );
}

/** The server's own counts where it tells them, else those of the people that are known here. */
function useCountsOf(place: RoomScope): RosterCounts {
  const { rosterRevision } = useRoomState(useRoom().room);
  const view = useRoomView();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roster is the same object with other people in it
  return useMemo(() => countsOf(view, place), [view, rosterRevision, place]);
}

function countsOf(view: RoomView, place: RoomScope): RosterCounts {
  if (JSON.stringify(place) === JSON.stringify(view.scope)) return view.counts;
  if (place.kind === 'district') return view.tiles.get(place.districtId) ?? sumOf([]);
  if (place.kind === 'all') return view.counts;
  const districtId = view.centres.get(place.centreId)?.districtId;
  if (districtId === undefined) return sumOf([]);
  return countByCentre(view, districtId).get(place.centreId) ?? sumOf([]);
}
