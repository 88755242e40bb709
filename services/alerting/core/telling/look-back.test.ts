import { expect, test } from 'vitest';
import { lookBackMs } from './look-back.ts';
import { channel, directory, hour_ms, route, start, team, type DirectoryParts } from './testing.ts';

const days = 24 * hour_ms;
const hours = (more: Partial<DirectoryParts>): number =>
  lookBackMs(
    directory({ channels: [channel('chat')], ...more }),
    { age_ms_max: hour_ms, retry_ms_max: 3 * days },
    start,
  ) / hour_ms;

test('the log is read back as far as anything lies that may still have to be told', () => {
  expect(hours({})).toBe(73);
  expect(hours({ routes: [route(['chat'], { repeat_ms: 48 * hour_ms })] })).toBe(73 + 48);
  expect(hours({ teams: { west: team({ escalation: ['ann', 'bob'] }) } })).toBe(73 + 2);
  const quiet = { until: () => undefined, longest_ms: 60 * hour_ms, escalations_break_through: false };
  expect(hours({ teams: { west: team({ quiet }) } })).toBe(73 + 60);
});

test('it is read back a month where something is silenced or paused, or was until lately', () => {
  expect(hours({ teams: { west: team({ paused_until: start + 1 }) } })).toBe(73 + 30 * 24);
  const silence = { match: {}, reason: 'r', by: 'b' };
  expect(hours({ silences: [{ ...silence, until: start - 2 * days }] })).toBe(73 + 30 * 24);
  expect(hours({ silences: [{ ...silence, until: start - 4 * days }] })).toBe(73);
});
