import type { RosterCounts } from '../../../../server/protocol/proctor.ts';

const parts = ['handedIn', 'started', 'paused', 'signedIn', 'absent'] as const;

/** How a place is made up. It repeats numbers that stand beside it, so it is silent. */
export function Bar({ counts }: { readonly counts: RosterCounts }) {
  const writing = counts.started - Math.min(counts.started, counts.offline);
  const widths: Readonly<Record<(typeof parts)[number] | 'offline', number>> = {
    ...counts,
    started: writing,
    offline: Math.min(counts.started, counts.offline),
  };
  return (
    <div className="bar" aria-hidden="true">
      {(['handedIn', 'started', 'offline', 'paused', 'signedIn', 'absent'] as const).map((part) =>
        widths[part] === 0 ? null : (
          <span key={part} className={`bar-part bar-${part}`} style={{ flexGrow: widths[part] }} />
        ),
      )}
    </div>
  );
}
