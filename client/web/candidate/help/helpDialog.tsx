import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../shared/button.tsx';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';

interface HelpDialogProps {
  readonly title: string;
  readonly hint: string;
  readonly label: string;
  readonly send: string;
  readonly mostLength: number;
  readonly isTextNeeded?: boolean;
  readonly onClose: () => void;
  readonly onSend: (text: string) => void;
}

/** A few words to a person. */
export function HelpDialog(props: HelpDialogProps) {
  const { title, hint, label, send, mostLength, isTextNeeded = false, onClose, onSend } = props;
  const { common, help } = useTexts();
  const [text, setText] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isTextNeeded && text.trim() === '') return setIsMissing(true);
    onSend(text.trim());
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" type="submit" form={`${id}-form`}>
            {send}
          </Button>
        </>
      }
    >
      <form id={`${id}-form`} className="field" onSubmit={submit}>
        <p id={`${id}-hint`}>{hint}</p>
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        <textarea
          id={id}
          className="input"
          rows={3}
          dir="auto"
          maxLength={mostLength}
          value={text}
          aria-invalid={isMissing || undefined}
          aria-describedby={`${id}-hint${isMissing ? ` ${id}-problem` : ''}`}
          onChange={(event) => {
            setText(event.target.value);
            setIsMissing(false);
          }}
        />
        {isMissing && (
          <span className="field-problem" id={`${id}-problem`} role="alert">
            {help.sayWhat}
          </span>
        )}
      </form>
    </Dialog>
  );
}
