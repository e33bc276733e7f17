import type { ReactNode } from 'react';
import { Banner } from '../../../shared/banner.tsx';
import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { loadTools } from './loadTools.ts';
import { usePart } from './usePart.ts';

type Tools = Awaited<ReturnType<typeof loadTools>>;

interface ToolProps {
  readonly onClose: () => void;
  readonly children: (tools: Tools) => ReactNode;
}

/** Shows a tool as soon as it is there, or says why it is not. */
export function Tool({ onClose, children }: ToolProps) {
  const { common, tools } = useTexts();
  const found = usePart(loadTools);
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
