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
  const texts = useRoomTexts();
  const { api, examId } = useRoom();
  const { incidents } = useRoomView();
  const approvals = useApprovals(api, examId);
  const numbers: Readonly<Record<Tab, number>> = {
    incidents: incidents.filter(({ state }) => state !== 'resolved').length,
    commands: 0,
    approvals: approvals.data?.approvals.length ?? 0,
    lostTime: 0,
  };
  return (
    <aside className="desk">
      <div className="desk-tabs" role="tablist">
        {tabs
          .filter((each) => each !== 'commands' || hasCommands)
          .map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`tab-${each}`}
              className="desk-tab"
              aria-selected={tab === each}
              aria-controls="desk-panel"
              data-tab={each}
              onClick={() => setTab(each)}
            >
              {texts[each].title}
              {numbers[each] > 0 && <span className={`badge badge-${each}`}>{numbers[each]}</span>}
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
