import { createContext, Fragment, useContext, useMemo } from 'react';
import type { LocalText } from '../../../../server/protocol/candidate.ts';
import { type Paragraph, parseRichText } from '../../../../server/protocol/richText.ts';
import { directionOf, inLanguage } from '../localText.ts';
import { Formula } from './math.tsx';

/** True where formulas are not drawn, because drawing one has failed. */
export const PlainTextContext = createContext(false);

interface RichTextProps {
  readonly text: LocalText | undefined;
  readonly language: string;
  readonly className?: string;
}

/** A text of a paper, in paragraphs. What looks like markup in it is shown, never interpreted. */
export function RichText({ text, language, className }: RichTextProps) {
  const chosen = inLanguage(text, language);
  const paragraphs = useMemo(() => parseRichText(chosen.text), [chosen.text]);
  const isPlain = useContext(PlainTextContext);
  return (
    <div
      className={`rich-text ${className ?? ''}`.trim()}
      lang={chosen.language}
      dir={directionOf(chosen.language)}
    >
      {isPlain ? (
        <p>{chosen.text}</p>
      ) : (
        numbered(paragraphs).map(([number, paragraph]) => <p key={number}>{piecesOf(paragraph, false)}</p>)
      )}
    </div>
  );
}

/** The same within a line: for options and cells. */
export function RichLine({ text, language }: Pick<RichTextProps, 'text' | 'language'>) {
  const chosen = inLanguage(text, language);
  const paragraphs = useMemo(() => parseRichText(chosen.text), [chosen.text]);
  const isPlain = useContext(PlainTextContext);
  return (
    <span className="rich-line" lang={chosen.language} dir={directionOf(chosen.language)}>
      {isPlain
        ? chosen.text
        : numbered(paragraphs).map(([number, paragraph]) => (
            <Fragment key={number}>
              {number > 0 && <br />}
              {piecesOf(paragraph, true)}
            </Fragment>
          ))}
    </span>
  );
}

/** A text's paragraphs have no identity but their place. */
function numbered(paragraphs: readonly Paragraph[]): (readonly [number, Paragraph])[] {
  return [...paragraphs.entries()];
}

function piecesOf(paragraph: Paragraph, isInName: boolean) {
  return paragraph.map((piece) =>
    piece.kind === 'text' ? (
      <Fragment key={piece.at}>{piece.text}</Fragment>
    ) : (
      <Formula key={piece.at} tex={piece.tex} display={piece.display} isInName={isInName} />
    ),
  );
}
