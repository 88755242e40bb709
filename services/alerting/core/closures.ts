// One-off closures, and dates written by hand among the holidays: dates and spans of dates, or a part of one day, with a reason.
import { wholeDay, type ClosedPart } from './calendar-day.ts';
import { readDates, readPartOfDay } from './moment.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** What is closed of dates; a date may be there for several reasons. */
export type ClosedDates = Map<string, readonly ClosedPart[]>;

/** 27 years of days: what a file says by hand never closes a calendar for good. */
const dates_max = 10_000;

export const closeDates = (closed: ClosedDates, dates: readonly string[], part: ClosedPart): void => {
  for (const date of dates) closed.set(date, [...(closed.get(date) ?? []), part]);
};

export const checkDatesMax = (reader: YamlReader, spot: Spot, closed: ClosedDates): void => {
  if (closed.size > dates_max)
    reader.fault(spot, `closes ${closed.size} dates; ${dates_max} at most can be listed`);
};

/** "2026-12-24" or "2026-12-24..2026-12-31" → every date of it; none, and a fault, where it is neither. */
export const readDatesAt = (reader: YamlReader, spot: Spot): readonly string[] => {
  const text = reader.text(spot);
  const dates = text === undefined ? [] : readDates(text);
  if (!dates)
    reader.fault(
      spot,
      `"${text}" is not a date that exists, such as 2026-12-24, nor a span of at most a year, such as 2026-12-24..2026-12-31`,
    );
  return dates ?? [];
};

/** `- { date: 2026-05-13 12:00-17:00, reason: office moves }`, or a date or span without hours. */
export const readClosures = (reader: YamlReader, spot: Spot): ClosedDates => {
  const closed: ClosedDates = new Map();
  for (const item of reader.list(spot)) {
    const fields = reader.fields(item, ['date', 'reason'], []);
    const reason = fields.reason && reader.text(fields.reason);
    if (!fields.date || reason === undefined) continue;
    const day = readPartOfDay((reader.text(fields.date) ?? '').trim());
    if (day) closeDates(closed, [day.date], { ...day.part, reason });
    else closeDates(closed, readDatesAt(reader, fields.date), wholeDay(reason));
  }
  checkDatesMax(reader, spot, closed);
  return closed;
};
