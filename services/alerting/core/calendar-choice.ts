// Which calendar a policy counts in: `calendar: office`, or `calendar: { by: team, default: office }`.
import { isMap } from 'yaml';
import type { Calendars } from './calendar-file.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** One calendar for all, or (`by` team) that of the team the handoff waits for, and `calendar` where that has none. */
export interface CalendarChoice {
  readonly by: 'name' | 'team';
  readonly calendar: string;
}

const readName = (reader: YamlReader, spot: Spot, names: ReadonlySet<string>): string | undefined => {
  const name = reader.text(spot);
  if (name === undefined || names.has(name)) return name;
  return reader.fault(spot, `"${name}" is not one of the calendars ${[...names].join(', ')}`);
};

export const readCalendarChoice = (
  reader: YamlReader,
  spot: Spot,
  { names }: Calendars,
): CalendarChoice | undefined => {
  if (!isMap(spot.node)) {
    const calendar = readName(reader, spot, names);
    return calendar === undefined ? undefined : { by: 'name', calendar };
  }
  const fields = reader.fields(spot, ['by', 'default'], []);
  const by = fields.by && reader.oneOf(fields.by, ['team'] as const);
  const calendar = fields.default && readName(reader, fields.default, names);
  return by && calendar !== undefined ? { by, calendar } : undefined;
};
