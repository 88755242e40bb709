// Which calendar a policy counts in: `calendar: office`, or `calendar: { by: team, default: office }`.
import { isMap } from 'yaml';
import type { Calendars } from './calendar-file.ts';
import type { CalendarVersion } from './policy.ts';
import type { Spot, YamlReader } from './yaml-reader.ts';

/** One calendar for all, or that of the team the handoff waits for, where that has one. */
export type CalendarChoice =
  | { readonly by: 'name'; readonly calendar: string }
  | { readonly by: 'team'; readonly default_calendar: string };

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
  const default_calendar = fields.default && readName(reader, fields.default, names);
  return by && default_calendar !== undefined ? { by, default_calendar } : undefined;
};

/** The versions of the calendar chosen; `team_calendar` is the name of the team's, if it has one. */
export const chosenCalendar = (
  choice: CalendarChoice,
  { versions }: Calendars,
  team_calendar: string | undefined,
): readonly CalendarVersion[] | undefined => {
  if (choice.by === 'name') return versions.get(choice.calendar);
  return versions.get(team_calendar ?? choice.default_calendar);
};
