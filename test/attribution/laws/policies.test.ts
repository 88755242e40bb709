// Laws of stage-credit policies.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { told, facts } from '../credits.ts';
import { attribute } from '../reference/attribution.ts';
import { policies } from '../reference/journey.ts';
import { models } from '../reference/models.ts';
import { markovModels } from '../reference/removal-effects.ts';
import { accounts, custom, holds, lookback_days, stream } from './generated.ts';
import { straight } from './straight.ts';

/** Models that know no milestones. */
const withoutMilestones = [
  ...models.filter((model) => !/milestone|full_path|markov/.test(model)),
  ...markovModels,
];

describe('policies', () => {
  test('where every milestone has one candidate and there is no loop, the five policies are one', () => {
    holds(fc.tuple(straight, custom), ([events, model]) => {
      const [first, ...others] = policies.map((own) =>
        attribute(facts(events), { lookback_days: 90, policy: own, custom: [model] }).map(told),
      );
      for (const other of others) expect(other).toEqual(first);
    });
  });

  test('they change nothing of a model without milestones, data-driven ones included', () => {
    holds(
      fc.tuple(accounts, lookback_days),
      ([plans, days]) => {
        const [first, ...others] = policies.map((own) =>
          attribute(facts(stream(plans)), {
            lookback_days: days,
            policy: own,
            models: withoutMilestones,
          }).map(told),
        );
        for (const other of others) expect(other).toEqual(first);
      },
      60,
    );
  });
});
