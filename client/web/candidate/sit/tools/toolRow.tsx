import { useState } from 'react';
import { Button } from '../../../shared/button.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useExam } from '../examContext.ts';
import { Late } from '../late/late.tsx';
import { useShortcuts } from './useShortcuts.ts';

type Opened = 'overview' | 'calculator' | 'shortcuts';

/** What helps beside the question: the whole paper, the calculator where the exam allows it, the list of shortcuts. */
export function ToolRow() {
  const { tools } = useTexts();
  const { state } = useExam();
  const [opened, setOpened] = useState<Opened | null>(null);
  const calculator = state.paper?.tools?.calculator ?? 'none';
  const close = () => setOpened(null);
  const toggle = (tool: Opened) => () => setOpened((now) => (now === tool ? null : tool));
  useShortcuts({
    overview: toggle('overview'),
    shortcuts: toggle('shortcuts'),
    ...(calculator !== 'none' && { calculator: toggle('calculator') }),
  });
  return (
    <>
      <div className="tool-row">
        <Button look="plain" aria-haspopup="dialog" onClick={toggle('overview')}>
          {tools.overview}
        </Button>
        {calculator !== 'none' && (
          <Button look="plain" aria-expanded={opened === 'calculator'} onClick={toggle('calculator')}>
            {tools.calculator}
          </Button>
        )}
        <Button className="tool-shortcuts" look="plain" aria-haspopup="dialog" onClick={toggle('shortcuts')}>
          {tools.shortcuts}
        </Button>
      </div>
      {opened === 'overview' && (
        <Late onClose={close}>{({ PaperOverview }) => <PaperOverview onClose={close} />}</Late>
      )}
      {opened === 'shortcuts' && (
        <Late onClose={close}>{({ ShortcutList }) => <ShortcutList onClose={close} />}</Late>
      )}
      {opened === 'calculator' && calculator !== 'none' && (
        <Late onClose={close}>{({ Calculator }) => <Calculator kind={calculator} onClose={close} />}</Late>
      )}
    </>
  );
}
