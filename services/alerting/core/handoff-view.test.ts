import { expect, test } from 'vitest';
import { clocksOf } from './handoff-view.ts';
import { act, breached, fact, hour_ms, start } from './telling/testing.ts';
import { at, withdrawn } from './telling/testing-worlds.ts';

test('a handoff shows each clock with what is in force, who has it, and who has taken it on', () => {
  const facts = [
    fact('m', 'started', 'breach', start - hour_ms, { owner_id: 'sam', due_at: start }),
    fact('m', 'warned', 'warning', at(-10)),
    breached('m', start),
    act('m', 'reassigned', at(5), { owner_id: 'ann' }),
    act('m', 'acknowledged', at(6), { actor: 'ann' }),
    { ...fact('m', 'started', 'breach', start), policy_id: 'gone' },
    { ...fact('m', 'withdrawn', 'unknown', at(1)), policy_id: 'gone' },
  ];
  const [clock, ...others] = clocksOf(facts) as readonly Record<string, unknown>[];
  expect(others).toEqual([]);
  expect(clock).toMatchObject({
    policy_id: 'decision',
    owner_id: 'ann',
    acknowledged_by: 'ann',
    due_at: new Date(start).toISOString(),
    is_paused: false,
    end: null,
    facts: [{ fact: 'warned' }, { fact: 'breached', level: 'breach' }],
  });
  const [taken] = clocksOf([...facts.slice(0, 3), withdrawn('m', 7)]) as readonly Record<string, unknown>[];
  expect(taken?.['facts']).toMatchObject([{ fact: 'warned' }]);
});
