// The SLA clocks of a story. Only what is beyond doubt under any business calendar may be planted: the rest is a fault of the plot.
import { day_ms, hour_ms } from './calendar.ts';
import type { Clock, ClockKind, Verdict } from './facts.ts';

export interface RunningClock {
  readonly kind: ClockKind;
  readonly hand_raiser: boolean;
  readonly started_at: number;
}

/** Answered within this time on the wall, an answer is in time whatever the calendar; the default targets are business time. */
const surely_in_time_ms = (clock: RunningClock): number =>
  clock.kind === 'first_decision' ? (clock.hand_raiser ? 1 : 4) * hour_ms : 4 * day_ms + hour_ms;

/** More than this is late whatever the calendar, holidays included. */
const surely_late_ms = (clock: RunningClock): number => (clock.kind === 'first_decision' ? 12 : 15) * day_ms;

const doubt = (clock: RunningClock, took_ms: number): Error =>
  new Error(
    `a ${clock.kind} clock that took ${(took_ms / day_ms).toFixed(2)} days is neither surely met nor surely breached`,
  );

/** Verdict on an answer at a time. */
export const answered = (clock: RunningClock, at: number): Clock => {
  const took_ms = at - clock.started_at;
  if (took_ms <= surely_in_time_ms(clock)) return { ...stated(clock), verdict: 'met' };
  if (took_ms >= surely_late_ms(clock)) return { ...stated(clock), verdict: 'breached' };
  throw doubt(clock, took_ms);
};

/** Verdict where no answer is due any more since a time: no breach if that came before the due time. */
export const ended = (clock: RunningClock, at: number): Clock => {
  const { verdict } = answered(clock, at);
  return { ...stated(clock), verdict: verdict === 'met' ? 'ended' : verdict };
};

/** Verdict on a clock that still runs at `now`. */
export const unanswered = (clock: RunningClock, now: number): Clock => {
  const verdict: Verdict = answered(clock, now).verdict === 'met' ? 'open' : 'breached';
  return { ...stated(clock), verdict };
};

const stated = ({ kind, hand_raiser }: RunningClock): Omit<Clock, 'verdict'> => ({ kind, hand_raiser });
