import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chain } from './chain.ts';
import { chainOf } from './chain.ts';
import { directEffects } from './direct.ts';
import { iteratedEffects, residual_share_max } from './iterated.ts';
import type { MarkovModel, PathCount } from './path-count.ts';
import { removalEffects } from './removal-effects.ts';
import { effectsByDefinition, models, somePaths } from './testing.ts';
import { transitionsOfPaths } from './transitions.ts';

const chain = (paths: readonly PathCount[], model: MarkovModel): Chain => {
  const transitions = transitionsOfPaths(paths, model);
  if (!transitions) throw new Error('too many steps');
  return chainOf(transitions);
};

/** Paths without chance in them: a generator of Park and Miller. */
const manyPaths = (count: number, channels: number, steps_max: number): PathCount[] => {
  let state = 1;
  const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
  return Array.from({ length: count }, () => ({
    steps: Array.from({ length: 1 + below(steps_max) }, () => ({ channel: `c${below(channels)}` })),
    conversions: below(3),
    nulls: below(9),
  }));
};

const near = (value: number, digits: number): unknown => expect.closeTo(value, digits);

const cycle = (names: string, repeats: number) => [...names.repeat(repeats)].map((channel) => ({ channel }));

test.each(models)(
  'both ways to solve order $order, by stage: $byStage, are as exact as they say',
  (model) => {
    fc.assert(
      fc.property(somePaths, (paths) => {
        const given = chain(paths, model);
        fc.pre(given.states > 0);
        const exact = effectsByDefinition(paths, model).effects;
        const visits = given.visits.reduce((sum, count) => sum + count, 0);
        // An effect near 1 is known to 2⁻⁵³, and sums of a few of them a little worse.
        const off_max = (residual_share_max * visits) / given.converted + 1e-15;
        const [direct, iterated] = [directEffects(given), iteratedEffects(given, 10_000)];
        exact.forEach(({ effect }, index) => {
          expect(Math.abs((direct[index] ?? NaN) - effect)).toBeLessThan(1e-14);
          expect(Math.abs((iterated?.[index] ?? NaN) - effect)).toBeLessThanOrEqual(off_max);
        });
      }),
      { numRuns: 200 },
    );
  },
);

test('both ways agree on hundreds of states', () => {
  const given = chain(manyPaths(3_000, 7, 12), { order: 3, byStage: false });
  expect(given.states).toBeGreaterThan(300);
  expect(iteratedEffects(given, 100)).toEqual(directEffects(given).map((effect) => near(effect, 12)));
});

test('a long loop that only now and then converts is solved', () => {
  const paths = [
    { steps: cycle('xy', 5_000), conversions: 0, nulls: 1 },
    { steps: cycle('zxy', 1), conversions: 1, nulls: 0 },
  ];
  // From x the chain goes to y. From y it goes back 4,999 of 5,001 times, converts once, ends once: half of all that comes.
  const answer = removalEffects(paths, models[0]!);
  expect(answer).toEqual({
    conversion: 0.5,
    effects: [
      { channel: 'x', effect: near(1, 11), share: near(0.4, 11) },
      { channel: 'y', effect: near(1, 11), share: near(0.4, 11) },
      { channel: 'z', effect: near(0.5, 11), share: near(0.2, 11) },
    ],
  });
});

test('a chain that is too large is refused with what to do', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    steps: [{ channel: `c${index}` }, { channel: `c${(index * 7) % 1_000}` }],
    conversions: 1,
    nulls: 1,
  }));
  expect(removalEffects(many, models[0]!)).toEqual({
    refused: {
      code: 'chain_too_large',
      message:
        'the Markov chain of 1000 states and 1000 channels is too large to be solved exactly: use a lower order, or fewer channels',
    },
  });
});

test('more channels than states can be told apart by are refused', () => {
  const paths = [
    {
      steps: Array.from({ length: 200_001 }, (_, index) => ({ channel: `c${index}` })),
      conversions: 1,
      nulls: 0,
    },
  ];
  expect(removalEffects(paths, models[2]!)).toHaveProperty('refused.code', 'chain_too_large');
});

test('a large chain of loops that remember where they came from is refused rather than solved badly', () => {
  // Both ways round a circle of three channels: the states of one channel differ for thousands of steps.
  const loops = [
    { steps: cycle('abc', 30_000), conversions: 1, nulls: 0 },
    { steps: [{ channel: 'r' }, ...cycle('acb', 30_000)], conversions: 0, nulls: 1 },
    { steps: cycle('acb', 20_000), conversions: 1, nulls: 0 },
  ];
  const answer = removalEffects([...loops, ...manyPaths(8_000, 30, 9)], { order: 2, byStage: false });
  expect(answer).toHaveProperty('refused.code', 'chain_unsettled');
});
