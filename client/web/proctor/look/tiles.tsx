import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { RoomScope, RosterCounts } from '../../../../server/protocol/proctor.ts';
import { addressOf } from '../places.ts';
import { countByCentre } from '../room/counts.ts';
import { byNeed, healthOf } from '../room/health.ts';
import type { RoomView } from '../room/room.ts';
import { useCount, useRoom, useRoomState, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { Bar } from './bar.tsx';
import { Sparkline } from './sparkline.tsx';

interface Tile {
  readonly key: string;
  readonly place: RoomScope | null;
  readonly name: string;
  readonly detail: string;
  readonly counts: RosterCounts;
  readonly isDark: boolean;
  readonly history: readonly number[];
}

type Order = 'byNeed' | 'byName';

/** The districts of the state or the centres of a district, each with its health. */
export function Tiles() {
  const { place } = useRoom();
  const view = useRoomView();
  const { tiles: texts } = useRoomTexts();
  const [order, setOrder] = useState<Order>('byNeed');
  const tiles = useTiles();
  const sorted = [...tiles].sort(
    (a, b) => (order === 'byNeed' ? byNeed(a, b) : 0) || (a.name < b.name ? -1 : 1),
  );
  const title =
    place.kind === 'district'
      ? texts.centres(view.districts.get(place.districtId)?.name ?? '')
      : texts.districts;
  return (
    <section className="tiles" aria-label={title}>
      <div className="tiles-head">
        <h3>{title}</h3>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.order}</legend>
          {(['byNeed', 'byName'] as const).map((each) => (
            <button
              key={each}
              type="button"
              className="segment"
              aria-pressed={order === each}
              onClick={() => setOrder(each)}
            >
              {texts[each]}
            </button>
          ))}
        </fieldset>
      </div>
      {sorted.length === 0 && <p className="quiet">{texts.nobody}</p>}
      <ul className="tile-grid">
        {sorted.map((tile) => (
          <PlaceTile key={tile.key} tile={tile} />
        ))}
      </ul>
    </section>
  );
}

function useTiles(): readonly Tile[] {
  const { room, place } = useRoom();
  const { rosterRevision, historyRevision } = useRoomState(room);
  const view = useRoomView();
  const texts = useRoomTexts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: roster and history are the same objects with other content
  return useMemo(
    () =>
      place.kind === 'district'
        ? centreTiles(view, place.districtId, texts.room.noCentre)
        : districtTiles(view, (districtId) => room.history.of(districtId)),
    [view, rosterRevision, historyRevision, place, texts, room],
  );
}

function districtTiles(view: RoomView, historyOf: (districtId: number) => readonly number[]): Tile[] {
  const dark = powerCutsIn(view);
  return [...view.tiles].flatMap(([id, counts]) => {
    if (typeof id !== 'number' || (counts.enrolled === 0 && counts.incidents === 0)) return [];
    const district = view.districts.get(id);
    return [
      {
        key: String(id),
        place: { kind: 'district', districtId: id },
        name: district?.name ?? String(id),
        detail: '',
        counts,
        isDark: dark.some(({ districtId }) => districtId === id),
        history: historyOf(id),
      },
    ];
  });
}

function centreTiles(view: RoomView, districtId: number, noCentre: string): Tile[] {
  const dark = powerCutsIn(view).filter((cut) => cut.districtId === districtId);
  return [...countByCentre(view, districtId)].map(([id, counts]) => {
    const centre = id === null ? undefined : view.centres.get(id);
    return {
      key: id ?? 'none',
      place: id === null ? null : { kind: 'centre', centreId: id },
      name: centre?.code ?? noCentre,
      detail: centre?.name ?? '',
      counts,
      isDark: dark.some(({ centreId }) => centreId === id),
      history: [],
    };
  });
}

/** They are the most urgent incidents: the room has them all. */
function powerCutsIn({ incidents }: RoomView): RoomView['incidents'] {
  return incidents.filter(({ kind, state }) => kind === 'power-cut' && state !== 'resolved');
}

function PlaceTile({ tile }: { readonly tile: Tile }) {
  const { examId, act } = useRoom();
  const { place, name, detail, counts, isDark, history } = tile;
  const { health: healths, tiles: texts, actions } = useRoomTexts();
  const format = useCount();
  const health = healthOf(counts, isDark);
  return (
    <li className={`tile tile-${health}`} data-place={tile.key}>
      <div className="tile-head">
        <span className="tile-name" title={name}>
          {place === null ? name : <Link href={addressOf(examId, place)}>{name}</Link>}
        </span>
        <span className={`health health-${health}`}>
          <span className="health-sign" aria-hidden="true" />
          {healths[health]}
        </span>
      </div>
      {detail !== '' && (
        <p className="tile-detail quiet" title={detail}>
          {detail}
        </p>
      )}
      <p className="tile-figures">
        <span className="tile-writing">
          <strong className="numbers">{format(counts.started)}</strong> {texts.writing}
        </span>
        <Sparkline values={history} most={counts.enrolled} />
      </p>
      <Bar counts={counts} />
      <p className="tile-small small">
        <span className={counts.offline > 0 ? 'tile-offline' : 'quiet'}>
          {format(counts.offline)} {texts.offline}
        </span>
        {counts.paused > counts.started && (
          <span className="tile-paused">
            {format(counts.paused)} {texts.paused}
          </span>
        )}
        <span className="quiet">
          {format(counts.absent)} {texts.absent}
        </span>
        {counts.incidents > 0 && <span className="tile-incidents">{texts.incidents(counts.incidents)}</span>}
      </p>
      {place !== null && (
        <button
          type="button"
          className="tile-act"
          aria-label={`${actions.kinds.extend}: ${name}`}
          onClick={() => act({ kind: 'extend', scope: place })}
        >
          {actions.kinds.extend}
        </button>
      )}
    </li>
  );
}
