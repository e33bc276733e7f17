import { useState } from 'react';
import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import type { ChosenText } from '../../../shared/localText.ts';

interface ImageViewerProps {
  readonly src: string;
  readonly alt: ChosenText;
  readonly onClose: () => void;
}

/** Widths of the picture, in parts of the window's. */
const sizes = [1, 1.5, 2, 3, 4] as const;

/** A picture by itself, as large as one needs it. It scrolls by finger, wheel and arrow keys. */
export function ImageViewer({ src, alt, onClose }: ImageViewerProps) {
  const { common, tools } = useTexts();
  const [step, setStep] = useState(0);
  const size = sizes[step] ?? 1;
  return (
    <Dialog
      className="image-viewer"
      title={tools.picture}
      onClose={onClose}
      actions={
        <>
          <Button disabled={step === 0} onClick={() => setStep(step - 1)}>
            {tools.smaller}
          </Button>
          <Button disabled={step === sizes.length - 1} onClick={() => setStep(step + 1)}>
            {tools.larger}
          </Button>
          <Button look="primary" onClick={onClose}>
            {common.close}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it */}
      <section className="image-viewer-frame" tabIndex={0} aria-label={tools.pictureAt(size * 100)}>
        <img src={src} alt={alt.text} lang={alt.language} style={{ width: `${size * 100}%` }} />
      </section>
    </Dialog>
  );
}
