import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { readPreference, writePreference } from '../preferences.ts';
import {
  isTextSize,
  isThemeChoice,
  type SystemWishes,
  type TextSize,
  type ThemeChoice,
  themeFor,
} from './theme.ts';

/** How this browser shows the pages. It is remembered here and told to nobody. */
export interface DisplayChoices {
  readonly theme: ThemeChoice;
  readonly textSize: TextSize;
  /** Whether single letters act in the exam: people who speak to their computer turn them off. */
  readonly hasShortcuts: boolean;
}

export interface Display extends DisplayChoices {
  readonly choose: (change: Partial<DisplayChoices>) => void;
}

const DisplayContext = createContext<Display | null>(null);

const darkQuery = '(prefers-color-scheme: dark)';
const contrastQuery = '(prefers-contrast: more)';

/** As remembered, else as the system wishes. */
export function rememberedDisplay(): DisplayChoices {
  const [theme, textSize] = [readPreference('theme'), readPreference('text-size')];
  return {
    theme: isThemeChoice(theme) ? theme : 'auto',
    textSize: isTextSize(textSize) ? textSize : '100',
    hasShortcuts: readPreference('shortcuts') !== 'off',
  };
}

/** Writes the choices to the root of the page, where the style sheets look for them. */
export function applyDisplay({ theme, textSize }: DisplayChoices): void {
  const { dataset } = document.documentElement;
  dataset['theme'] = themeFor(theme, systemWishes());
  dataset['textSize'] = textSize;
}

export function DisplayProvider({ children }: { readonly children: ReactNode }) {
  const [choices, setChoices] = useState(rememberedDisplay);
  useLayoutEffect(() => {
    const apply = () => applyDisplay(choices);
    apply();
    const queries = [matchMedia(darkQuery), matchMedia(contrastQuery)];
    for (const query of queries) query.addEventListener('change', apply);
    return () => {
      for (const query of queries) query.removeEventListener('change', apply);
    };
  }, [choices]);
  const display = useMemo<Display>(
    () => ({
      ...choices,
      choose: (change) => {
        const changed = { ...choices, ...change };
        setChoices(changed);
        writePreference('theme', changed.theme);
        writePreference('text-size', changed.textSize);
        writePreference('shortcuts', changed.hasShortcuts ? 'on' : 'off');
      },
    }),
    [choices],
  );
  return <DisplayContext value={display}>{children}</DisplayContext>;
}

export function useDisplay(): Display {
  const display = useContext(DisplayContext);
  if (display === null) throw new Error('useDisplay outside DisplayProvider');
  return display;
}

function systemWishes(): SystemWishes {
  return { dark: matchMedia(darkQuery).matches, moreContrast: matchMedia(contrastQuery).matches };
}
