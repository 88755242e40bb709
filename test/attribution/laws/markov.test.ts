// Laws of Markov chains, and small chains whose effects are known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byEffects } from '../reference/channel-credit.ts';
import type { Fact } from '../reference/fact.ts';
import { fraction, same, total, type Fraction } from '../reference/fraction.ts';
import { chainOf, conversionOf, without, type Chain, type Memory } from '../reference/markov-chain.ts';
import type { Path, Step } from '../reference/paths.ts';
import { markovModels, removalEffects, type Effects } from '../reference/removal-effects.ts';
import { holds } from './generated.ts';

const step: fc.Arbitrary<Step> = fc.record({
  channel: fc.constantFrom('direct', 'email', 'webinar', ''),
  stage: fc.constantFrom('engaged', 'mql', 'opportunity'),
});
const pathsUpTo = (steps_max: number): fc.Arbitrary<Path[]> =>
  fc.array(
    fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: steps_max }),
      converts: fc.boolean(),
    }),
    { maxLength: 9 },
  );
const paths = pathsUpTo(7);
const memory: fc.Arbitrary<Memory> = fc.record({
  steps_max: fc.constantFrom(1, 2, 3),
  by_stage: fc.boolean(),
});
const model = fc.constantFrom(...markovModels);

/** `C1>C2` → a path of these channels. */
const path = (text: string, converts: boolean): Path => ({
  steps: text.split('>').map((channel) => ({ channel, stage: 'engaged' })),
  converts,
});
const told = (effects: Effects): Record<string, string> =>
  Object.fromEntries(
    [...effects]
      .sort()
      .map(([channel, { over, under }]) => [channel, under === 1n ? `${over}` : `${over}/${under}`]),
  );
const shareConverting = (list: readonly Path[]): Fraction =>
  list.length === 0 ? fraction(0) : fraction(list.filter(({ converts }) => converts).length, list.length);

/** The same probability in floats, by walking on until almost nobody is left on the way. */
const walked = ({ rows }: Chain): number => {
  let [here, converted] = [new Map([['[]', 1]]), 0];
  for (
    let round = 0;
    round < 20_000 && [...here.values()].reduce((sum, part) => sum + part, 0) > 1e-13;
    round += 1
  ) {
    const next = new Map<string, number>();
    for (const [state, part] of here) {
      const row = [...(rows.get(state) ?? [])];
      const all = row.reduce((sum, [, count]) => sum + Number(count), 0);
      for (const [to, count] of row) {
        const moved = (part * Number(count)) / all;
        if (to === 'conversion') converted += moved;
        else if (to !== 'null') next.set(to, (next.get(to) ?? 0) + moved);
      }
    }
    here = next;
  }
  return converted;
};

describe('small chains', () => {
  test('C1>C2>C3 converts, C1 and C2>C3 do not: P is 1/3, effects are .5, 1 and 1, shares .2, .4 and .4', () => {
    const list = [path('C1>C2>C3', true), path('C1', false), path('C2>C3', false)];
    expect(conversionOf(chainOf(list, { steps_max: 1, by_stage: false }))).toEqual(fraction(1, 3));
    const effects = removalEffects(list, 'markov_1');
    expect(told(effects)).toEqual({ C1: '1/2', C2: '1', C3: '1' });
    expect(shares(['C1', 'C2', 'C3'], effects)).toEqual(['1/5', '2/5', '2/5']);
  });

  test('C1>C2>C1>C2 converts, C1>C3 does not: P is .5, effects are 1, 1 and 0, each touch of the loop has a quarter', () => {
    const list = [path('C1>C2>C1>C2', true), path('C1>C3', false)];
    expect(conversionOf(chainOf(list, { steps_max: 1, by_stage: false }))).toEqual(fraction(1, 2));
    const effects = removalEffects(list, 'markov_1');
    expect(told(effects)).toEqual({ C1: '1', C2: '1', C3: '0' });
    expect(shares(['C1', 'C2', 'C1', 'C2'], effects)).toEqual(['1/4', '1/4', '1/4', '1/4']);
  });

  test('a call that leads back to engaged, where mail wins, is worth more where the chain knows stages', () => {
    const at = (text: string, converts: boolean): Path => ({
      steps: text.split('>').map((word) => {
        const [channel = '', stage] = word.split('@');
        return { channel, stage: stage as Step['stage'] };
      }),
      converts,
    });
    // Mail to people at mql goes nowhere, mail to those sent back wins them: without stages it is all the same mail.
    const list = [
      at('ad@engaged>mail@mql', false),
      at('ad@engaged>mail@mql', false),
      at('ad@engaged>call@mql>mail@engaged', true),
      at('call@engaged', true),
    ];
    expect(told(removalEffects(list, 'markov_1'))).toEqual({ ad: '2/3', call: '2/3', mail: '1/2' });
    expect(told(removalEffects(list, 'markov_stage_1'))).toEqual({ ad: '1/2', call: '1', mail: '1/2' });
  });

  test('no path, or none that converts: every effect is 0', () => {
    expect(told(removalEffects([], 'markov_2'))).toEqual({});
    expect(told(removalEffects([path('C1>C2', false)], 'markov_2'))).toEqual({ C1: '0', C2: '0' });
    expect(shares(['C1', 'C2', 'C2'], new Map())).toEqual(['1/2', '1/4', '1/4']);
  });
});

