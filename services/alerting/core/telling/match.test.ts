import { expect, test } from 'vitest';
import { levels } from './levels.ts';
import { matches } from './match.ts';

const subject = { policy: 'decision', team: 'west', owner: 'sam', account: 'acme' };
const levelsOf = (...level: readonly string[]): readonly string[] =>
  levels.filter((one) => matches({ level }, { ...subject, level: one }));

test('the level escalation matches every step of it, a later step just that one', () => {
  const steps = ['escalation', 'escalation_2', 'escalation_3', 'escalation_4', 'escalation_5'];
  expect(levelsOf('escalation')).toEqual(steps);
  expect(levelsOf('escalation_2')).toEqual(['escalation_2']);
  expect(levelsOf('breach')).toEqual(['breach']);
  expect(levelsOf('breach', 'escalation')).toEqual(['breach', ...steps]);
  expect(levelsOf()).toEqual([]);
});

test('every field that is named must match, by any of its values', () => {
  const fact = { ...subject, level: 'escalation_3' } as const;
  expect(matches({}, fact)).toBe(true);
  expect(matches({ level: ['escalation'], team: ['east', 'west'] }, fact)).toBe(true);
  expect(matches({ level: ['escalation'], team: ['east'] }, fact)).toBe(false);
});
