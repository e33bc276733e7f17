import type { ReactNode } from 'react';
import { Banner } from '../../../shared/banner.tsx';
import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { lateParts } from './lateParts.ts';
import { usePart } from './usePart.ts';

type Parts = Awaited<ReturnType<typeof lateParts.load>>;

interface LateProps {
  readonly onClose: () => void;
  readonly children: (parts: Parts) => ReactNode;
}

/** Shows what comes late as soon as it is there, or says why it is not. */
export function Late({ onClose, children }: LateProps) {
  const { common, tools } = useTexts();
  const found = usePart(lateParts);
  if (found.kind === 'there') return children(found.part);
  if (found.kind === 'loading') return null;
  return (
    <Dialog
      title={tools.missing}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.close}</Button>
          <Button look="primary" onClick={found.tryAgain}>
            {common.tryAgain}
          </Button>
        </>
      }
    >
      <Banner tone="warning">{tools.missingText}</Banner>
    </Dialog>
  );
}
