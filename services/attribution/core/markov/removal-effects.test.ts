import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarkovModel, PathCount } from './path-count.ts';
import { removalEffects, removalEffectsOfTransitions } from './removal-effects.ts';
import { effectsByDefinition, models, path, somePaths, transitionsOf } from './testing.ts';

const order1 = models[0]!;

const effectsOf = (paths: readonly PathCount[], model: MarkovModel) => {
  const answer = removalEffects(paths, model);
  if ('refused' in answer) throw new Error(answer.refused.message);
  return answer;
};

/** Two answers are the same within what rounding does to a chain of this size. */
const expectClose = (
  one: readonly { readonly channel: string; readonly effect: number }[],
  other: readonly { readonly channel: string; readonly effect: number }[],
): void => {
  expect(one.map(({ channel }) => channel)).toEqual(other.map(({ channel }) => channel));
  one.forEach(({ effect }, index) => expect(Math.abs(effect - other[index]!.effect)).toBeLessThan(1e-12));
};

const law = (
  model: MarkovModel,
  holds: (paths: readonly PathCount[], model: MarkovModel) => void,
  runs = 200,
): void =>
  fc.assert(
    fc.property(somePaths, (paths) => holds(paths, model)),
    { numRuns: runs },
  );

describe('small oracles', () => {
  const table = (paths: readonly PathCount[], model = order1) => {
    const { conversion, effects } = effectsOf(paths, model);
    return { conversion, effects: effects.map(({ channel, effect, share }) => [channel, effect, share]) };
  };
  const near = (value: number): unknown => expect.closeTo(value, 14);

  test('three channels, one path of three converts', () => {
    expect(table([path('C1>C2>C3', 1, 0), path('C1', 0, 1), path('C2>C3', 0, 1)])).toEqual({
      conversion: 1 / 3,
      effects: [
        ['C1', near(0.5), near(0.2)],
        ['C2', near(1), near(0.4)],
        ['C3', near(1), near(0.4)],
      ],
    });
  });

  test('a loop: the channel that only failed has no effect', () => {
    expect(table([path('C1>C2>C1>C2', 1, 0), path('C1>C3', 0, 1)])).toEqual({
      conversion: 0.5,
      effects: [
        ['C1', near(1), near(0.5)],
        ['C2', near(1), near(0.5)],
        ['C3', 0, 0],
      ],
    });
  });

  test('at order 2 the same loop knows which C2 converts', () => {
    const paths = [path('C1>C2>C1>C2', 1, 0), path('C1>C2', 0, 1), path('C2', 1, 0)];
    // Without C1 only the path C2 is left: 1 of 2 conversions. Without C2 nothing converts.
    expect(table(paths, models[1])).toEqual({
      conversion: 2 / 3,
      effects: [
        ['C1', near(0.5), near(1 / 3)],
        ['C2', near(1), near(2 / 3)],
      ],
    });
  });

  test('where nothing converts, and where there is nothing, every effect is 0', () => {
    expect(table([path('C1>C2', 0, 3)])).toEqual({
      conversion: 0,
      effects: [
        ['C1', 0, 0],
        ['C2', 0, 0],
      ],
    });
    expect(table([])).toEqual({ conversion: 0, effects: [] });
    expect(table([path('C1', 0, 0)])).toEqual({ conversion: 0, effects: [] });
  });

  test('a count that is not a whole number is a fault of the caller', () => {
    for (const wrong of [-1, 0.5, NaN, 2 ** 53])
      expect(() => removalEffects([path('C1', wrong, 0)], order1)).toThrow(RangeError);
    expect(() => removalEffects([path('C1', 2 ** 52, 0), path('C2', 2 ** 52, 0)], order1)).toThrow(
      RangeError,
    );
  });

  test('transitions that do not add up are a fault of the caller', () => {
    const to = { channel: 'C1' };
    const entered = { from: [], to, count: 2 };
    const left = { from: [to], to: 'conversion' as const, count: 1 };
    expect(() => removalEffectsOfTransitions([entered, left], order1)).toThrow(RangeError);
  });
});

