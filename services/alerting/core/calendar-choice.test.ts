import { expect, test } from 'vitest';
import { chosenCalendar, readCalendarChoice } from './calendar-choice.ts';
import { readCalendars } from './calendar-file.ts';
import { YamlReader } from './yaml-reader.ts';

const version = '[{ effective_from: 2000-01-01, time_zone: UTC, hours: { monday: [09:00-17:00] } }]';
const read = (choice: string) => {
  const reader = new YamlReader(
    `calendars: { office: ${version}, berlin: ${version} }\ncalendar: ${choice}\n`,
  );
  const fields = reader.fields(reader.root, ['calendars', 'calendar'], []);
  const calendars = readCalendars(reader, fields.calendars!, () => undefined);
  return {
    calendars,
    choice: readCalendarChoice(reader, fields.calendar!, calendars),
    faults: reader.faults,
  };
};

test('a policy counts in one calendar, or in that of the team', () => {
  const one = read('office');
  expect(one.choice).toEqual({ by: 'name', calendar: 'office' });
  expect(chosenCalendar(one.choice!, one.calendars, 'berlin')).toBe(one.calendars.versions.get('office'));
  const team = read('{ by: team, default: office }');
  expect(team.choice).toEqual({ by: 'team', default_calendar: 'office' });
  expect(chosenCalendar(team.choice!, team.calendars, 'berlin')).toBe(team.calendars.versions.get('berlin'));
  expect(chosenCalendar(team.choice!, team.calendars, undefined)).toBe(team.calendars.versions.get('office'));
});

test.each([
  ['moon', 'calendar "moon" is not one of the calendars office, berlin'],
  ['{ by: team, default: moon }', 'calendar.default "moon" is not one of the calendars office, berlin'],
  ['{ by: team }', 'calendar needs default'],
  ['{ by: owner, default: office }', 'calendar.by must be one of team, not "owner"'],
])('%s is refused', (choice, said) => {
  const { faults, choice: none } = read(choice);
  expect([faults, none]).toEqual([[expect.stringContaining(said)], undefined]);
});
