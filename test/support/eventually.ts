// Waiting for a condition instead of sleeping.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until `holds` is true; throws with the last value after `ms_max`. */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  ms_max = 60_000,
): Promise<T> => {
  const giveUpAt = performance.now() + ms_max;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > giveUpAt)
      throw new Error(
        `${what}: not within ${ms_max} ms; last: ${(JSON.stringify(value) ?? 'nothing').slice(0, 1_000)}`,
      );
    await pause(100);
  }
};
