import { useId, useState } from 'react';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { readPreference, writePreference } from '../../shared/preferences.ts';
import { languageName } from '../languageName.ts';
import { useExam } from './examContext.ts';

export interface QuestionLanguageChoice {
  readonly language: string;
  readonly choose: (language: string) => void;
}

const preference = 'question-language';

/** The language of the questions: as chosen, else that of the interface, else the paper's first. */
export function useQuestionLanguage(languages: readonly string[]): QuestionLanguageChoice {
  const { language: interfaceLanguage } = useLanguage();
  const [chosen, setChosen] = useState(() => readPreference(preference));
  const wanted = [chosen, interfaceLanguage].find((tag) => tag !== null && languages.includes(tag));
  return {
    language: wanted ?? languages[0] ?? interfaceLanguage,
    choose: (language) => {
      setChosen(language);
      writePreference(preference, language);
    },
  };
}

/** In the head of every question, so that one can be compared in two languages in place. */
export function QuestionLanguageSwitch() {
  const { exam } = useTexts();
  const { language: interfaceLanguage } = useLanguage();
  const { state, questionLanguage, chooseQuestionLanguage } = useExam();
  const languages = state.paper?.languages ?? [];
  const id = useId();
  if (languages.length < 2) return null;
  return (
    <span className="language-switch">
      <label className="small quiet" htmlFor={id}>
        {exam.questionLanguage}
      </label>
      <select
        id={id}
        className="select"
        value={questionLanguage}
        onChange={(event) => chooseQuestionLanguage(event.target.value)}
      >
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {languageName(tag, interfaceLanguage)}
          </option>
        ))}
      </select>
    </span>
  );
}
