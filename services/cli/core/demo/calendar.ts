// Times of day at which people act. Sales decides on working days, so that what is planted is true under any business calendar.
import type { Prng } from './prng.ts';

export const minute_ms = 60_000;
export const hour_ms = 60 * minute_ms;
export const day_ms = 24 * hour_ms;

const isWorkingTime = (at: number): boolean => {
  const date = new Date(at);
  const weekday = date.getUTCDay();
  return weekday > 0 && weekday < 6 && date.getUTCHours() >= 9 && date.getUTCHours() < 15;
};

/** The time itself where it is Monday to Friday, 09:00 to 15:00 UTC; else some time on the next such day (at most three days later). */
export const workingTime = (at: number, prng: Prng): number => {
  if (isWorkingTime(at)) return at;
  const midnight = Math.floor(at / day_ms) * day_ms;
  const sameDay = at < midnight + 9 * hour_ms ? 0 : 1;
  for (let days = sameDay; ; days += 1) {
    const morning = midnight + days * day_ms + 9 * hour_ms;
    if (isWorkingTime(morning)) return morning + prng.integer(0, 6 * hour_ms - 1);
  }
};
