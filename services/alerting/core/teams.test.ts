import { describe, expect, test } from 'vitest';
import { readPolicyFile } from './policy-file.ts';
import type { Policies } from './policy.ts';
import { fileOf } from './testing-lint.ts';
import { acted, event, hourly, inForce, Run } from './testing.ts';
import type { Teams } from './teams.ts';

/** Opens at noon, three hours. */
const noon =
  '  noon: [{ effective_from: 2000-01-01, time_zone: UTC, hours: { monday: [12:00-15:00], tuesday: [12:00-15:00] } }]';
const rules = (text: string): Policies => {
  const from = 'effective_from: 2000-01-01, target: 1 business hour';
  const file = readPolicyFile(
    fileOf({ one: [`starts: opened, answered_by: [mql_accepted], ${from}, ${text}`] }, noon),
  );
  if (!file.ok) throw new Error(file.faults.join('\n'));
  return file.policies;
};
const teams: Teams = {
  owners: new Map([
    ['sam', { team: 'west' }],
    ['kim', { team: 'east' }],
    ['leo', { team: '' }],
  ]),
  teams: new Map([
    ['west', { calendar: 'noon' }],
    ['east', {}],
  ]),
};
const moved: Teams = { ...teams, owners: new Map([['sam', { team: 'east' }]]) };
const by_team = rules('calendar: { by: team, default: always }');
const of = (owner_id: string | null) => event('mql_created', 1, 'm', { owner_id });

describe('a clock counts in the calendar', () => {
  test.each([
    ['sam', 13, 'west'],
    ['kim', 2, 'east'],
    ['leo', 2, null],
    [null, 2, null],
  ])('of the team of %s, or the default', (owner, due, team) => {
    const run = new Run(by_team, teams).arrive(1, of(owner));
    expect(run.facts).toMatchObject([{ fact: 'started', due_at: hourly(due), team, owner_id: owner }]);
  });

  test('it was started in, though the owner changes teams', () => {
    const before = new Run(by_team, teams).arrive(1, of('sam'));
    const after = new Run(by_team, moved);
    for (const fact of before.facts) after.watch.merge(fact, hourly(2));
    after.arrive(3, of('sam')).until(14);
    expect(inForce(after.facts)).toEqual(['crm/m one/1 breached breach at 13 due 13 of sam']);
    expect(new Run(by_team, moved).arrive(1, of('sam')).facts).toMatchObject([{ due_at: hourly(2) }]);
  });

  test('of the directory there is, for those that start after it changed', () => {
    const run = new Run(by_team, teams).arrive(1, of('sam'));
    run.watch.useTeams(moved);
    run.arrive(1, { ...of('sam'), event_id: 'm2', contact_id: 'd' }).until(14);
    expect(inForce(run.facts)).toEqual([
      'crm/m one/1 breached breach at 13 due 13 of sam',
      'crm/m one/1 started breach at 1 due 13 by m of sam',
      'crm/m2 one/1 breached breach at 2 due 2 of sam',
      'crm/m2 one/1 started breach at 1 due 2 by m2 of sam',
    ]);
  });

  test('of whoever owed the answer at the start, though it is reassigned', () => {
    const run = new Run(by_team, teams).arrive(1, of('sam'));
    run.arrive(2, acted('reassigned', 2, 'x', 'm', { owner_id: 'kim' }));
    expect(run.facts.at(-1)).toMatchObject({ due_at: hourly(13), team: 'east', owner_id: 'kim' });
  });
});

describe('a policy for a team', () => {
  const west = rules('calendar: always, where: { team: west }');

  test('judges the handoffs of its people', () => {
    expect(new Run(west, teams).arrive(1, of('sam')).facts).toHaveLength(1);
    expect(new Run(west, teams).arrive(1, of('kim')).facts).toHaveLength(0);
    expect(new Run(west).arrive(1, of('sam')).facts).toHaveLength(0);
  });

  test('goes on judging those it has begun to judge, though their owner changes teams', () => {
    const before = new Run(west, teams).arrive(1, of('sam'));
    const after = new Run(west, moved);
    for (const fact of before.facts) after.watch.merge(fact, hourly(1));
    expect(after.arrive(1.5, of('sam')).facts).toEqual([]);
    expect(inForce(after.until(3).facts)).toEqual(['crm/m one/1 breached breach at 2 due 2 of sam']);
  });
});

test('what a policy expects a handoff to be worth is said of its start and its breaches', () => {
  const run = new Run(rules('calendar: always, warning: 50 %, expected_value: 12000 EUR'), teams);
  run.arrive(1, of('sam')).until(3);
  const breach = run.facts.at(-1)!;
  expect(run.watch.riskOf(breach)).toEqual([{ amount: '12000', currency: 'EUR' }]);
  run.arrive(4, event('opportunity_created', 1.5, 'o', { amount: '7', currency: 'USD' }));
  expect(run.watch.riskOf(breach)).toEqual([{ amount: '7.00', currency: 'USD' }]);
  expect(
    run.facts.map(({ fact, expected_value, expected_currency }) => [fact, expected_value, expected_currency]),
  ).toEqual([
    ['started', '12000', 'EUR'],
    ['warned', null, null],
    ['breached', '12000', 'EUR'],
  ]);
});
