// Seventh step of the reference: the rule models of docs/semantics.md and custom ones → weights.
import { channelOf, type Fact } from './fact.ts';
import { fraction, per, total, zero } from './fraction.ts';
import { day_ms } from './journey.ts';
import { byPosition, type Claims, type Shares } from './positions.ts';
import { all, equal, type Weights } from './weights.ts';

/** A model of configuration: weights by position. */
export interface CustomModel {
  readonly name: string;
  readonly weights: Shares;
}

const shapes = {
  first_touch: { first_touch: 1 },
  last_touch: { last_touch: 1 },
  position_based: { first_touch: 0.4, last_touch: 0.4, rest: 0.2 },
  j_shaped: { first_touch: 0.2, last_touch: 0.6, rest: 0.2 },
  inverse_j: { first_touch: 0.6, last_touch: 0.2, rest: 0.2 },
  u_milestone: { first_touch: 0.4, mql: 0.4, rest: 0.2 },
  w_milestone: { first_touch: 0.3, mql: 0.3, opportunity: 0.3, rest: 0.1 },
  full_path: { first_touch: 0.225, mql: 0.225, opportunity: 0.225, won: 0.225, rest: 0.1 },
} as const satisfies Readonly<Record<string, Shares>>;

/** "All to the last whose channel is not `direct`; if all are direct, to the last." An empty channel is not direct. */
const lastNonDirect = (touches: readonly Fact[]): Weights =>
  all(touches.findLast((touch) => channelOf(touch) !== 'direct') ?? touches.at(-1) ?? null);

const half_life_ms = 7 * day_ms;

/** 2^(−age/half-life), normalised: ages from the newest touch, which normalising makes the same as from T. */
const decaying = (touches: readonly Fact[]): Weights => {
  const newest = touches.at(-1)?.occurred_at ?? 0;
  const halved = touches.map(({ occurred_at }) =>
    fraction(BigInt(Math.round(2 ** (60 - (newest - occurred_at) / half_life_ms)))),
  );
  const sum = total(halved);
  return new Map(touches.map((touch, index) => [touch, per(halved[index] ?? zero, sum)]));
};

type Shape = keyof typeof shapes;

export const ruleModels = [
  'first_touch',
  'last_touch',
  'last_non_direct',
  'linear',
  'position_based',
  'j_shaped',
  'inverse_j',
  'time_decay',
  'u_milestone',
  'w_milestone',
  'full_path',
] as const satisfies readonly (Shape | 'last_non_direct' | 'linear' | 'time_decay')[];
export type RuleModel = (typeof ruleModels)[number];

/** Weights of a rule model. */
export const byRule = (model: RuleModel, claims: Claims): Weights => {
  if (model === 'linear') return equal(claims.eligible);
  if (model === 'time_decay') return decaying(claims.eligible);
  if (model === 'last_non_direct') return lastNonDirect(claims.eligible);
  return byPosition(claims, shapes[model]);
};
