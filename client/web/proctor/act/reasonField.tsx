import { Field } from '../../shared/field.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';

interface ReasonFieldProps {
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (reason: string) => void;
}

/** Why, in words of one's own or one of the usual reasons. */
export function ReasonField({ value, problem, onChange }: ReasonFieldProps) {
  const { actions } = useRoomTexts();
  return (
    <div className="reason stack-tight">
      <Field
        label={actions.reason}
        hint={actions.reasonHint}
        maxLength={500}
        autoComplete="off"
        value={value}
        problem={problem}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="reason-presets">
        {Object.entries(actions.reasons).map(([name, reason]) => (
          <button
            key={name}
            type="button"
            className="preset"
            data-reason={name}
            aria-pressed={value === reason}
            onClick={() => onChange(reason)}
          >
            {reason}
          </button>
        ))}
      </div>
    </div>
  );
}
