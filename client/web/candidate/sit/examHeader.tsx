import type { LocalText } from '../../../../server/protocol/candidate.ts';
import { DisplayButton } from '../../shared/display/displayButton.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { LanguageSwitch } from '../../shared/languageSwitch.tsx';
import { formatTime } from '../../shared/time.ts';
import { Title } from '../../shared/title.tsx';
import { useExam } from './examContext.ts';
import { SaveIndicator } from './saveIndicator.tsx';
import { Timer } from './timer.tsx';

export interface Person {
  readonly name: string;
  readonly rollNumber: string;
}

interface ExamHeaderProps {
  readonly title: LocalText;
  readonly person: Person;
  /** `null` while the clock stands still. */
  readonly leftMs: number | null;
  readonly sectionLeftMs: number | null;
}

/** Always in sight: which exam, who, how long, and whether everything is saved. */
export function ExamHeader({ title, person, leftMs, sectionLeftMs }: ExamHeaderProps) {
  const { language, texts } = useLanguage();
  const { state, isPractice } = useExam();
  return (
    <header className="exam-header">
      <div className="exam-header-title">
        <h1>
          <Title text={title} />
        </h1>
        {isPractice && <span className="badge">{texts.exam.practiceBadge}</span>}
      </div>
      <p className="exam-person small">
        <span className="visually-hidden">{texts.exam.candidate}: </span>
        <strong>{person.name}</strong>
        <span className="numbers">
          <span className="quiet">{texts.exam.rollNumber}</span> {person.rollNumber}
        </span>
      </p>
      <div className="exam-times">
        {sectionLeftMs !== null && <Timer label={texts.time.sectionLeft} leftMs={sectionLeftMs} />}
        {leftMs === null ? (
          <span className="timer-still small">{texts.paused.title}</span>
        ) : (
          <Timer label={texts.time.left} leftMs={leftMs} />
        )}
      </div>
      <div className="exam-language">
        <LanguageSwitch />
        <DisplayButton />
      </div>
      <div className="exam-save">
        <SaveIndicator />
        {leftMs !== null && state.deadline !== null && (
          <span className="small quiet exam-end">
            {texts.time.ends(formatTime(state.deadline.at, language))}
          </span>
        )}
      </div>
    </header>
  );
}
