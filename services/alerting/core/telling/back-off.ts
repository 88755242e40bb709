// How long to wait before a message is sent again (https://www.standardwebhooks.com), and before a channel that fails is tried with what waits.

const second_ms = 1_000;
const minute_ms = 60 * second_ms;
const hour_ms = 60 * minute_ms;

/** After the first failure, the second, and so on; the last one for all further ones. */
const retry_ms = [
  5 * second_ms,
  30 * second_ms,
  5 * minute_ms,
  30 * minute_ms,
  2 * hour_ms,
  5 * hour_ms,
  10 * hour_ms,
];
const probe_failures_max = 3;
/** More than this nobody may ask us to wait. */
const asked_ms_max = 10 * hour_ms;

/** Milliseconds until a message that failed so often is sent again; `asked_ms`: what the receiver asked for, else 0. */
export const retryDelay = (failures: number, asked_ms: number): number =>
  Math.max(retry_ms[Math.min(failures, retry_ms.length) - 1] ?? 0, Math.min(asked_ms, asked_ms_max));

/** Milliseconds until a channel whose last messages all failed, so many of them, is tried again while others wait. */
export const probeDelay = (failures: number, asked_ms: number): number =>
  retryDelay(Math.min(failures, probe_failures_max), asked_ms);

/** What the receiver refuses for good is tried so often, in case it was a moment's. */
export const refusals_max = 3;
