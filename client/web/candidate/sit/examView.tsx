import type { ReactNode } from 'react';
import type { SessionState, Status } from '../../../session/index.ts';
import { ExamScreen, type ExamScreenProps } from './examScreen.tsx';
import { Opening, OtherDevice, OtherTab, Refused } from './stops.tsx';
import { useSessionState } from './useSession.ts';

interface ExamViewProps extends Omit<ExamScreenProps, 'state'> {
  /** What follows when the attempt is sealed. */
  readonly ended: (sealed: Extract<Status, { kind: 'sealed' }>, state: SessionState) => ReactNode;
}

/** Shows one session, whatever its state. */
export function ExamView({ ended, ...screen }: ExamViewProps) {
  const { session } = screen;
  const state = useSessionState(session);
  switch (state.status.kind) {
    case 'sealed':
      return ended(state.status, state);
    case 'refused':
      return <Refused status={state.status} session={session} />;
    case 'other-tab':
      return <OtherTab session={session} />;
    case 'closed':
      return null;
    case 'idle':
    case 'opening':
      return state.paper === null ? <Opening /> : <ExamScreen {...screen} state={state} />;
    case 'superseded':
      if (state.paper === null) return <OtherDevice session={session} />;
      return <ExamScreen {...screen} state={state} />;
    case 'writing':
    case 'paused':
    case 'handing-in':
      return <ExamScreen {...screen} state={state} />;
  }
}
