// When an event occurred: a cell read by its format and zone, never before another cell's time, shifted by a constant.
import { dateReader, type DateReader } from './date-format.ts';
import type { Row } from './row.ts';
import type { Template } from './template.ts';
import { zoneClock } from './zone.ts';

export interface TimeRule {
  readonly value: Template;
  readonly read: (text: string) => number | undefined;
  readonly formats: readonly string[];
  readonly not_before?: TimeRule;
  readonly shift_ms: number;
}

/** UTC milliseconds, or why there are none. */
export type TimeRead = { readonly at_ms: number } | { readonly reason: string };

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Formats (tried in this order; `iso` is ISO 8601 with its own zone) and zone → reader of texts, or faults. */
export const timeReader = (
  formats: readonly string[],
  zone: string,
): { read: TimeRule['read'] } | { faults: readonly string[] } => {
  const clock = zoneClock(zone);
  const readers = formats
    .filter((format) => format !== 'iso')
    .map((format) => ({ format, reader: dateReader(format) }));
  const faults = [
    ...(clock ? [] : [`"${zone}" is not a time zone; write it like Europe/Berlin or UTC`]),
    ...readers
      .filter(({ reader }) => !reader)
      .map(
        ({ format }) => `"${format}" is not a date format; write it like DD-MM-YYYY HH:mm, M/D/YYYY or iso`,
      ),
  ];
  if (!clock || faults.length > 0) return { faults };
  const known = readers.map(({ reader }) => reader as DateReader);
  const read = (text: string): number | undefined => {
    if (formats.includes('iso') && iso.test(text)) return Date.parse(text);
    for (const reader of known) {
      const wall = reader(text);
      if (wall) return clock(wall);
    }
    return undefined;
  };
  return { read };
};

/** The time a rule gives for a row. */
export const timeOf = (rule: TimeRule, row: Row): TimeRead => {
  const text = rule.value.read(row);
  if (text === '') return { reason: 'has no date' };
  const stated = rule.read(text);
  if (stated === undefined || Number.isNaN(stated))
    return { reason: `date "${text}" is not like ${rule.formats.join(' or ')}` };
  if (!rule.not_before) return { at_ms: stated + rule.shift_ms };
  const floor = timeOf(rule.not_before, row);
  return 'reason' in floor ? floor : { at_ms: Math.max(stated, floor.at_ms) + rule.shift_ms };
};

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "-2s", "500ms", "1d" → milliseconds, or undefined. */
export const durationMs = (text: string): number | undefined => {
  const match = /^([+-]?\d{1,9})(ms|s|m|h|d)$/.exec(text);
  return match ? Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN) : undefined;
};
