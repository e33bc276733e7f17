import { useTexts } from '../../../shared/language.tsx';
import { deleteBefore, type EditedText, insertAt, withOtherSign } from './editText.ts';

interface KeypadProps {
  readonly onEdit: (change: (before: EditedText) => EditedText) => void;
}

const digits = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0'] as const;

/** Keys for numbers, for machines without a keyboard. They leave the focus and the caret in the field. */
export function Keypad({ onEdit }: KeypadProps) {
  const { keypad } = useTexts();
  const insert = (piece: string) => () => onEdit((before) => insertAt(before, piece));
  return (
    <fieldset className="keypad" onPointerDown={(event) => event.preventDefault()}>
      <legend className="visually-hidden">{keypad.title}</legend>
      {digits.map((digit) => (
        <button key={digit} type="button" className="key numbers" onClick={insert(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" className="key" aria-label={keypad.point} onClick={insert('.')}>
        .
      </button>
      <button type="button" className="key" aria-label={keypad.sign} onClick={() => onEdit(withOtherSign)}>
        ±
      </button>
      <button
        type="button"
        className="key key-wide"
        aria-label={keypad.back}
        onClick={() => onEdit(deleteBefore)}
      >
        ⌫
      </button>
    </fieldset>
  );
}
