import { useEffect, useState } from 'react';
import { useExam } from './examContext.ts';
import { Late } from './late/late.tsx';
import { isUnwritten, pendingCount } from './saveState.ts';

interface LeaveGuardProps {
  readonly onLeave: () => void;
}

/** The browser's back button asks before it leaves the exam, and closing the page warns while something is not saved. */
export function LeaveGuard({ onLeave }: LeaveGuardProps) {
  const { state, draftMap, isPractice } = useExam();
  const [isAsking, setIsAsking] = useState(false);
  const pending = pendingCount(state);
  const hasUnsaved = !isPractice && (pending > 0 || Object.values(draftMap).some(isUnwritten));

  useEffect(() => {
    // One entry of the history that stands for "stay": going back from it changes no address.
    const stay = () => history.pushState({ ...history.state, isGuard: true }, '');
    if (history.state?.isGuard !== true) stay();
    const wentBack = () => {
      stay();
      setIsAsking(true);
    };
    addEventListener('popstate', wentBack);
    return () => removeEventListener('popstate', wentBack);
  }, []);

  useEffect(() => {
    if (!hasUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [hasUnsaved]);

  if (!isAsking) return null;
  const stay = () => setIsAsking(false);
  return (
    <Late onClose={stay}>
      {({ LeaveDialog }) => <LeaveDialog pending={pending} onStay={stay} onLeave={onLeave} />}
    </Late>
  );
}
