// Where in a policy file its policies, versions and calendars stand. The file was read before and has no fault.
import { isMap, isScalar } from 'yaml';
import type { Policies, PolicyVersion } from './policy.ts';
import { YamlReader, type Spot } from './yaml-reader.ts';

/** A version of a policy, and its place in the file. */
export interface PlacedVersion {
  readonly version: PolicyVersion;
  /** When the next version of the policy takes over, UTC milliseconds; Infinity where none does. */
  readonly until: number;
  readonly line: number;
  /** Line of a field of the version, that of the version where it has no such field. */
  readonly lineOf: (field: string) => number;
  /** Text of a field of the version; undefined where it has no such field, or no text. */
  readonly textOf: (field: string) => string | undefined;
  /** Lines of what stands in `where` and `unless`, by name. */
  readonly linesIn: (field: 'where' | 'unless') => ReadonlyMap<string, number>;
  /** The calendar it names; undefined where that depends on the team. */
  readonly calendar_name: string | undefined;
}

/** A version of a calendar, and its place in the file. */
export interface PlacedCalendarVersion {
  readonly effective_from: Spot | undefined;
  readonly time_zone: Spot | undefined;
  readonly hours: Spot | undefined;
  readonly holidays: Spot | undefined;
  readonly line: number;
}

export interface PlacedCalendar {
  readonly name: string;
  readonly line: number;
  readonly versions: readonly PlacedCalendarVersion[];
}

export interface PlacedFile {
  readonly reader: YamlReader;
  readonly policies_line: number;
  /** By policy, in file order. */
  readonly policies: readonly (readonly PlacedVersion[])[];
  readonly calendars: readonly PlacedCalendar[];
}

type Fields = ReadonlyMap<string, Spot>;

const fieldsOf = (reader: YamlReader, spot: Spot | undefined): Fields =>
  new Map((spot && isMap(spot.node) ? reader.entries(spot) : []).map(({ key, value }) => [key, value]));

const itemsOf = (reader: YamlReader, spot: Spot | undefined): readonly Spot[] =>
  spot ? reader.list(spot) : [];

export const placesOf = (text: string, { policies }: Policies): PlacedFile => {
  const reader = new YamlReader(text);
  const root = fieldsOf(reader, reader.root);
  const placed = itemsOf(reader, root.get('policies')).map((item, at) => {
    const spots = itemsOf(reader, fieldsOf(reader, item).get('versions'));
    const versions = policies[at]?.versions ?? [];
    return versions.map((version, index): PlacedVersion => {
      const spot = spots[index] ?? item;
      const until = versions[index + 1]?.effective_from ?? Infinity;
      return placeVersion(reader, spot, version, until);
    });
  });
  return {
    reader,
    policies_line: root.get('policies')?.line ?? 1,
    policies: placed,
    calendars: [...fieldsOf(reader, root.get('calendars'))].map(([name, spot]) => ({
      name,
      line: spot.line,
      versions: itemsOf(reader, spot).map((version) => placeCalendarVersion(reader, version)),
    })),
  };
};

const placeVersion = (
  reader: YamlReader,
  spot: Spot,
  version: PolicyVersion,
  until: number,
): PlacedVersion => {
  const fields = fieldsOf(reader, spot);
  const calendar = fields.get('calendar');
  return {
    version,
    until,
    line: spot.line,
    lineOf: (field) => fields.get(field)?.line ?? spot.line,
    textOf: (field) => {
      const node = fields.get(field)?.node;
      return isScalar(node) ? String(node.value) : undefined;
    },
    linesIn: (field) =>
      new Map([...fieldsOf(reader, fields.get(field))].map(([name, { line }]) => [name, line])),
    calendar_name: calendar && !isMap(calendar.node) ? reader.text(calendar) : undefined,
  };
};

const placeCalendarVersion = (reader: YamlReader, spot: Spot): PlacedCalendarVersion => {
  const fields = fieldsOf(reader, spot);
  const [effective_from, time_zone, hours, holidays] = [
    'effective_from',
    'time_zone',
    'hours',
    'holidays',
  ].map((name) => fields.get(name));
  return { effective_from, time_zone, hours, holidays, line: spot.line };
};
