import { useTexts } from '../../shared/language.tsx';
import { useMedia } from '../../shared/useMedia.ts';
import { AskedHelp, HelpButtons, useHelp } from '../help/helpRow.tsx';
import { ActionBar, type ActionBarProps } from './actionBar.tsx';
import { Palette } from './palette.tsx';
import { QuestionPanel } from './questionPanel.tsx';
import { SectionTabs } from './sectionTabs.tsx';
import { OpenedTool, ToolButtons, useTools } from './tools/toolRow.tsx';

/** A small screen belongs to the question first. */
const smallScreen = '(max-width: 47.99rem)';

/**
 * The place where questions are answered. When a tablet is turned the buttons of the aids go to another place, and only they:
 * what they have opened stays, with what is written in it.
 */
export function Questions(actions: ActionBarProps) {
  const { palette } = useTexts();
  const isSmall = useMedia(smallScreen);
  const tools = useTools();
  const help = useHelp();
  const aids = (
    <div className="exam-aids">
      <ToolButtons {...tools} />
      <HelpButtons {...help} />
    </div>
  );
  return (
    <div className="exam-layout">
      <main id="main" tabIndex={-1} className="exam-main">
        <SectionTabs />
        {!isSmall && aids}
        <QuestionPanel />
        {isSmall && aids}
        <OpenedTool {...tools} />
        <AskedHelp {...help} />
        <ActionBar {...actions} />
      </main>
      <aside className="exam-side card" aria-label={palette.title}>
        <Palette />
      </aside>
    </div>
  );
}
