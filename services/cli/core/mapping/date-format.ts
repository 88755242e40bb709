// Dates as exports write them ("26-02-2018 19:58", "3/1/2017") → calendar fields, strictly: 31-02-2018 is refused, not rolled over.

/** A date and time of day on a wall clock, zone not yet said. Month from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

export type DateReader = (text: string) => WallTime | undefined;

const tokens: Readonly<Record<string, readonly [field: keyof WallTime, pattern: string]>> = {
  YYYY: ['year', '(\\d{4})'],
  MM: ['month', '(\\d{2})'],
  M: ['month', '(\\d{1,2})'],
  DD: ['day', '(\\d{2})'],
  D: ['day', '(\\d{1,2})'],
  HH: ['hour', '(\\d{2})'],
  H: ['hour', '(\\d{1,2})'],
  mm: ['minute', '(\\d{2})'],
  ss: ['second', '(\\d{2})'],
  SSS: ['millisecond', '(\\d{3})'],
};
const midnight = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };

/** A format of YYYY MM M DD D HH H mm ss SSS and anything between them → reader, or undefined where it lacks year, month or day. */
export const dateReader = (format: string): DateReader | undefined => {
  const fields: (keyof WallTime)[] = [];
  const pattern = format.replace(/YYYY|MM?|DD?|HH?|mm|ss|SSS|[^A-Za-z]|[A-Za-z]/g, (part) => {
    const token = tokens[part];
    if (!token) return part.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
    fields.push(token[0]);
    return token[1];
  });
  const isDate = (['year', 'month', 'day'] as const).every((field) => fields.includes(field));
  if (!isDate || new Set(fields).size < fields.length) return undefined;
  const expression = new RegExp(`^${pattern}$`);
  return (text) => {
    const match = expression.exec(text);
    if (!match) return undefined;
    const stated = Object.fromEntries(fields.map((field, index) => [field, Number(match[index + 1])]));
    const wall = { ...midnight, ...stated };
    return isReal(wall) ? wall : undefined;
  };
};

const isReal = ({ year, month, day, hour, minute, second }: WallTime): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = year >= 100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 && second < 60;
};
