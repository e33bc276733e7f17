import { useTexts } from '../../shared/language.tsx';
import { formatClock } from '../../shared/time.ts';

interface TimerProps {
  readonly label: string;
  readonly leftMs: number;
}

const lowMs = 5 * 60_000;
const criticalMs = 60_000;

/** Silent for screen readers (`role="timer"` is not read out by itself); the warnings speak. */
export function Timer({ label, leftMs }: TimerProps) {
  const { time } = useTexts();
  const urgency = leftMs <= criticalMs ? 'critical' : leftMs <= lowMs ? 'low' : 'calm';
  return (
    <span className={`timer timer-${urgency}`} role="timer" aria-label={label}>
      <span className="small timer-label">{label}</span>
      <span className="timer-clock numbers">{leftMs <= 0 ? time.over : formatClock(leftMs)}</span>
    </span>
  );
}
