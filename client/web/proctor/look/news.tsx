import { useEffect, useRef, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import type { Said } from '../act/actionDialog.tsx';
import { incidentTitle } from '../desk/incidentWords.ts';
import { useRoom, useRoomState, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { FreshnessSentence } from './header.tsx';

interface NewsProps {
  readonly said: Said | null;
  readonly onRead: () => void;
}

const shownForMs = 10_000;

/** What one must know at once: whether the room is true, what an action came to, and new incidents for those who listen. */
export function News({ said, onRead }: NewsProps) {
  const { freshness } = useRoomState(useRoom().room);
  const { common } = useTexts();
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(onRead, shownForMs);
    return () => clearTimeout(timer);
  }, [said, onRead]);
  return (
    <div className="room-news">
      <div role="status">
        {freshness !== 'fresh' && (
          <Banner tone={freshness === 'stale' ? 'warning' : 'bad'}>
            <FreshnessSentence />
          </Banner>
        )}
        {said !== null && (
          <div className="room-said">
            <Banner
              tone={said.tone}
              actions={
                <Button look="plain" className="button-small" onClick={onRead}>
                  {common.close}
                </Button>
              }
            >
              {said.sentence}
            </Banner>
          </div>
        )}
      </div>
      <Arrivals />
    </div>
  );
}

/** Incidents as they come in, for a screen reader; the list itself would speak at every change of a number. */
function Arrivals() {
  const { incidents } = useRoomView();
  const texts = useRoomTexts();
  const known = useRef(new Set(incidents.map(({ id }) => id)));
  const [news, setNews] = useState('');
  useEffect(() => {
    const fresh = incidents.filter(({ id }) => !known.current.has(id));
    if (fresh.length === 0) return;
    for (const { id } of fresh) known.current.add(id);
    setNews(fresh.map((incident) => texts.incidents.arrived(incidentTitle(incident, texts))).join(' '));
  }, [incidents, texts]);
  return (
    <p className="visually-hidden" role="alert">
      {news}
    </p>
  );
}
