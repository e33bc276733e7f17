import { useTexts } from '../../shared/language.tsx';
import { Legend } from '../sit/legend.tsx';

interface InstructionsProps {
  /** How long there is, in a sentence. */
  readonly time: string;
}

export function Instructions({ time }: InstructionsProps) {
  const { instructions, buttons } = useTexts();
  return (
    <div className="card stack instructions">
      <section className="stack-tight">
        <h2>{instructions.timeTitle}</h2>
        <p>{time}</p>
      </section>
      <section className="stack-tight">
        <h2>{instructions.savingTitle}</h2>
        <ul className="points">
          <li>
            <strong>{instructions.everyChoiceCounts}</strong>
          </li>
          <li>
            <strong>{instructions.markedCounts}</strong>
          </li>
          <li>{instructions.saveState}</li>
          <li>{instructions.offline}</li>
          <li>{instructions.resume}</li>
        </ul>
      </section>
      <section className="stack-tight">
        <h2>{instructions.otherDeviceTitle}</h2>
        <p>{instructions.otherDevice}</p>
      </section>
      <section className="stack-tight">
        <h2>{instructions.paletteTitle}</h2>
        <p>{instructions.palette}</p>
        <Legend />
      </section>
      <section className="stack-tight">
        <h2>{instructions.buttonsTitle}</h2>
        <dl className="button-list">
          <dt>{buttons.saveNext}</dt>
          <dd>{instructions.buttonSave}</dd>
          <dt>{buttons.markNext}</dt>
          <dd>{instructions.buttonMark}</dd>
          <dt>{buttons.clear}</dt>
          <dd>{instructions.buttonClear}</dd>
          <dt>
            {buttons.back}, {buttons.next}
          </dt>
          <dd>{instructions.buttonMove}</dd>
          <dt>{buttons.submit}</dt>
          <dd>{instructions.buttonSubmit}</dd>
        </dl>
      </section>
    </div>
  );
}
