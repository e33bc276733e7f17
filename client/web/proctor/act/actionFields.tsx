import { useId, useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { Field } from '../../shared/field.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { languageNames, languages } from '../../shared/texts/catalogues.ts';
import { useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';

interface FieldOf<T> {
  readonly value: T;
  readonly problem: string | null;
  readonly onChange: (value: T) => void;
}

const presets = ['5', '10', '15', '30'];

export function MinutesField({ value, problem, onChange }: FieldOf<string>) {
  const { actions } = useRoomTexts();
  return (
    <div className="minutes">
      <Field
        label={actions.minutes}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        problem={problem}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="reason-presets">
        {presets.map((preset) => (
          <button
            key={preset}
            type="button"
            className="preset"
            aria-pressed={value === preset}
            onClick={() => onChange(preset)}
          >
            +{preset}
          </button>
        ))}
      </div>
    </div>
  );
}

export function QuestionField({ value, problem, onChange }: FieldOf<string>) {
  const { actions } = useRoomTexts();
  return (
    <Field
      label={actions.questionId}
      autoComplete="off"
      spellCheck="false"
      maxLength={64}
      value={value}
      problem={problem}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface TextFieldsProps {
  readonly texts: Readonly<Record<string, string>>;
  readonly problem: string | null;
  readonly onChange: (texts: Readonly<Record<string, string>>) => void;
}

/** In the language of the page first; the others are one press away, because candidates read other languages. */
export function TextFields({ texts, problem, onChange }: TextFieldsProps) {
  const { actions } = useRoomTexts();
  const { language } = useLanguage();
  const [hasOthers, setHasOthers] = useState(false);
  const id = useId();
  const shown = hasOthers ? [language, ...languages.filter((each) => each !== language)] : [language];
  return (
    <div className="stack-tight">
      {shown.map((each) => (
        <div key={each} className="field">
          <label className="field-label" htmlFor={`${id}-${each}`}>
            {hasOthers ? actions.textIn(languageNames[each]) : actions.text}
          </label>
          <textarea
            id={`${id}-${each}`}
            className="input"
            lang={each}
            rows={3}
            maxLength={2_000}
            value={texts[each] ?? ''}
            aria-invalid={problem !== null && each === language ? true : undefined}
            aria-describedby={problem === null ? undefined : `${id}-problem`}
            onChange={(event) => onChange({ ...texts, [each]: event.target.value })}
          />
        </div>
      ))}
      {problem !== null && (
        <span className="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
      {!hasOthers && (
        <span>
          <Button look="plain" className="button-small" onClick={() => setHasOthers(true)}>
            {actions.otherLanguages}
          </Button>
        </span>
      )}
    </div>
  );
}

interface CentreFieldProps extends FieldOf<string> {
  /** Where they are now: no choice. */
  readonly now: string | null;
}

export function CentreField({ value, problem, onChange, now }: CentreFieldProps) {
  const { actions } = useRoomTexts();
  const { centres } = useRoomView();
  const id = useId();
  const others = [...centres.values()].filter((centre) => centre.id !== now);
  const sorted = others.sort((a, b) => (a.code < b.code ? -1 : 1));
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {actions.centre}
      </label>
      <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">–</option>
        {sorted.map(({ id: centreId, code, name }) => (
          <option key={centreId} value={centreId}>
            {code} · {name}
          </option>
        ))}
      </select>
      {problem !== null && (
        <span className="field-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
