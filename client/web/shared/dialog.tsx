import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { mainPlace } from './mainPlace.ts';
import { ignoreSecondPress } from './secondPress.ts';

interface DialogProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Also called for Escape. */
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** The browser's own modal dialog: it holds the focus, closes on Escape, and gives the focus back. */
export function Dialog({ title, children, onClose, actions, className = '' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it still stands in the page: afterwards the browser gives the focus back to nobody.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    ignoreSecondPress();
    return () => {
      element?.close();
      ignoreSecondPress();
      // What opened it may be gone, and then the focus is still where it was.
      const left = document.activeElement;
      if (left === document.body || element?.contains(left)) mainPlace()?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`.trim()}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
        {actions !== undefined && <div className="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}
