import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clocksOf } from './clock.ts';
import { handoffsOf } from './handoff.ts';
import { policyVersionAt, targetMs } from './policy.ts';
import { readPolicyFile } from './policy-file.ts';
import { event } from './testing.ts';

const hour_ms = 3_600_000;
const shipped = readFileSync(new URL('../policies.yaml', import.meta.url), 'utf8');
const edit = (from: string, to: string): readonly string[] => {
  expect(shipped).toContain(from);
  const file = readPolicyFile(shipped.replace(from, to));
  return file.ok ? [] : file.faults;
};

describe('the file that ships', () => {
  test('holds the defaults of the contract', () => {
    const file = readPolicyFile(shipped);
    if (!file.ok) throw new Error(file.faults.join('\n'));
    const said = file.policies.policies.map((policy): unknown => {
      const version = policyVersionAt(policy, Date.UTC(2026, 0, 1))!;
      const hours = version.levels.map(({ level, target }) => [
        level,
        targetMs(target, version.calendar[0]!.calendar) / hour_ms,
      ]);
      return [policy.policy_id, version.starts, Object.fromEntries(hours)];
    });
    expect(said).toEqual([
      ['hand_raiser_decision', 'opened', { breach: 1 }],
      ['mql_decision', 'opened', { warning: 3, breach: 4, escalation: 24 }],
      ['accepted_to_opportunity', 'accepted', { breach: 40 }],
      ['rejected_answered', 'rejected', { breach: 40 }],
    ]);
    expect([...file.policies.property_names]).toEqual(['hand_raiser']);
  });
});

test('wall time runs on while the office is closed, and a share of it is wall time too', () => {
  const wall = shipped.replace(
    'target: 4 business hours\n        warning: 75 %\n        escalation: 24 business hours',
    'target: 2 days\n        warning: 75 %\n        escalation: 2.5 days',
  );
  const file = readPolicyFile(wall);
  if (!file.ok) throw new Error(file.faults.join('\n'));
  const friday = Date.UTC(2026, 5, 5, 16);
  const mql = { ...event('mql_created', 0, 'm'), occurred_at: friday };
  const [clock] = clocksOf(handoffsOf([mql])[0]!, file.policies);
  const iso = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 16);
  expect(clock?.levels.map(({ level, due_at }) => [level, iso(due_at!)])).toEqual([
    ['warning', '2026-06-07T04:00'],
    ['breach', '2026-06-07T16:00'],
    ['escalation', '2026-06-08T04:00'],
  ]);
});

describe('a wrong file is refused with the line', () => {
  const refusals: [string, string, string, string][] = [
    [
      'a warning after the target',
      'warning: 75 %',
      'warning: 5 business hours',
      'must come before the target',
    ],
    [
      'an escalation before the target',
      'escalation: 24 business hours',
      'escalation: 1 business hour',
      'must come after the target',
    ],
    [
      'a step of escalation that does not come after the one before',
      'escalation: 24 business hours',
      'escalation: [24 business hours, 24 business hours]',
      'escalation[1] must come after the step before',
    ],
    [
      'a sixth step of escalation',
      'escalation: 24 business hours',
      `escalation: [${[5, 6, 7, 8, 9, 10].map((hours) => `${hours} business hours`).join(', ')}]`,
      'has 6 steps, and may have 5',
    ],
    ['no step of escalation', 'escalation: 24 business hours', 'escalation: []', 'names no step'],
    [
      'wall time that may come before business time',
      'escalation: 24 business hours',
      'escalation: 3 days',
      'must come after the target, whatever the calendar closes',
    ],
    [
      'a warning in business time of a target in wall time',
      'target: 4 business hours\n        warning: 75 %',
      'target: 4 hours\n        warning: 1 business hour',
      'must come before the target, whatever the calendar closes',
    ],
    ['an unknown time zone', 'time_zone: UTC', 'time_zone: Europe/Berlinn', 'is not a time zone'],
    ['hours that overlap', 'monday: [09:00-17:00]', 'monday: [09:00-12:00, 11:00-17:00]', 'overlap'],
    [
      'hours that end before they begin',
      'monday: [09:00-17:00]',
      'monday: [17:00-09:00]',
      'is not hours of one day',
    ],
    ['a date that does not exist', 'holidays: []', 'holidays: [2026-02-30]', 'is not a date that exists'],
    [
      'an unknown event type',
      'answered_by: [opportunity_created, opportunity_won]',
      'answered_by: [deal_made]',
      'must be one of mql_created',
    ],
    ['an unknown calendar', 'calendar: office', 'calendar: moon', 'is not one of the calendars office'],
    [
      'a duration that does not say its unit',
      'target: 4 business hours',
      'target: 4h',
      'is not a time, such as "4 business hours"',
    ],
    [
      'a pause for no reason',
      'warning: 75 %',
      'pause: { reasons: [] }',
      'versions[0].pause.reasons names no reason',
    ],
    [
      'an expected value without a currency',
      'warning: 75 %',
      'expected_value: 12000',
      '"12000" is not an amount, such as 12000 EUR',
    ],
    [
      'a team’s calendar without one for everybody else',
      'calendar: office',
      'calendar: { by: team }',
      'calendar needs default',
    ],
    ['a start that is none', 'starts: accepted', 'starts: told', 'must be one of opened, accepted'],
    ['a misspelt field', 'target: 1 business hour', 'goal: 1 business hour', 'has no field goal'],
    ['a policy named twice', 'id: mql_decision', 'id: hand_raiser_decision', 'is there twice'],
    ['text that is not YAML', 'policies:', 'policies: [', 'line'],
  ];
  test.each(refusals)('%s', (_name, from, to, said) => {
    const faults = edit(from, to);
    expect(faults.join('\n')).toContain(said);
    const line = shipped.slice(0, shipped.indexOf(from)).split('\n').length;
    if (!to.endsWith('['))
      expect(
        faults.some(
          (fault) => /^line \d+: /.test(fault) && Math.abs(Number(/\d+/.exec(fault)?.[0]) - line) <= 5,
        ),
      ).toBe(true);
  });

  test('a calendar that never opens', () => {
    const closed = shipped.replaceAll(/(mon|tues|wednes|thurs|fri)day: \[09:00-17:00\]/g, '$1day: []');
    const file = readPolicyFile(closed);
    expect(file.ok ? [] : file.faults).toEqual([expect.stringContaining('has no open hours')]);
  });

  test('all faults are told together', () => {
    const file = readPolicyFile(
      shipped
        .replace('warning: 75 %', 'warning: 5 business hours')
        .replace('time_zone: UTC', 'time_zone: X/Y'),
    );
    expect(file.ok ? 0 : file.faults.length).toBe(2);
  });

  test('versions that do not follow each other', () => {
    const again = shipped.replace(
      '        target: 1 business hour\n',
      '        target: 1 business hour\n      - { version: 1, effective_from: 2026-01-01, starts: opened, answered_by: [mql_accepted], calendar: office, target: 2 business hours }\n',
    );
    const file = readPolicyFile(again);
    expect(file.ok ? [] : file.faults).toEqual([expect.stringContaining('must have a higher version')]);
  });
});
