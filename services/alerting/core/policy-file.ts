// The policy file (YAML text) → policies, or every fault of it with its line.
import { isSeq } from 'yaml';
import { readCalendarChoice } from './calendar-choice.ts';
import { readCalendars, readEffectiveFrom, type Calendars } from './calendar-file.ts';
import { propertyNamesOf, type Values } from './condition.ts';
import type { ReadText } from './holidays.ts';
import { readMoney, type Money } from './money.ts';
import {
  clockStarts,
  stageEventTypes,
  type ClockStart,
  type Policies,
  type Policy,
  type PolicyVersion,
  type StageEventType,
} from './policy.ts';
import { readLevels } from './policy-levels.ts';
import { YamlReader, type Spot } from './yaml-reader.ts';

export type PolicyFile =
  | { readonly ok: true; readonly policies: Policies }
  | { readonly ok: false; readonly faults: readonly string[] };

/** `readText` gives the text of a file the policies name (paths relative to theirs); undefined where it cannot be read. */
export const readPolicyFile = (text: string, readText: ReadText = () => undefined): PolicyFile => {
  const reader = new YamlReader(text);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const fields = reader.fields(reader.root, ['calendars', 'policies'], []);
  const calendars = fields.calendars && readCalendars(reader, fields.calendars, readText);
  const known = calendars ?? no_calendars;
  const policies = fields.policies ? readPolicies(reader, fields.policies, known) : [];
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  const names = policies.flatMap(({ versions }) => versions.flatMap(propertyNamesOf));
  const { names: calendar_names } = known;
  return { ok: true, policies: { policies, property_names: new Set(names), calendar_names } };
};

const no_calendars: Calendars = { names: new Set(), versions: new Map() };

const readPolicies = (reader: YamlReader, spot: Spot, calendars: Calendars): readonly Policy[] => {
  const seen = new Set<string>();
  return reader.list(spot).map((item) => {
    const fields = reader.fields(item, ['id', 'versions'], []);
    const policy_id = (fields.id && reader.text(fields.id)) ?? '';
    if (fields.id && !/^[a-z][a-z0-9_]{0,63}$/.test(policy_id))
      reader.fault(fields.id, `"${policy_id}" must be lower-case letters, digits and _`);
    if (fields.id && seen.has(policy_id)) reader.fault(fields.id, `${policy_id} is there twice`);
    seen.add(policy_id);
    const list = fields.versions ? reader.list(fields.versions) : [];
    if (fields.versions && list.length === 0) reader.fault(fields.versions, 'needs a version');
    const versions = list.flatMap((version) => readVersion(reader, version, policy_id, calendars) ?? []);
    versions.forEach((version, at) => {
      const former = versions[at - 1];
      const rises =
        !former || (version.version > former.version && version.effective_from > former.effective_from);
      if (!rises && list[at])
        reader.fault(list[at], 'must have a higher version and a later effective_from than the one before');
    });
    return { policy_id, versions };
  });
};

const readVersion = (
  reader: YamlReader,
  spot: Spot,
  policy_id: string,
  calendars: Calendars,
): PolicyVersion | undefined => {
  const fields = reader.fields(
    spot,
    ['version', 'effective_from', 'starts', 'answered_by', 'calendar', 'target'],
    ['where', 'unless', 'warning', 'escalation', 'pause', 'expected_value'],
  );
  const version = fields.version && reader.integer(fields.version);
  const effective_from = readEffectiveFrom(reader, fields.effective_from);
  const starts = fields.starts && reader.oneOf(fields.starts, clockStarts);
  const answered_by = fields.answered_by && readAnswers(reader, fields.answered_by, starts);
  const choice = fields.calendar && readCalendarChoice(reader, fields.calendar, calendars);
  const calendar = choice && calendars.versions.get(choice.calendar);
  const team_calendars = choice?.by === 'team' ? calendars.versions : undefined;
  const where = fields.where ? readValues(reader, fields.where) : {};
  const unless = fields.unless ? readValues(reader, fields.unless) : {};
  const counted = team_calendars ? [...team_calendars.values()].flat() : calendar;
  const levels = fields.target && readLevels(reader, { ...fields, target: fields.target }, counted);
  const pause = fields.pause ? readPause(reader, fields.pause) : no_reasons;
  const expected = fields.expected_value && readExpected(reader, fields.expected_value);
  if (!version || effective_from === undefined || !starts || !answered_by || !calendar || !levels)
    return undefined;
  const meant = { policy_id, version, effective_from, starts, where, unless, answered_by };
  return { ...meant, calendar, team_calendars, levels, pause, expected };
};

const no_reasons: ReadonlySet<string> = new Set();

/** `pause: { reasons: [waiting_for_buyer] }`. */
const readPause = (reader: YamlReader, spot: Spot): ReadonlySet<string> => {
  const fields = reader.fields(spot, ['reasons'], []);
  const reasons = (fields.reasons ? reader.list(fields.reasons) : []).flatMap(
    (item) => reader.text(item) ?? [],
  );
  if (fields.reasons && reasons.length === 0) reader.fault(fields.reasons, 'names no reason');
  return new Set(reasons);
};

const readExpected = (reader: YamlReader, spot: Spot): Money | undefined => {
  const text = reader.text(spot);
  if (text === undefined) return undefined;
  return readMoney(text) ?? reader.fault(spot, `"${text}" is not an amount, such as 12000 EUR`);
};

const readAnswers = (
  reader: YamlReader,
  spot: Spot,
  starts: ClockStart | undefined,
): ReadonlySet<StageEventType> => {
  const answers = reader.list(spot).flatMap((item) => {
    const type = reader.oneOf(item, stageEventTypes);
    if (type === 'mql_created' && starts === 'opened')
      reader.fault(item, 'mql_created cannot answer an opened handoff: a repeat leaves its clock running');
    return type ?? [];
  });
  if (answers.length === 0) reader.fault(spot, 'names no event: nothing could answer in time');
  return new Set(answers);
};

/** One value, or a list of them. */
const readValues = (reader: YamlReader, spot: Spot): Values =>
  Object.fromEntries(
    reader.entries(spot).map(({ key, value }) => {
      const list = isSeq(value.node) ? reader.list(value) : [value];
      if (list.length === 0) reader.fault(value, 'names no value');
      return [key, list.map((one) => reader.text(one) ?? '')];
    }),
  );
