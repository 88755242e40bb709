// Last step of the reference: a whole is dealt out in integer units by largest remainder, ties to the earlier one.
import { divisor, one, same, total, type Fraction } from './fraction.ts';

/** Weights are told in 10^-12. */
export const weightUnits = 10n ** 12n;

/** Deals `whole` units (not negative) in proportion to integer `shares`, in order; the parts sum to exactly `whole`. */
export const dealShares = (whole: bigint, shares: readonly bigint[]): bigint[] => {
  const all = shares.reduce((sum, share) => sum + share, 0n);
  const parts = shares.map((share, index) => ({
    index,
    units: (whole * share) / all,
    remainder: (whole * share) % all,
  }));
  const left = Number(whole - parts.reduce((sum, { units }) => sum + units, 0n));
  const ranked = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of ranked.slice(0, left)) part.units += 1n;
  return parts.map(({ units }) => units);
};

/** Weights → units of 10^-12 that sum to exactly 1, as the weights must: dealing out would hide it where they do not. */
export const dealWeights = (weights: readonly Fraction[]): bigint[] => {
  if (!same(total(weights), one)) throw new Error('weights do not sum to 1');
  const common = weights.reduce((all, { under }) => (all / divisor(all, under)) * under, 1n);
  return dealShares(
    weightUnits,
    weights.map((weight) => weight.over * (common / weight.under)),
  );
};

/** Money in minor units → one part for each weight in units of 10^-12. */
export const dealMoney = (minor: bigint, units: readonly bigint[]): bigint[] =>
  minor < 0n ? dealShares(-minor, units).map((part) => -part) : dealShares(minor, units);
