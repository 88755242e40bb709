// Which times ClickHouse can keep: whoever writes straight to Kafka may state any 64-bit number.
import type { Refusal } from '@revloop/schemas/rules.ts';

/** `DateTime64(3)` ends with the year 2299; the order in which repetitions collapse (`_keep`) with 2286. */
export const time_max = Date.UTC(2200, 0, 1);
export const time_min = Date.UTC(1970, 0, 1);

/** UTC milliseconds → text ClickHouse reads without guessing. */
export const timeText = (ms: number): string => new Date(ms).toISOString();

/** Why one of these times (UTC milliseconds, by field) cannot be stored, or undefined where all can. */
export const timeRefusal = (times: Readonly<Record<string, number>>): Refusal | undefined => {
  const wrong = Object.entries(times).find(([, ms]) => !(ms >= time_min && ms < time_max));
  return (
    wrong && {
      code: `${wrong[0]}_out_of_range`,
      message: `${wrong[0]} is not between the years 1970 and 2200`,
    }
  );
};
