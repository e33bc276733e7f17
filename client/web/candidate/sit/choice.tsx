import { type ReactNode, useId } from 'react';

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
  readonly children: ReactNode;
}

/** One option: the whole line is its target. */
export function Choice({ type, name, value, isChosen, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className={isChosen ? 'choice choice-chosen' : 'choice'}>
      <input
        id={id}
        type={type}
        name={name}
        value={value}
        checked={isChosen}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}
