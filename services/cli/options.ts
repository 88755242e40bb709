// Values of options that several commands take.
import { InvalidArgumentError, Option } from 'commander';
import { isCurrency } from '@revloop/schemas/currency.ts';
import { parsePlace, type Place } from './core/dead-letters/place.ts';
import { parseSince } from './core/dead-letters/time-bound.ts';

export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}`);
    return value;
  };

/** `--wait <seconds>`. */
export const waitOption = (what: string, seconds: number): Option =>
  new Option('--wait <seconds>', what).argParser(integer(0, 86_400)).default(seconds);

export const place = (text: string): Place => {
  const parsed = parsePlace(text);
  if (!parsed)
    throw new InvalidArgumentError('must read topic/partition/offset, for example funnel.events/2/1047');
  return parsed;
};

export const places = (text: string, former: readonly Place[] = []): readonly Place[] => [
  ...former,
  place(text),
];

/** UTC milliseconds. */
export const since = (text: string): number => {
  const at = parseSince(text, Date.now());
  if (at === undefined)
    throw new InvalidArgumentError('must be a time with a zone, like 2026-03-04T10:30:00Z, or 90m, 24h, 7d');
  return at;
};

export const currency = (text: string): string => {
  if (!isCurrency(text)) throw new InvalidArgumentError('must be a code of ISO 4217 in capitals, like EUR');
  return text;
};
