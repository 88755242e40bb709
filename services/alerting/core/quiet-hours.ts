// Weekly quiet hours of a team, in its time zone by the zone's rules.
import { day_ms } from './calendar-day.ts';
import { readWeek, type Week } from './calendar-hours.ts';
import { createOpenSpans } from './open-spans.ts';
import type { QuietHours } from './telling/directory.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';
import { isTimeZone } from './zone.ts';

const minutes_a_day = 1_440;
const nothing = new Map<string, never>();

/** The quiet hours of a week, Monday first, some of which must not be quiet. */
export const quietHours = (time_zone: string, week: Week, escalations_break_through: boolean): QuietHours => {
  const spans = createOpenSpans({
    time_zone,
    week,
    holidays: nothing,
    make_up_days: nothing,
    working_days: nothing,
    closures: nothing,
    closed_spans: [],
  });
  const until = (at_ms: number): number | undefined => {
    let end: number | undefined;
    // Quiet goes on over midnight; eight days hold every week that is not quiet throughout.
    for (let day = Math.floor(at_ms / day_ms), days = 0; days < 9; days += 1)
      for (const { from_ms, to_ms } of spans.ofUtcDay(day + days)) {
        if (to_ms <= at_ms) continue;
        if (from_ms > (end ?? at_ms)) return end;
        end = Math.max(end ?? 0, to_ms);
      }
    return end;
  };
  return { until, longest_ms: longestMs(week), escalations_break_through };
};

/** By the wall clock; an hour that DST repeats comes on top. */
const longestMs = (week: Week): number => {
  const minutes = [...week, ...week].flatMap((day, at) =>
    day.map(
      ({ from_minute, to_minute }) =>
        [at * minutes_a_day + from_minute, at * minutes_a_day + to_minute] as const,
    ),
  );
  let [longest, from, to] = [0, 0, 0];
  for (const [begin, end] of minutes) {
    if (begin !== to) from = begin;
    to = end;
    longest = Math.max(longest, to - from);
  }
  return longest * 60_000 + 3_600_000;
};

const isWhole = (week: Week): boolean =>
  week.every(
    (day) =>
      day.reduce((sum, { from_minute, to_minute }) => sum + to_minute - from_minute, 0) >= minutes_a_day,
  );

export const readQuietHours = (reader: YamlReader, spot: Spot): QuietHours | undefined => {
  const fields = reader.fields(spot, ['time_zone', 'hours'], ['escalations_break_through']);
  const time_zone = fields.time_zone && reader.text(fields.time_zone);
  if (fields.time_zone && time_zone !== undefined && !isTimeZone(time_zone))
    return reader.fault(fields.time_zone, `"${time_zone}" is not a time zone, such as Europe/Berlin`);
  const week = fields.hours && readWeek(reader, fields.hours);
  if (fields.hours && week && isWhole(week))
    return reader.fault(
      fields.hours,
      'are quiet all week: nobody would ever be told; pause the team instead',
    );
  const breaks = fields.escalations_break_through;
  const through = breaks ? reader.oneOf(breaks, ['true', 'false']) === 'true' : false;
  return time_zone !== undefined && week ? quietHours(time_zone, week, through) : undefined;
};
