// How long to wait between two rounds. Planning a round costs about as much for one account as for a thousand: rounds gather arrivals, and leave the
// server half of the time. But credits follow within five seconds: what arrives just after a round has looked waits for its end, the pause and a whole round.

/** Two rounds and the pause between them; what is left of five seconds is for the reader. */
const follow_ms_max = 3_200;

const pause_ms_min = 100;

/** Milliseconds to wait after a round that took so many: as long as it took, at least `poll_ms`; less where two rounds fill the time. */
export const pauseAfter = (took_ms: number, poll_ms: number): number =>
  Math.max(pause_ms_min, Math.min(Math.max(took_ms, poll_ms), follow_ms_max - 2 * took_ms));
