import { useId, useState } from 'react';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { useTexts } from '../language.tsx';
import { useDisplay } from './display.tsx';
import { textSizes, themeChoices } from './theme.ts';

/** Opens the choice of colours and sizes. It stands on every screen. */
export function DisplayButton() {
  const { display } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button display-button"
        aria-label={display.title}
        title={display.title}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <span aria-hidden="true">Aa</span>
      </button>
      {isOpen && <DisplayDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function DisplayDialog({ onClose }: { readonly onClose: () => void }) {
  const { common, display } = useTexts();
  const { theme, textSize, hasShortcuts, choose } = useDisplay();
  return (
    <Dialog
      title={display.title}
      onClose={onClose}
      actions={<Button onClick={onClose}>{common.close}</Button>}
    >
      <OneOf
        legend={display.colours}
        values={themeChoices}
        chosen={theme}
        nameOf={(value) => display.themes[value]}
        onChoose={(value) => choose({ theme: value })}
      />
      <OneOf
        legend={display.textSize}
        values={textSizes}
        chosen={textSize}
        areShort
        nameOf={(value) => `${value} %`}
        onChoose={(value) => choose({ textSize: value })}
      />
      <p className="small quiet display-zoom">{display.pageSize}</p>
      <label className="check-line">
        <input
          type="checkbox"
          checked={hasShortcuts}
          onChange={(event) => choose({ hasShortcuts: event.target.checked })}
        />
        {display.shortcuts}
      </label>
    </Dialog>
  );
}

interface OneOfProps<T extends string> {
  readonly legend: string;
  readonly values: readonly T[];
  readonly chosen: T;
  readonly nameOf: (value: T) => string;
  readonly onChoose: (value: T) => void;
  /** Many fit side by side. */
  readonly areShort?: boolean;
}

function OneOf<T extends string>({ legend, values, chosen, nameOf, onChoose, areShort }: OneOfProps<T>) {
  const name = useId();
  return (
    <fieldset className="stack-tight">
      <legend className="field-label">{legend}</legend>
      <div className={areShort ? 'one-of one-of-short' : 'one-of'}>
        {values.map((value) => (
          <label key={value} className="check-line">
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            {nameOf(value)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
