import { useEffect, useState } from 'react';

/** The time by `read`, epoch ms, each time a whole second of it begins. */
export function useNow(read: () => number): number {
  const [now, setNow] = useState(read);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = read();
      setNow(at);
      timer = setTimeout(tick, 1_000 - (at % 1_000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [read]);
  return now;
}
