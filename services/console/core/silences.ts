// The silences of the directory file (YAML text) → what is silent, until when and why. Pure. The file's other parts are alerting's alone.
import { parse } from 'yaml';

export interface Silence {
  /** Field of what is told (policy, level, team, owner, account) → the values that are silent; nothing else is. */
  readonly match: Readonly<Record<string, readonly string[]>>;
  /** ISO 8601 in UTC; null where the file says no time that can be read. */
  readonly until: string | null;
  readonly reason: string;
  readonly by: string;
  readonly state: 'active' | 'over';
}

/** `now`: UTC milliseconds. Active ones first, those that end soonest before others. Throws a sentence where the text is no directory file. */
export const readSilences = (text: string, now: number): readonly Silence[] => {
  const file: unknown = parse(text);
  if (!isMap(file)) throw new Error('it is not a map of channels, routes and silences');
  const listed: unknown = file['silences'] ?? [];
  if (!Array.isArray(listed)) throw new Error('its silences are not a list');
  return listed.map((one) => silenceOf(one, now)).sort(byEnd);
};

type YamlMap = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const silenceOf = (one: unknown, now: number): Silence => {
  if (!isMap(one) || !isMap(one['match'])) throw new Error('one of its silences has no match');
  const until = timeOf(textOf(one['until']));
  return {
    match: Object.fromEntries(
      Object.entries(one['match']).map(([field, values]) => [field, [values].flat().map(textOf)]),
    ),
    until: until === undefined ? null : new Date(until).toISOString(),
    reason: textOf(one['reason']),
    by: textOf(one['by']),
    state: until !== undefined && until > now ? 'active' : 'over',
  };
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A date (midnight UTC) or a time with a zone. */
const timeOf = (text: string): number | undefined => {
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
};

const byEnd = (a: Silence, b: Silence): number => {
  if (a.state !== b.state) return a.state === 'active' ? -1 : 1;
  const [first, second] = [a.until ?? '', b.until ?? ''];
  const later = first < second ? -1 : first > second ? 1 : 0;
  return a.state === 'active' ? later : -later;
};
