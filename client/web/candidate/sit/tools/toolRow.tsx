import { useEffect, useState } from 'react';
import { Button } from '../../../shared/button.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useExam } from '../examContext.ts';
import { loadTools } from './loadTools.ts';
import { Tool } from './tool.tsx';
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
  useEffect(() => {
    // Fetched ahead, so that they are there when the connection is not.
    const timer = setTimeout(() => void loadTools().catch(() => undefined), fetchAheadMs);
    return () => clearTimeout(timer);
  }, []);
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
        <Tool onClose={close}>{({ PaperOverview }) => <PaperOverview onClose={close} />}</Tool>
      )}
      {opened === 'shortcuts' && (
        <Tool onClose={close}>{({ ShortcutList }) => <ShortcutList onClose={close} />}</Tool>
      )}
      {opened === 'calculator' && calculator !== 'none' && (
        <Tool onClose={close}>{({ Calculator }) => <Calculator kind={calculator} onClose={close} />}</Tool>
      )}
    </>
  );
}

/** After the first question has been drawn. */
const fetchAheadMs = 1_500;
