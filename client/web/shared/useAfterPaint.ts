import { useEffect, useState } from 'react';

/** The value that was painted last: what is drawn from it follows after the screen has answered a press, not before. */
export function useAfterPaint<T>(value: T): T {
  const [painted, setPainted] = useState(() => value);
  useEffect(() => setPainted(() => value), [value]);
  return painted;
}
