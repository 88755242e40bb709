import { expect, test } from 'vitest';
import { readSimulation } from './simulation.ts';

const figures = {
  policy_id: 'mql_decision',
  clocks: 13,
  open: 0,
  met: 8,
  breached: 4,
  escalated: 1,
  ended: 1,
  met_share: 0.667,
  median_business_seconds: 11_700,
  p90_business_seconds: null,
};
const result = {
  from: '2026-06-01T00:00:00.000Z',
  to: '2026-09-01T00:00:00.000Z',
  judged_at: '2026-09-03T10:00:00.000Z',
  as_if_always: true,
  draft: { file: 'draft.yaml', policies: [{ ...figures, breached_by: { owner: [] } }] },
  present: { file: 'policies.yaml', policies: [] },
};

test('a stored result is read with the figures the page shows', () => {
  expect(readSimulation(JSON.stringify(result))).toEqual({
    ...result,
    draft: { file: 'draft.yaml', policies: [figures] },
  });
});

test.each(['[]', '{}', JSON.stringify({ ...result, draft: { file: 'draft.yaml', policies: [{}] } })])(
  '%s is not such a result',
  (text) => {
    expect(() => readSimulation(text)).toThrow('it is not what revloop sla simulate --json writes');
  },
);
