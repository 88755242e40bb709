// The time now, second by second, by the console's clock.
import { useEffect, useState } from 'react';

/** Milliseconds since 1970, counted on each second from `sent_at`, the console's time of its newest answer: a wrong clock here makes no wrong countdown. */
export const useNow = (sent_at: string): number => {
  const [passed, setPassed] = useState({ sent_at, ms: 0 });
  useEffect(() => {
    const started = performance.now();
    const timer = setInterval(() => setPassed({ sent_at, ms: performance.now() - started }), 1_000);
    return () => clearInterval(timer);
  }, [sent_at]);
  return Date.parse(sent_at) + (passed.sent_at === sent_at ? passed.ms : 0);
};
