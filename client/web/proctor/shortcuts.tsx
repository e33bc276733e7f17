import { useEffect, useRef, useState } from 'react';
import { Button } from '../shared/button.tsx';
import { Dialog } from '../shared/dialog.tsx';
import { useDisplay } from '../shared/display/display.tsx';
import { useTexts } from '../shared/language.tsx';
import type { ActionKind } from './act/actions.ts';
import { parentOf } from './places.ts';
import { type RoomContextValue, useRoom, useRoomView } from './roomContext.tsx';
import { useRoomTexts } from './texts/roomTexts.tsx';

/** The keys of the room. Single letters can be switched off; Escape always works. */
export function Shortcuts() {
  const room = useRoom();
  const view = useRoomView();
  const { hasShortcuts } = useDisplay();
  const { common } = useTexts();
  const { shortcuts: texts } = useRoomTexts();
  const [isOpen, setIsOpen] = useState(false);
  const latest = useRef({ room, view, hasShortcuts });
  latest.current = { room, view, hasShortcuts };

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Escape') {
        goUp(latest.current.room, latest.current.view);
        return;
      }
      if (isTyping(event.target) || !latest.current.hasShortcuts) return;
      if (event.key === '?') setIsOpen(true);
      else if (!followed(event.key, latest.current.room)) return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  return (
    <>
      <button type="button" className="shortcuts-button" onClick={() => setIsOpen(true)}>
        <span className="key-cap" aria-hidden="true">
          ?
        </span>{' '}
        {texts.open}
      </button>
      {isOpen && (
        <Dialog
          title={texts.title}
          onClose={() => setIsOpen(false)}
          actions={<Button onClick={() => setIsOpen(false)}>{common.close}</Button>}
        >
          {!hasShortcuts && <p>{texts.off}</p>}
          <dl className="shortcut-list">
            {Object.entries(texts.list).map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** Leaves the field one writes in; else closes the candidate; else goes one level up. */
function goUp(room: RoomContextValue, view: Parameters<typeof parentOf>[0]): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && isTyping(activeElement)) return activeElement.blur();
  if (room.candidateId !== null) return room.showCandidate(null);
  const parent = parentOf(view, room.place);
  if (parent !== null) room.goTo(parent);
}

/** Whether the key means something here. */
function followed(key: string, room: RoomContextValue): boolean {
  switch (key) {
    case '/':
      return focused('#room-search');
    case 'i':
      document.querySelector<HTMLElement>('[data-tab="incidents"]')?.click();
      return focused('[data-tab="incidents"]');
    case 'o':
      room.goTo(room.room.state.view?.scope ?? room.place);
      return true;
    case 'c':
      document.querySelector<HTMLElement>('.segment[data-view][aria-pressed="false"]')?.click();
      return true;
    case 'e':
      return acted(room, 'extend');
    case 'm':
      return acted(room, 'message');
    default:
      return false;
  }
}

function focused(selector: string): boolean {
  document.querySelector<HTMLElement>(selector)?.focus();
  return true;
}

/** On the candidate who is open, else on those who are selected, else on the place: as the button that is in sight says. */
function acted({ candidateId }: RoomContextValue, kind: ActionKind): boolean {
  const bar = candidateId === null ? '.action-bar-room' : '.person-actions';
  document.querySelector<HTMLElement>(`${bar} [data-action="${kind}"]`)?.click();
  return true;
}
