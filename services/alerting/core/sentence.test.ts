import { expect, test } from 'vitest';
import { sentenceOf } from './sentence.ts';
import { acted, event, policies, Run } from './testing.ts';

test('what is withdrawn because of what somebody did says so, and does not call it answered', () => {
  const run = new Run().arrive(0, event('mql_created', 0, 'm')).until(25);
  run.arrive(26, acted('acknowledged', 5, 'x', 'm'));
  expect(sentenceOf(run.facts.at(-1)!, policies())).toBe(
    'Withdrawn: a decision of sales on contact c of account a had been acknowledged on 2026-06-01 05:00 UTC, which was heard of late: this was not called for (policy decision).',
  );
});
