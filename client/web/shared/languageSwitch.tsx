import { useId, useState } from 'react';
import { useLanguage } from './language.tsx';
import { isLanguage, languageNames, languages } from './texts/catalogues.ts';

/** Chooses the language of the interface, in place. */
export function LanguageSwitch() {
  const { language, texts, choose } = useLanguage();
  const [hasFailed, setHasFailed] = useState(false);
  const id = useId();
  const change = async (tag: string) => {
    setHasFailed(false);
    if (isLanguage(tag)) setHasFailed(!(await choose(tag)));
  };
  return (
    <span className="language-switch">
      <label className="small quiet" htmlFor={id}>
        {texts.common.interfaceLanguage}
      </label>
      <select
        id={id}
        className="select"
        value={language}
        onChange={(event) => void change(event.target.value)}
      >
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {languageNames[tag]}
          </option>
        ))}
      </select>
      {hasFailed && (
        <span className="small field-problem" role="alert">
          {texts.common.languageNotLoaded}
        </span>
      )}
    </span>
  );
}
