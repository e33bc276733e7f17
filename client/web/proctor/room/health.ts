import type { RosterCounts } from '../../../../server/protocol/proctor.ts';

/** `idle`: nobody sits there now. */
export type Health = 'alarm' | 'watch' | 'good' | 'idle';

/** From here on it is the place that has no power or network, not a few devices. */
const alarmShare = 0.3;
const alarmPeople = 5;
const watchShare = 0.05;

/** How a place is, by those who have begun and not handed in. `isDark`: a power cut in it is an incident already. */
export function healthOf({ started, paused, offline, incidents }: RosterCounts, isDark = false): Health {
  const sitting = started + paused;
  if (isDark) return 'alarm';
  if (offline >= alarmPeople && offline >= alarmShare * sitting) return 'alarm';
  if (incidents > 0 || (offline > 1 && offline >= watchShare * sitting)) return 'watch';
  return sitting > 0 ? 'good' : 'idle';
}

const rank: Readonly<Record<Health, number>> = { alarm: 0, watch: 1, good: 2, idle: 3 };

export interface Place {
  readonly counts: RosterCounts;
  readonly isDark: boolean;
}

/** The worst first; among equals the one with more incidents, then with more people offline. */
export function byNeed(a: Place, b: Place): number {
  return (
    rank[healthOf(a.counts, a.isDark)] - rank[healthOf(b.counts, b.isDark)] ||
    b.counts.incidents - a.counts.incidents ||
    b.counts.offline - a.counts.offline
  );
}
