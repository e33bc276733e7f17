import { useState } from 'react';
import { useRoom, useRoomView } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { Approvals, useApprovals } from './approvals.tsx';
import { Commands } from './commands.tsx';
import { Incidents } from './incidents.tsx';
import { LostTimes } from './lostTimes.tsx';

const tabs = ['incidents', 'commands', 'approvals', 'lostTime'] as const;

type Tab = (typeof tabs)[number];

/** What comes in and what went out, incidents first. */
export function Desk({ hasCommands }: { readonly hasCommands: boolean }) {
  const [chosen, setTab] = useState<Tab>('incidents');
  const tab = chosen === 'commands' && !hasCommands ? 'incidents' : chosen;
  const shown = tabs.filter((each) => each !== 'commands' || hasCommands);
  const texts = useRoomTexts();
  const { api, examId } = useRoom();
  const { counts } = useRoomView();
  const approvals = useApprovals(api, examId);
  const numbers: Readonly<Record<Tab, number>> = {
    incidents: counts.incidents,
    commands: 0,
    approvals: approvals.data?.approvals.length ?? 0,
    lostTime: 0,
  };
  return (
    <aside className="desk">
      <div className="desk-tabs" role="tablist">
        {shown.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tab-${each}`}
            className="desk-tab"
            aria-selected={tab === each}
            aria-controls="desk-panel"
            data-tab={each}
            tabIndex={tab === each ? 0 : -1}
            onClick={() => setTab(each)}
            onKeyDown={(event) => {
              const next = neighbour(shown, each, event.key);
              if (next === undefined) return;
              event.preventDefault();
              setTab(next);
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            {texts[each].title}
            {numbers[each] > 0 && <span className={`badge badge-${each}`}>{short(numbers[each])}</span>}
          </button>
        ))}
      </div>
      <div id="desk-panel" className="desk-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <h2 className="visually-hidden">{texts[tab].title}</h2>
        {tab === 'incidents' && <Incidents />}
        {tab === 'commands' && <Commands />}
        {tab === 'approvals' && <Approvals approvals={approvals} />}
        {tab === 'lostTime' && <LostTimes />}
      </div>
    </aside>
  );
}

/** As much as fits beside a word. */
function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}

/** The tab beside this one, on which an arrow key goes on; round at the ends. */
function neighbour(shown: readonly Tab[], tab: Tab, key: string): Tab | undefined {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return step === 0 ? undefined : shown.at((shown.indexOf(tab) + step) % shown.length);
}
