import { useTexts } from '../../shared/language.tsx';
import { questionStates, type StateCounts } from './questionState.ts';

interface LegendProps {
  /** Without counts only the signs are explained. */
  readonly counts?: StateCounts;
}

/** What the palette's signs mean: each differs in shape as well as in colour. */
export function Legend({ counts }: LegendProps) {
  const { palette } = useTexts();
  return (
    <ul className="legend">
      {questionStates.map((state) => (
        <li key={state}>
          <span className={`palette-sign palette-${state}`} aria-hidden={counts === undefined}>
            <span className="palette-number numbers">{counts?.[state] ?? ''}</span>
          </span>
          <span>{palette.states[state]}</span>
        </li>
      ))}
    </ul>
  );
}
