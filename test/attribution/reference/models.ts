// All models by name, and what each gives.
import { byEffects, byShapley } from './channel-credit.ts';
import { byPosition, type Claims } from './positions.ts';
import { markovModels, type Effects, type MarkovModel } from './removal-effects.ts';
import { byRule, ruleModels, type CustomModel } from './rule-models.ts';
import type { Weights } from './weights.ts';

export const models = [...ruleModels, 'shapley', ...markovModels] as const;
export type Model = (typeof models)[number];

/** A model, with what it needs to know beyond the journey. */
export type Weigher = (claims: Claims) => Weights;

/** Removal effects of the channels by Markov model. */
export type EffectsByModel = (model: MarkovModel) => Effects;

const isMarkov = (model: Model): model is MarkovModel => (markovModels as readonly string[]).includes(model);

const weigherOf = (model: Model, effects: EffectsByModel): Weigher => {
  if (model === 'shapley') return ({ eligible }) => byShapley(eligible);
  if (isMarkov(model)) return ({ eligible }) => byEffects(eligible, effects(model));
  return (claims) => byRule(model, claims);
};

/** Models by name, custom ones last. Their names are other ones than the models' own. */
export const weighers = (
  chosen: readonly Model[],
  custom: readonly CustomModel[],
  effects: EffectsByModel,
): ReadonlyMap<string, Weigher> =>
  new Map([
    ...chosen.map((model) => [model, weigherOf(model, effects)] as const),
    ...custom.map(
      ({ name, weights }) => [name, (claims: Claims): Weights => byPosition(claims, weights)] as const,
    ),
  ]);
