import { expect, test } from 'vitest';
import { contradictions, newVersions, readCustomModels } from './custom-models.ts';

const fair = { model: 'fair', version: 1, weights: { first_touch: 0.3, mql: 0.3, won: 0.3, rest: 0.1 } };
const faultsOf = (...models: unknown[]): readonly string[] => {
  const read = readCustomModels({ models });
  return read.ok ? [] : read.faults;
};

test('a model states its weights by position, positions it leaves out get nothing', () => {
  const read = readCustomModels({ models: [fair] });
  expect(read).toMatchObject({
    ok: true,
    models: [
      { model: 'fair', version: 1, weights: { first_touch: 0.3, accepted: 0, last_touch: 0, rest: 0.1 } },
    ],
  });
});

test('weights that do not sum to 1 are refused with their sum', () => {
  expect(faultsOf({ ...fair, weights: { first_touch: 0.3, rest: 0.6 } })).toEqual([
    'model fair: weights sum to 0.9, they must sum to 1',
  ]);
  expect(faultsOf({ ...fair, weights: { first_touch: 0.1, mql: 0.2, won: 0.7 } })).toEqual([]);
});

test('every fault of a file is told at once', () => {
  expect(
    faultsOf({ model: 'linear', version: 0, weights: { opening: 1 }, colour: 'red' }, 'nothing', fair, fair),
  ).toHaveLength(5);
  expect(faultsOf(fair, fair)).toEqual(['model fair version 1 is stated twice']);
  expect(readCustomModels([]).ok).toBe(false);
  expect(faultsOf({ ...fair, weights: { rest: 1 } })).toHaveLength(1);
  expect(faultsOf({ ...fair, weights: { first_touch: -0.5, rest: 1.5 } })).toHaveLength(2);
});

test('a version never changes: other weights need a new one', () => {
  const read = readCustomModels({ models: [fair, { ...fair, version: 2 }] });
  const models = read.ok ? read.models : [];
  const [first] = models;
  if (!first) throw new Error('no model was read');
  const changed = { ...first, weights: { ...first.weights, mql: 0.2, accepted: 0.1 } };
  expect(contradictions([first], [changed])).toHaveLength(1);
  expect(contradictions([first], [first])).toEqual([]);
  expect(newVersions(models, [first]).map(({ version }) => version)).toEqual([2]);
});
