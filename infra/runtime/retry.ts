// Trying again while the surroundings recover, with a bounded, growing pause.
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, SurroundingsError } from './errors.ts';
import type { Logger } from './log.ts';

export interface RetryLimits {
  readonly pause_ms_min: number;
  readonly pause_ms_max: number;
  /** Gives up after this long; Infinity waits for as long as it takes. */
  readonly total_ms_max: number;
  /** Called before each further attempt. */
  readonly onRetry: (error: unknown) => void;
  /** True for an error after which no further attempt makes sense, retriable or not. */
  readonly isFinal: (error: unknown) => boolean;
}

const standing: RetryLimits = {
  pause_ms_min: 100,
  pause_ms_max: 3_000,
  total_ms_max: Infinity,
  onRetry: () => undefined,
  isFinal: () => false,
};

/** Calls `attempt` until it succeeds. A `SurroundingsError` that is not retriable ends it at once; so does the time limit. */
export const retry = async <T>(
  what: string,
  attempt: () => Promise<T>,
  log: Logger,
  limits: Partial<RetryLimits> = {},
): Promise<T> => {
  const { pause_ms_min, pause_ms_max, total_ms_max, onRetry, isFinal } = { ...standing, ...limits };
  const giveUpAt = performance.now() + total_ms_max;
  for (let pauseMs = pause_ms_min; ; pauseMs = Math.min(pauseMs * 2, pause_ms_max)) {
    try {
      return await attempt();
    } catch (error) {
      if (isFinal(error) || (error instanceof SurroundingsError && !error.retriable)) throw error;
      if (performance.now() + pauseMs > giveUpAt) throw error;
      log.warn({ what, reason: reasonOf(error), pause_ms: pauseMs }, 'not yet, trying again');
      onRetry(error);
      await pause(pauseMs);
    }
  }
};
