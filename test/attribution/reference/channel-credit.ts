// Tenth step of the reference: what channels are worth → weights of the touches, by the data-driven models.
import { channelOf, type Fact } from './fact.ts';
import { fraction, one, per, times, total, zero, type Fraction } from './fraction.ts';
import type { Effects } from './removal-effects.ts';
import type { Weights } from './weights.ts';

/** Each channel on the path its worth in proportion, where all are worth nothing the same; within a channel its touches equally. */
const byWorth = (eligible: readonly Fact[], worthOf: (channel: string) => Fraction): Weights => {
  const touchesOf = Map.groupBy(eligible, channelOf);
  const stated = new Map([...touchesOf.keys()].map((channel) => [channel, worthOf(channel)]));
  const sum = total([...stated.values()]);
  const shareOf = (channel: string): Fraction =>
    sum.over === 0n ? fraction(1, touchesOf.size) : per(stated.get(channel) ?? zero, sum);
  return new Map(
    eligible.map((touch) => {
      const channel = channelOf(touch);
      return [touch, times(shareOf(channel), fraction(1, touchesOf.get(channel)?.length ?? 1))];
    }),
  );
};

/** "Each channel on its path gets its removal effect / the sum of the removal effects of the distinct channels on the path." */
export const byEffects = (eligible: readonly Fact[], effects: Effects): Weights =>
  byWorth(eligible, (channel) => effects.get(channel) ?? zero);

/** Shapley value in closed form: "each conversion is divided equally among its distinct channels". */
export const byShapley = (eligible: readonly Fact[]): Weights => byWorth(eligible, () => one);
