import { Button } from '../../../shared/button.tsx';
import { Dialog } from '../../../shared/dialog.tsx';
import { useLaterTexts } from '../../../shared/texts/useLaterTexts.ts';

interface LeaveDialogProps {
  /** Changes that are on this device only. */
  readonly pending: number;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

export function LeaveDialog({ pending, onStay, onLeave }: LeaveDialogProps) {
  const { leave } = useLaterTexts();
  return (
    <Dialog
      title={leave.title}
      onClose={onStay}
      actions={
        <>
          <Button onClick={onLeave}>{leave.leave}</Button>
          <Button look="primary" onClick={onStay}>
            {leave.stay}
          </Button>
        </>
      }
    >
      <p>{leave.text}</p>
      {pending > 0 && <p>{leave.pending(pending)}</p>}
    </Dialog>
  );
}
