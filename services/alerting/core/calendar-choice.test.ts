import { expect, test } from 'vitest';
import { readCalendarChoice } from './calendar-choice.ts';
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
    choice: readCalendarChoice(reader, fields.calendar!, calendars),
    faults: reader.faults,
  };
};

test('a policy counts in one calendar, or in that of the team', () => {
  expect(read('office').choice).toEqual({ by: 'name', calendar: 'office' });
  expect(read('{ by: team, default: office }').choice).toEqual({ by: 'team', calendar: 'office' });
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
