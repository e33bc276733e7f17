import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import icon from '../icon.svg';
import { DisplayButton } from './display/displayButton.tsx';
import { useTexts } from './language.tsx';
import { LanguageSwitch } from './languageSwitch.tsx';

interface PageProps {
  readonly title: string;
  /** Where it is not that of the page. */
  readonly titleLanguage?: string;
  readonly children: ReactNode;
  readonly aside?: ReactNode;
  readonly isNarrow?: boolean;
}

/** The frame of every screen but the exam itself. The title takes the focus, so that a new screen is read from its top. */
export function Page({ title, titleLanguage, children, aside, isNarrow = false }: PageProps) {
  const texts = useTexts();
  const header = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Pariksha`;
    // The same screen in another language: whoever chose it goes on from there.
    if (!header.current?.contains(document.activeElement)) heading.current?.focus();
  }, [title]);
  return (
    <>
      <a className="skip-link" href="#main">
        {texts.common.skipToContent}
      </a>
      <header ref={header} className="page-header">
        <Link className="page-brand" href="/">
          <img src={icon} alt="" width="28" height="28" />
          Pariksha
        </Link>
        <span className="row">
          {aside}
          <LanguageSwitch />
          <DisplayButton />
        </span>
      </header>
      <main id="main" tabIndex={-1} className={`page-main stack ${isNarrow ? 'page-narrow' : ''}`.trim()}>
        <h1 ref={heading} tabIndex={-1}>
          <bdi lang={titleLanguage}>{title}</bdi>
        </h1>
        {children}
      </main>
    </>
  );
}
