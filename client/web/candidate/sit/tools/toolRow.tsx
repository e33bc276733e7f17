import { useState } from 'react';
import { Button } from '../../../shared/button.tsx';
import { useTexts } from '../../../shared/language.tsx';
import { useExam } from '../examContext.ts';
import { Late } from '../late/late.tsx';
import { useShortcuts } from './useShortcuts.ts';

type Tool = 'overview' | 'calculator' | 'shortcuts';

interface Tools {
  readonly calculator: 'none' | 'basic' | 'scientific';
  readonly opened: Tool | null;
  readonly toggle: (tool: Tool) => () => void;
  readonly close: () => void;
}

/** What helps beside the question: the whole paper, the calculator where the exam allows it, the list of shortcuts. */
export function useTools(): Tools {
  const { state } = useExam();
  const [opened, setOpened] = useState<Tool | null>(null);
  const calculator = state.paper?.tools?.calculator ?? 'none';
  const toggle = (tool: Tool) => () => setOpened((now) => (now === tool ? null : tool));
  useShortcuts({
    overview: toggle('overview'),
    shortcuts: toggle('shortcuts'),
    ...(calculator !== 'none' && { calculator: toggle('calculator') }),
  });
  return { calculator, opened, toggle, close: () => setOpened(null) };
}

export function ToolButtons({ calculator, opened, toggle }: Tools) {
  const { tools } = useTexts();
  return (
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
  );
}

export function OpenedTool({ calculator, opened, close }: Tools) {
  return (
    <>
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