describe.each(models)('laws of order $order, by stage: $byStage', (model) => {
  test('effects are those of the definition, computed in exact fractions', () => {
    law(model, (paths) => {
      const { conversion, effects } = effectsOf(paths, model);
      const exact = effectsByDefinition(paths, model);
      expect(conversion).toBe(exact.conversion);
      expectClose(effects, exact.effects);
    });
  });

  test('shares are effects of their sum', () => {
    law(model, (paths) => {
      const { conversion, effects } = effectsOf(paths, model);
      const total = effects.reduce((sum, { effect }) => sum + effect, 0);
      for (const { effect, share } of effects) {
        expect(effect).toBeGreaterThanOrEqual(0);
        expect(effect).toBeLessThanOrEqual(1);
        expect(share * total).toBeCloseTo(effect, 12);
      }
      expect(effects.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(conversion === 0 ? 0 : 1, 12);
    });
  });

  test('paths in another order, and counts in several parts, give the same bits', () => {
    const parted = somePaths.chain((paths) =>
      fc.tuple(
        fc.constant(paths),
        fc.shuffledSubarray(
          paths.flatMap(({ steps, conversions, nulls }) => [
            { steps, conversions, nulls: 0 },
            { steps, conversions: 0, nulls },
          ]),
          { minLength: paths.length * 2 },
        ),
      ),
    );
    fc.assert(
      fc.property(parted, ([paths, parts]) => {
        expect(removalEffects(parts, model)).toEqual(removalEffects(paths, model));
      }),
    );
  });

  test('transitions of paths, in any order, give the bits of the paths', () => {
    const shuffled = somePaths.chain((paths) => {
      const transitions = transitionsOf(paths, model);
      return fc.tuple(
        fc.constant(paths),
        fc.shuffledSubarray(transitions, { minLength: transitions.length }),
      );
    });
    fc.assert(
      fc.property(shuffled, ([paths, transitions]) => {
        expect(removalEffectsOfTransitions(transitions, model)).toEqual(removalEffects(paths, model));
      }),
    );
  });

  test('all counts times the same number give the same bits', () => {
    fc.assert(
      fc.property(somePaths, fc.integer({ min: 1, max: 1_000_003 }), (paths, times) => {
        const scaled = paths.map(({ steps, conversions, nulls }) => ({
          steps,
          conversions: conversions * times,
          nulls: nulls * times,
        }));
        expect(removalEffects(scaled, model)).toEqual(removalEffects(paths, model));
      }),
    );
  });

  test('renamed channels have the effects of the former ones', () => {
    const names = new Map(Object.entries({ '': 'z', email: 'y', direct: '', événement: 'direct' }));
    law(model, (paths) => {
      const renamed = paths.map((one) => ({
        ...one,
        steps: one.steps.map(({ channel, stage }) => ({
          channel: names.get(channel) ?? '',
          stage: stage ?? '',
        })),
      }));
      const expected = effectsOf(paths, model).effects.map(({ channel, effect }) => ({
        channel: names.get(channel) ?? '',
        effect,
      }));
      // Within rounding: states are eliminated in the order of their names.
      expectClose(
        effectsOf(renamed, model).effects,
        expected.sort((a, b) => (a.channel < b.channel ? -1 : 1)),
      );
    });
  });
});

test('collapsing consecutive repeats leaves effects of order 1 as they are', () => {
  law(order1, (paths) => {
    const collapsed = paths.map((one) => ({
      ...one,
      steps: one.steps.filter(({ channel }, index) => channel !== one.steps[index - 1]?.channel),
    }));
    // Within rounding: a state that repeats is left by a smaller part of its visits.
    expectClose(effectsOf(collapsed, order1).effects, effectsOf(paths, order1).effects);
  });
});

test('where no path is longer than the order, an effect is the share of conversions whose paths hold the channel', () => {
  law(models[2]!, (all, model) => {
    const paths = all.map((one) => ({ ...one, steps: one.steps.slice(0, model.order) }));
    const converted = (list: readonly PathCount[]): number =>
      list.reduce((sum, { conversions }) => sum + conversions, 0);
    for (const { channel, effect } of effectsOf(paths, model).effects) {
      const holding = paths.filter(({ steps }) => steps.some((one) => one.channel === channel));
      expect(effect).toBeCloseTo(converted(paths) === 0 ? 0 : converted(holding) / converted(paths), 12);
    }
  });
});
