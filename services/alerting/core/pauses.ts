// Times in which a clock stood still, and targets counted without them.
import type { Calendar } from './calendar.ts';
import { targetMs, type Target } from './policy.ts';
import type { StageEvent } from './stage-event.ts';

/** UTC milliseconds; exclusive of `to_ms`, which is undefined while it lasts. */
export interface Pause {
  readonly from_ms: number;
  readonly to_ms: number | undefined;
}

/** Whether an act pauses clocks that may be paused for these reasons. */
const isPause = ({ act, reason }: StageEvent, reasons: ReadonlySet<string>): boolean =>
  act?.action === 'paused' && reason !== null && reasons.has(reason);

/** Whether it pauses them, or lets them run on. */
export const isPausing = (event: StageEvent, reasons: ReadonlySet<string>): boolean =>
  isPause(event, reasons) || (reasons.size > 0 && event.act?.action === 'resumed');

/** What stands still by these acts (in order), one after the other; only the last may be open. */
export const pausesOf = (acts: readonly StageEvent[], reasons: ReadonlySet<string>): readonly Pause[] => {
  const pauses: Pause[] = [];
  let from_ms: number | undefined;
  for (const event of acts) {
    if (isPause(event, reasons)) from_ms ??= event.occurred_at;
    else if (event.act?.action === 'resumed' && from_ms !== undefined) {
      pauses.push({ from_ms, to_ms: event.occurred_at });
      from_ms = undefined;
    }
  }
  return from_ms === undefined ? pauses : [...pauses, { from_ms, to_ms: undefined }];
};

/** The same, an open one ended at `at_ms`. */
export const endedAt = (pauses: readonly Pause[], at_ms: number): readonly Pause[] =>
  pauses.map(({ from_ms, to_ms }) => ({ from_ms, to_ms: to_ms ?? at_ms }));

/** When a target is used up that runs from `start_ms` on, both UTC milliseconds; undefined where an open pause comes before. */
export const dueAtOf = (
  target: Target,
  calendar: Calendar,
  start_ms: number,
  pauses: readonly Pause[] = [],
): number | undefined => {
  const isWall = target.unit === 'wall_ms';
  let left_ms = targetMs(target, calendar);
  let from = start_ms;
  for (const { from_ms, to_ms } of pauses) {
    const used_ms = isWall ? from_ms - from : calendar.businessMs(from, from_ms);
    if (used_ms >= left_ms) break;
    if (to_ms === undefined) return undefined;
    left_ms -= used_ms;
    from = to_ms;
  }
  return isWall ? from + left_ms : calendar.dueAt(from, left_ms);
};

/** Open milliseconds from `from_ms` to `to_ms` in which nothing stood still. */
export const businessMsWithout = (
  calendar: Calendar,
  from_ms: number,
  to_ms: number,
  pauses: readonly Pause[],
): number =>
  pauses.reduce(
    (left_ms, pause) =>
      left_ms - calendar.businessMs(Math.max(from_ms, pause.from_ms), Math.min(to_ms, pause.to_ms ?? to_ms)),
    calendar.businessMs(from_ms, to_ms),
  );
