// A fact that a case expects, as its file states it.
import { expectedKinds, type ExpectedFact, type ExpectedFields } from './cases.ts';
import { readTimeAt } from './cases-moment.ts';
import { readLength } from './length.ts';
import { readMoney } from './money.ts';
import { levels } from './telling/levels.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** `clock`: the clock as a whole, of which only `withdrawn` is said. */
const clock = 'clock';
const levelNames = [clock, ...levels] as const;

export const levelName = (level: string): string => (level === 'unknown' ? clock : level);

/** Names of fields in the file → in the fact. */
const texts = {
  policy: 'policy_id',
  contact: 'contact_id',
  account: 'account_id',
  owner: 'owner_id',
  outcome: 'outcome',
  reason: 'reason',
  cause: 'cause_event_id',
  team: 'team',
  actor: 'actor',
  note: 'note',
} as const;
const textNames = Object.keys(texts) as (keyof typeof texts)[];
const timeNames = ['due_at', 'at', 'until'] as const;
const others = ['version', 'level', 'business', 'expected'] as const;

export const readExpectedFact = (reader: YamlReader, spot: Spot, start: number): ExpectedFact | undefined => {
  const spots = reader.fields(spot, ['fact'], [...textNames, ...timeNames, ...others]);
  const fact = spots.fact && reader.oneOf(spots.fact, expectedKinds);
  const level = spots.level && reader.oneOf(spots.level, levelNames);
  const stated = new Map<keyof ExpectedFields, string | number | null | undefined>();
  for (const name of textNames) stated.set(texts[name], spots[name] && readText(reader, spots[name]));
  for (const name of timeNames) stated.set(name, spots[name] && readTimeAt(reader, spots[name], start));
  stated.set('policy_version', spots.version && reader.integer(spots.version));
  stated.set('level', level === clock ? 'unknown' : level);
  stated.set('business_seconds', spots.business && readBusiness(reader, spots.business));
  const expected = spots.expected && readExpected(reader, spots.expected);
  stated.set('expected_value', expected && expected.amount);
  stated.set('expected_currency', expected && expected.currency);
  const fields = Object.fromEntries([...stated].filter(([, value]) => value !== undefined));
  return fact && { line: spot.line, fact, fields };
};

/** `none`: the fact does not say it. */
const readText = (reader: YamlReader, spot: Spot): string | null | undefined => {
  const text = reader.text(spot);
  return text === 'none' ? null : text;
};

/** `none`: the policy expects nothing. */
const readExpected = (
  reader: YamlReader,
  spot: Spot,
): { readonly amount: string | null; readonly currency: string | null } | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  if (text === 'none') return { amount: null, currency: null };
  return readMoney(text) ?? reader.fault(spot, `"${text}" is not an amount, such as 12000 EUR`);
};

const readBusiness = (reader: YamlReader, spot: Spot): number | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  // A business day is as long as a calendar says.
  const length = text.includes('d') ? undefined : readLength(text);
  if (length !== undefined) return Math.floor(length / 1_000);
  return reader.fault(spot, `"${text}" is not business time in hours, minutes and seconds, such as 2h 30m`);
};
