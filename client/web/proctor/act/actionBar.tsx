import { useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { useCount, usePlaceName, useRoom } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { type Action, type ActionScope, isEnd, manyKinds } from './actions.ts';

interface ActionBarProps {
  /** Ids of candidates; when there are none, the place is acted on. */
  readonly selected: ReadonlySet<string>;
  readonly onUnselect: () => void;
  readonly onAct: (action: Action) => void;
}

/** The server takes no more names in one command; for more people there are places. */
const mostSelected = 500;

/** Those at hand; the others are behind “More”. */
const firstKinds = manyKinds.slice(0, 5);
const moreKinds = manyKinds.slice(5);

/** What can be done to the place that is shown, or to those who are selected in it. */
export function ActionBar({ selected, onUnselect, onAct }: ActionBarProps) {
  const { place } = useRoom();
  const { actions, table } = useRoomTexts();
  const nameOf = usePlaceName();
  const format = useCount();
  const [hasMore, setHasMore] = useState(false);
  const scope: ActionScope = selected.size > 0 ? { kind: 'candidates', candidateIds: [...selected] } : place;
  const isTooMany = selected.size > mostSelected;
  const buttonOf = (kind: (typeof manyKinds)[number]) => (
    <Button
      key={kind}
      look={isEnd(kind) ? 'danger' : kind === 'extend' ? 'primary' : 'normal'}
      className="button-small"
      data-action={kind}
      disabled={isTooMany}
      onClick={() => onAct({ kind, scope })}
    >
      {actions.kinds[kind]}
    </Button>
  );
  return (
    <div className="action-bar-room" role="toolbar" aria-label={actions.on}>
      <p className="action-on">
        <span className="small quiet">{actions.on}</span>{' '}
        <strong>{selected.size > 0 ? actions.selection(format(selected.size)) : nameOf(place)}</strong>
        {selected.size > 0 && (
          <Button look="plain" className="button-small" onClick={onUnselect}>
            {table.unselect}
          </Button>
        )}
      </p>
      {isTooMany && <p className="field-problem">{actions.tooMany(format(mostSelected))}</p>}
      {firstKinds.map(buttonOf)}
      <Button className="button-small" aria-expanded={hasMore} onClick={() => setHasMore(!hasMore)}>
        {hasMore ? actions.fewer : actions.more}
      </Button>
      {hasMore && moreKinds.map(buttonOf)}
    </div>
  );
}