/** Weights of touches of these channels. */
function shares(channels: readonly string[], effects: Effects): string[] {
  const touches = channels.map((channel, index) => ({ event_id: `${index}`, channel })) as Fact[];
  return [...byEffects(touches, effects).values()].map(({ over, under }) => `${over}/${under}`);
}

describe('chains of any order, with or without stages', () => {
  test('convert as often as the paths they are made of', () => {
    holds(fc.tuple(paths, memory), ([list, own]) => {
      expect(same(conversionOf(chainOf(list, own)), shareConverting(list))).toBe(true);
    });
  });

  test('convert as often as one sees who walks them, whatever channel is removed', () => {
    holds(fc.tuple(paths, memory, step), ([list, own, { channel }]) => {
      const removed = without(chainOf(list, own), channel);
      const { over, under } = conversionOf(removed);
      expect(Math.abs(Number(over) / Number(under) - walked(removed))).toBeLessThan(1e-9);
    });
  });

  test('know channels by effects from 0 to 1, greater than 0 on every path that converts', () => {
    holds(fc.tuple(paths, model), ([list, own]) => {
      const effects = removalEffects(list, own);
      for (const { over, under } of effects.values()) expect(over >= 0n && over <= under).toBe(true);
      for (const { steps } of list.filter(({ converts }) => converts))
        for (const { channel } of steps) expect((effects.get(channel)?.over ?? 0n) > 0n).toBe(true);
    });
  });

  test('know no order among the paths, and no difference between once each and three times each', () => {
    holds(fc.tuple(paths, model), ([list, own]) => {
      const effects = told(removalEffects(list, own));
      expect(told(removalEffects([...list, ...list, ...list].toReversed(), own))).toEqual(effects);
    });
  });
});

describe('orders', () => {
  test('collapsing consecutive repeats leaves the effects of order 1 as they are, by channel and by stage and channel', () => {
    const collapsed = (list: readonly Path[], alike: (a: Step, b: Step) => boolean): Path[] =>
      list.map(({ steps, converts }) => ({
        steps: steps.filter((own, index) => {
          const former = steps[index - 1];
          return !former || !alike(own, former);
        }),
        converts,
      }));
    holds(paths, (list) => {
      const byChannel = collapsed(list, (a, b) => a.channel === b.channel);
      expect(told(removalEffects(byChannel, 'markov_1'))).toEqual(told(removalEffects(list, 'markov_1')));
      const byState = collapsed(list, (a, b) => a.channel === b.channel && a.stage === b.stage);
      expect(told(removalEffects(byState, 'markov_stage_1'))).toEqual(
        told(removalEffects(list, 'markov_stage_1')),
      );
    });
  });

  test('where all touches are at one stage, markov_stage_1 is markov_1', () => {
    holds(paths, (list) => {
      const engaged = list.map(({ steps, converts }) => ({
        steps: steps.map(({ channel }) => ({ channel, stage: 'engaged' as const })),
        converts,
      }));
      expect(told(removalEffects(engaged, 'markov_stage_1'))).toEqual(
        told(removalEffects(engaged, 'markov_1')),
      );
    });
  });

  for (const [order, own] of [
    [1, 'markov_1'],
    [2, 'markov_2'],
    [3, 'markov_3'],
  ] as const)
    test(`${own} remembers paths of up to ${order} steps whole: an effect is the part of the conversions a channel had a touch in`, () => {
      holds(pathsUpTo(order), (list) => {
        const won = list.filter(({ converts }) => converts);
        for (const [channel, effect] of removalEffects(list, own)) {
          const having = won.filter(({ steps }) => steps.some((met) => met.channel === channel)).length;
          expect(same(effect, won.length === 0 ? fraction(0) : fraction(having, won.length))).toBe(true);
        }
      });
    });

  test('weights of the touches on a path sum to 1', () => {
    holds(fc.tuple(paths, model), ([list, own]) => {
      const effects = removalEffects(list, own);
      for (const { steps } of list) {
        const touches = steps.map(({ channel }, index) => ({
          event_id: `${index}`,
          channel,
        })) as unknown as Fact[];
        expect(total([...byEffects(touches, effects).values()])).toEqual(fraction(1));
      }
    });
  });
});
