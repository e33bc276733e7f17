import { useEffect, useState } from 'react';
import type { WireImage } from '../../../../server/protocol/candidate.ts';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { directionOf, inLanguage } from '../../shared/localText.ts';
import { Late } from './late/late.tsx';

/** Pauses before each new try, ms. */
const retries = [1_500, 4_000] as const;

interface ExamImageProps {
  readonly image: WireImage;
  readonly language: string;
}

/** A picture of a question. When it does not load, twice again; then its description, which tells all that is needed. */
export function ExamImage({ image, language }: ExamImageProps) {
  const texts = useTexts();
  const [tries, setTries] = useState(0);
  const [hasFailed, setHasFailed] = useState(false);
  const [isLarge, setIsLarge] = useState(false);
  const alt = inLanguage(image.alt, language);
  const src = tries === 0 ? image.src : `${image.src}?try=${tries}`;
  const pauseMs = retries[tries];
  useEffect(() => {
    if (!hasFailed || pauseMs === undefined) return;
    const timer = setTimeout(() => {
      setTries((done) => done + 1);
      setHasFailed(false);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [hasFailed, pauseMs]);
  if (hasFailed && pauseMs === undefined) {
    const tryAgain = () => {
      setTries(0);
      setHasFailed(false);
    };
    return (
      <figure className="exam-image exam-image-missing stack-tight">
        <figcaption>{texts.answer.imageFailed}</figcaption>
        <p lang={alt.language} dir={directionOf(alt.language)}>
          {alt.text}
        </p>
        <p>
          <Button onClick={tryAgain}>{texts.common.tryAgain}</Button>
        </p>
      </figure>
    );
  }
  if (hasFailed) return <p className="quiet">{texts.answer.imageLoading}</p>;
  return (
    <figure className="exam-image stack-tight">
      <img src={src} alt={alt.text} lang={alt.language} onError={() => setHasFailed(true)} />
      <p>
        <Button look="plain" aria-haspopup="dialog" onClick={() => setIsLarge(true)}>
          {texts.tools.enlarge}
        </Button>
      </p>
      {isLarge && (
        <Late onClose={() => setIsLarge(false)}>
          {({ ImageViewer }) => <ImageViewer src={src} alt={alt} onClose={() => setIsLarge(false)} />}
        </Late>
      )}
    </figure>
  );
}
