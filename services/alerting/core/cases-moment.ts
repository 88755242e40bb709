// Times of cases: relative to the case's start, "+90m", "+1d 4h", or a date or a time with a zone.
import { lengthText, readLength } from './length.ts';
import { readMoment } from './moment.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** → UTC milliseconds. */
export const readCaseMoment = (text: string, start: number): number | undefined => {
  const sign = text[0];
  if (sign !== '+' && sign !== '-') return readMoment(text);
  const length = readLength(text.slice(1).trim());
  return length === undefined ? undefined : start + (sign === '-' ? -length : length);
};

/** The time at a place of the file; none, and a fault, where it is none. */
export const readTimeAt = (reader: YamlReader, spot: Spot, start: number): number | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  const example = 'such as +90m, +1d 4h or 2026-03-02T09:00:00Z';
  return readCaseMoment(text, start) ?? reader.fault(spot, `"${text}" is not a time, ${example}`);
};

/** "+1h 30m (2026-03-02T10:30:00.000Z)": relative to the case's start, and whole. */
export const caseMomentText = (at_ms: number, start: number): string =>
  `${at_ms < start ? '-' : '+'}${lengthText(Math.abs(at_ms - start))} (${new Date(at_ms).toISOString()})`;
