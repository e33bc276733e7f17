import { useId, useState } from 'react';
import { Field } from '../field.tsx';
import { useTexts } from '../language.tsx';

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | null;
}

/** May be pasted into and filled by a password manager, and can be looked at: it is typed from paper. */
export function PasswordField({ value, onChange, problem }: PasswordFieldProps) {
  const texts = useTexts();
  const [isShown, setIsShown] = useState(false);
  const id = useId();
  return (
    <div className="stack-tight">
      <Field
        label={texts.signIn.password}
        type={isShown ? 'text' : 'password'}
        name="password"
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck="false"
        value={value}
        problem={problem}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="check-line">
        <input
          id={id}
          type="checkbox"
          checked={isShown}
          onChange={(event) => setIsShown(event.target.checked)}
        />
        <label htmlFor={id}>{texts.signIn.showPassword}</label>
      </span>
    </div>
  );
}
