// How soon channel effects are solved again: the longer it takes, the rarer, so that it never takes more than a fifth of the time.

const pause_ms_min = 2_000;
const pause_ms_max = 300_000;

/** Milliseconds from the end of one solution to the next. */
export const dueAfter = (took_ms: number): number =>
  Math.min(pause_ms_max, Math.max(pause_ms_min, 4 * took_ms));
