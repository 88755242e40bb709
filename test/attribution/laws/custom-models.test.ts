// Custom models: weights by position, the worked example by one of them, and what they have in common with the models that ship.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workedExample } from '../../support/worked-example.ts';
import { facts, moneyByTouch } from '../credits.ts';
import { attribute, type Row } from '../reference/attribution.ts';
import type { Policy } from '../reference/journey.ts';
import type { Model } from '../reference/models.ts';
import type { Shares } from '../reference/positions.ts';
import { accounts, holds, policy, stream } from './generated.ts';
import { contact, happened, touch, won, type Told } from './story.ts';

const earned = (story: readonly Told[], weights: Shares, by: Policy = 'productive') =>
  moneyByTouch(facts(story), 'own', by, 90, [{ name: 'own', weights }]);

/**
 * Marketo Measure's custom model of the same journey, 18 for each of five positions and 10 for the rest (public documentation of Adobe Marketo
 * Measure, worked out for this example). Its lead creation is not a stage of ours: accepted stands in its place.
 */
const fivePositions: Shares = {
  first_touch: 0.18,
  mql: 0.18,
  accepted: 0.18,
  opportunity: 0.18,
  won: 0.18,
  rest: 0.1,
};
const stated: Readonly<Record<Policy, readonly number[]>> = {
  first: [18, 18, 10, 18, 18, 18],
  last: [18, 5, 5, 36, 18, 18],
  even: [18, 9, 10, 27, 18, 18],
  productive: [18, 5, 5, 36, 18, 18],
  // The mail on day 40 won the buyer back, for the second handoff and for being accepted.
  rescue: [18, 10, 18, 18, 18, 18],
};

describe('the worked example by a custom model with 18 for each of five positions and 10 for the rest', () => {
  for (const [by, thousands] of Object.entries(stated))
    test(`${by} gives t1 to t6 ${thousands.join(', ')} thousand`, () => {
      expect(earned(workedExample('acme') as unknown as Told[], fivePositions, by as Policy)).toEqual(
        Object.fromEntries(thousands.map((own, index) => [`t${index + 1}`, String(own * 100_000)])),
      );
    });
});

describe('positions', () => {
  const story = [
    touch('a', 1),
    happened('mql_created', 2, contact),
    touch('b', 3),
    happened('mql_accepted', 4, contact),
    touch('c', 5),
    touch('d', 6),
    won(10),
  ];

  test('won and last_touch are both held by the last eligible touch and add up', () => {
    expect(earned(story, { won: 0.25, last_touch: 0.25, rest: 0.5 })).toEqual({
      a: '834',
      b: '833',
      c: '833',
      d: '2500',
    });
  });

  test('a milestone that never happened is spread over the positions in proportion, the rest keeps its share', () => {
    expect(earned(story, { mql: 0.2, accepted: 0.4, opportunity: 0.3, rest: 0.1 })).toEqual({
      a: '1500',
      b: '3000',
      c: '250',
      d: '250',
    });
  });

  test('accepted without an eligible anchor is unattributed', () => {
    const early = [happened('mql_accepted', 1, contact), touch('b', 2), touch('c', 3), won(10)];
    expect(earned(early, { first_touch: 0.5, accepted: 0.3, rest: 0.2 })).toEqual({
      b: '2500',
      c: '1000',
      unattributed: '1500',
    });
  });

  test('a position without weight is none: its touch is of the rest', () => {
    expect(earned(story, { mql: 0, won: 0.7, rest: 0.3 })).toEqual(earned(story, { won: 0.7, rest: 0.3 }));
  });

  test('where no position is held the rest has everything, and without a rest it is unattributed', () => {
    const plain = [touch('a', 1), touch('b', 2), won(10)];
    expect(earned(plain, { mql: 0.9, rest: 0.1 })).toEqual({ a: '2500', b: '2500' });
    expect(earned(plain, { mql: 1 })).toEqual({ unattributed: '5000' });
  });
});

describe('laws', () => {
  const shipped: Readonly<Partial<Record<Model, Shares>>> = {
    first_touch: { first_touch: 1 },
    last_touch: { won: 1 },
    position_based: { first_touch: 0.4, won: 0.4, rest: 0.2 },
    j_shaped: { first_touch: 0.2, last_touch: 0.6, rest: 0.2 },
    inverse_j: { first_touch: 0.6, last_touch: 0.2, rest: 0.2 },
    u_milestone: { first_touch: 0.4, mql: 0.4, rest: 0.2 },
    w_milestone: { first_touch: 0.3, mql: 0.3, opportunity: 0.3, rest: 0.1 },
    full_path: { first_touch: 0.225, mql: 0.225, opportunity: 0.225, last_touch: 0.225, rest: 0.1 },
  };

  test('a custom model with the weights of one that ships gives the same', () => {
    const rowsOf = (rows: readonly Row[], model: string) =>
      rows.filter((row) => row.model === model).map(({ model: _model, ...row }) => row);
    holds(
      fc.tuple(accounts, policy),
      ([plans, own]) => {
        const custom = Object.entries(shipped).map(([name, weights]) => ({ name: `own_${name}`, weights }));
        const rows = attribute(facts(stream(plans)), { lookback_days: 90, policy: own, custom });
        for (const name of Object.keys(shipped))
          expect(rowsOf(rows, `own_${name}`)).toEqual(rowsOf(rows, name));
      },
      60,
    );
  });
});
