import { useEffect, useId, useState } from 'react';
import { normaliseAnswer } from '../../../../session/normalise.ts';
import { Button } from '../../../shared/button.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { mainPlace } from '../../../shared/mainPlace.ts';
import { useLaterTexts } from '../../../shared/texts/useLaterTexts.ts';
import { calculate, type SumOptions, writeNumber } from './calculate.ts';
import { deleteBefore, insertAt } from './editText.ts';
import { useCaret } from './useCaret.ts';

interface CalculatorProps {
  readonly kind: SumOptions['kind'];
  readonly onClose: () => void;
}

const basicKeys = '( ) % ÷ 7 8 9 × 4 5 6 − 1 2 3 + 0 . √ Ans'.split(' ');
const functionKeys = 'sin( cos( tan( asin( acos( atan( ^ log( ln( exp( abs( ! π e'.split(' ');

/** Stands beside the question, and takes nothing of it: neither its answer nor its keys. */
export function Calculator({ kind, onClose }: CalculatorProps) {
  const { common } = useTexts();
  const { calculator } = useLaterTexts();
  const titleId = useId();
  const [text, setText] = useState('');
  const [last, setLast] = useState(0);
  const [said, setSaid] = useState('');
  const [angle, setAngle] = useState<SumOptions['angle']>('degrees');
  const { input, edit } = useCaret(text, setText);
  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      // What opened it may be gone.
      const after = before?.isConnected === true ? before : mainPlace();
      if (after instanceof HTMLElement) after.focus();
    };
  }, [input]);

  const reckon = () => {
    if (text.trim() === '') return;
    const result = calculate(inWesternDigits(text), { kind, angle, last });
    if (result.ok) setLast(result.value);
    setSaid(result.ok ? `= ${writeNumber(result.value)}` : calculator.problems[result.problem]);
  };
  const press = (key: string) => edit((before) => insertAt(before, key));
  const keyFor = (key: string) => (
    <button
      key={key}
      type="button"
      className="key numbers"
      aria-label={nameOf(key, calculator.keys[key])}
      onClick={() => press(key)}
    >
      {faceOf(key)}
    </button>
  );

  return (
    <section
      className={`calculator calculator-${kind} card`}
      role="dialog"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="calculator-head">
        <h2 id={titleId}>{calculator.title}</h2>
        {kind === 'scientific' && (
          <label className="check-line small">
            <input
              type="checkbox"
              checked={angle === 'radians'}
              onChange={(event) => setAngle(event.target.checked ? 'radians' : 'degrees')}
            />
            {calculator.radians}
          </label>
        )}
        <Button onClick={onClose}>{common.close}</Button>
      </div>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          reckon();
        }}
      >
        <input
          ref={input}
          className="input calculator-sum numbers"
          aria-label={calculator.sum}
          value={text}
          inputMode="none"
          autoComplete="off"
          spellCheck="false"
          onChange={(event) => setText(event.target.value)}
        />
        <output className="calculator-result numbers">{said}</output>
        {kind === 'scientific' && (
          <div className="calculator-more" onPointerDown={(event) => event.preventDefault()}>
            {functionKeys.map(keyFor)}
          </div>
        )}
        <div className="calculator-keys" onPointerDown={(event) => event.preventDefault()}>
          {basicKeys.map(keyFor)}
          <button
            type="button"
            className="key"
            aria-label={calculator.back}
            onClick={() => edit(deleteBefore)}
          >
            ⌫
          </button>
          <button
            type="button"
            className="key"
            aria-label={calculator.clear}
            onClick={() => {
              setText('');
              setSaid('');
            }}
          >
            C
          </button>
          <button type="submit" className="key key-wide key-equals" aria-label={calculator.equals}>
            =
          </button>
        </div>
      </form>
    </section>
  );
}

/** Only to reckon with: what is written over while it is typed loses the caret, and an input method its place. */
function inWesternDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(normaliseAnswer('numerical', digit)));
}

function faceOf(key: string): string {
  return key.length > 1 ? key.replace('(', '') : key;
}

/** What is read out. Who speaks to the computer says what stands on the key, so a word on it is part of the name. */
function nameOf(key: string, meaning: string | undefined): string | undefined {
  return meaning !== undefined && /^[A-Za-z]/.test(key) ? `${faceOf(key)}, ${meaning}` : meaning;
}
