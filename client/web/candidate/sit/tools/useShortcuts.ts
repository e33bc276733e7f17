import { useEffect, useLayoutEffect, useRef } from 'react';
import { useDisplay } from '../../../shared/display/display.tsx';
import { type Shortcut, shortcutOf } from './shortcuts.ts';

type Actions = Readonly<Partial<Record<Shortcut, () => void>>>;

/** Lets single letters act, unless something is being written, a dialog is open, or they were turned off. */
export function useShortcuts(actions: Actions): void {
  const { hasShortcuts } = useDisplay();
  // As drawn last, paint or no paint: else the second of two quick presses would act where the first one did.
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    if (!hasShortcuts) return;
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      const act = shortcut === null ? undefined : latest.current[shortcut];
      if (act === undefined || event.defaultPrevented || event.repeat) return;
      if (isWriting(event.target) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [hasShortcuts]);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])')
  );
}
