// Wall clock in a time zone → UTC milliseconds, by the zone's own rules.
import type { WallTime } from './date-format.ts';

export type ZoneClock = (wall: WallTime) => number;

const asUtc = ({ year, month, day, hour, minute, second, millisecond }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second, millisecond);

/**
 * A zone's clock, or undefined where there is no such zone. As calendars do: of an hour that comes twice the first is
 * meant, and a time that a spring change skips is moved forward by the change.
 */
export const zoneClock = (zone: string): ZoneClock | undefined => {
  if (zone === 'UTC') return asUtc;
  const format = formatOf(zone);
  if (!format) return undefined;
  const offsetAt = (utc: number): number => offset(format, utc);
  return (wall) => {
    const local = asUtc(wall);
    // The offsets half a day before and after enclose any change of the clock near this time.
    const before = offsetAt(local - 12 * 3_600_000);
    const after = offsetAt(local + 12 * 3_600_000);
    const candidates = [local - before, local - after].filter((utc) => utc + offsetAt(utc) === local);
    return candidates.length > 0 ? Math.min(...candidates) : local - before;
  };
};

const formatOf = (zone: string): Intl.DateTimeFormat | undefined => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
};

/** Milliseconds that local time is ahead of UTC at an instant. */
const offset = (format: Intl.DateTimeFormat, utc: number): number => {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utc / 1000) * 1000;
};
