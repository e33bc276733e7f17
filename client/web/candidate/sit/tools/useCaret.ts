import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { EditedText } from './editText.ts';

interface Caret {
  readonly input: RefObject<HTMLInputElement | null>;
  /** Changes the field's text by way of its caret, and leaves the caret where the change does. */
  readonly edit: (change: (before: EditedText) => EditedText) => void;
}

/** For a field that keys on the screen write into. `write` receives the whole new text. */
export function useCaret(text: string, write: (text: string) => void): Caret {
  const input = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<EditedText | null>(null);
  useLayoutEffect(() => {
    if (wanted === null || input.current?.value !== wanted.text) return;
    input.current.setSelectionRange(wanted.caret, wanted.caret);
  }, [wanted]);
  return {
    input,
    edit: (change) => {
      const changed = change({ text, caret: input.current?.selectionStart ?? text.length });
      setWanted(changed);
      write(changed.text);
    },
  };
}
