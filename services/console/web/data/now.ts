// The time now, second by second, by the console's clock.
import { useEffect, useState } from 'react';

/** Milliseconds since 1970, counted on each second from `as_of`, the console's time of its newest answer: a wrong clock here makes no wrong countdown. */
export const useNow = (as_of: string): number => {
  const [passed, setPassed] = useState({ as_of, ms: 0 });
  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => setPassed({ as_of, ms: performance.now() - started }), 1_000);
    return () => clearInterval(timer);
  }, [as_of]);
  return Date.parse(as_of) + (passed.as_of === as_of ? passed.ms : 0);
};
