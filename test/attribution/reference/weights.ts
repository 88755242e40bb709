// Word of the later steps: what each model gives to each touch.
import type { Fact } from './fact.ts';
import { fraction, plus, zero, type Fraction } from './fraction.ts';

/** Weight of each touch; null is `unattributed`. They sum to exactly 1. */
export type Weights = ReadonlyMap<Fact | null, Fraction>;

/** Parts by holder → weights: several parts of one holder add up. */
export const added = (parts: readonly (readonly [Fact | null, Fraction])[]): Weights => {
  const weights = new Map<Fact | null, Fraction>();
  for (const [holder, part] of parts) weights.set(holder, plus(weights.get(holder) ?? zero, part));
  return weights;
};

/** Everything to one. */
export const all = (holder: Fact | null): Weights => new Map([[holder, fraction(1)]]);

/** Each the same. */
export const equal = (touches: readonly Fact[]): Weights =>
  new Map(touches.map((touch) => [touch, fraction(1, touches.length)]));
