// A calendar's definition and its zone → the spans of UTC time that are open, by UTC day or by local date.
import {
  day_ms,
  dayNumberOf,
  readLocalDay,
  type CalendarDefinition,
  type ClosedSpan,
  type DayPart,
  type LocalDay,
} from './calendar-day.ts';
import { joined, without, type Span } from './spans.ts';
import { createZone } from './zone.ts';

const minute_ms = 60_000;

/** One local date: when it is open (UTC), and what closes some or all of it. */
export interface CalendarDay {
  readonly open: readonly Span[];
  readonly closed_by: readonly string[];
}

export interface OpenSpans {
  /** Sorted, disjoint. `utc_day`: days since 1970-01-01. */
  ofUtcDay(utc_day: number): readonly Span[];
  /** `date`: YYYY-MM-DD by the calendar's wall clock. */
  ofDate(date: string): CalendarDay;
}

/** The piece of one local day that lies in a stretch of constant offset. */
interface Stretch extends Span {
  readonly local_day: number;
  readonly midnight_ms: number;
}

const byUtcDay = (spans: readonly ClosedSpan[]): ReadonlyMap<number, readonly ClosedSpan[]> => {
  const days = new Map<number, ClosedSpan[]>();
  for (const span of spans)
    for (let day = Math.floor(span.from_ms / day_ms); day * day_ms < span.to_ms; day += 1) {
      const list = days.get(day);
      if (list) list.push(span);
      else days.set(day, [span]);
    }
  return days;
};

/** The part of a wall clock's day within a stretch; nothing where the stretch shows none of it. */
const within = ({ from_ms, to_ms, midnight_ms }: Stretch, part: DayPart): readonly Span[] => {
  const open_ms = Math.max(from_ms, midnight_ms + part.from_minute * minute_ms);
  const close_ms = Math.min(to_ms, midnight_ms + part.to_minute * minute_ms);
  return open_ms < close_ms ? [{ from_ms: open_ms, to_ms: close_ms }] : [];
};

export const createOpenSpans = (definition: CalendarDefinition): OpenSpans => {
  const zone = createZone(definition.time_zone);
  const timed = byUtcDay(definition.closed_spans);

  const stretchesOf = (utc_day: number): readonly Stretch[] => {
    const list: Stretch[] = [];
    const end_ms = (utc_day + 1) * day_ms;
    for (let at_ms = utc_day * day_ms; at_ms < end_ms;) {
      const { offset_ms, to_ms: change_ms } = zone.pieceAt(at_ms);
      const local_day = Math.floor((at_ms + offset_ms) / day_ms);
      const midnight_ms = local_day * day_ms - offset_ms;
      const to_ms = Math.min(end_ms, change_ms, midnight_ms + day_ms);
      list.push({ local_day, midnight_ms, from_ms: at_ms, to_ms });
      at_ms = to_ms;
    }
    return list;
  };

  // The local day that ends a UTC day begins the next one.
  let latest: { readonly local_day: number; readonly day: LocalDay } | undefined;
  const read = (local_day: number): LocalDay => {
    if (latest?.local_day !== local_day) latest = { local_day, day: readLocalDay(definition, local_day) };
    return latest.day;
  };

  const openIn = (stretch: Stretch, closed_spans: readonly Span[]): readonly Span[] => {
    const { hours, closed } = read(stretch.local_day);
    const open = hours.flatMap((part) => within(stretch, part));
    if (open.length === 0) return open;
    return without(open, [...closed.flatMap((part) => within(stretch, part)), ...closed_spans]);
  };

  return {
    ofUtcDay: (utc_day) =>
      stretchesOf(utc_day).flatMap((stretch) => openIn(stretch, timed.get(utc_day) ?? [])),
    ofDate: (date) => {
      const local_day = dayNumberOf(date);
      // No zone is a day or more away from UTC.
      const days = [local_day - 1, local_day, local_day + 1].map((utc_day) => ({
        stretches: stretchesOf(utc_day).filter((stretch) => stretch.local_day === local_day),
        closed_spans: timed.get(utc_day) ?? [],
      }));
      const meet = days.flatMap(({ stretches, closed_spans }) =>
        closed_spans.filter((span) =>
          stretches.some(({ from_ms, to_ms }) => span.from_ms < to_ms && from_ms < span.to_ms),
        ),
      );
      const { closed } = readLocalDay(definition, local_day);
      return {
        open: joined(
          days.flatMap(({ stretches, closed_spans }) =>
            stretches.flatMap((one) => openIn(one, closed_spans)),
          ),
        ),
        closed_by: [...new Set([...closed, ...meet].map(({ reason }) => reason))],
      };
    },
  };
};
