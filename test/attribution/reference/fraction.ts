// Exact arithmetic of the reference: weights as fractions of integers, never floats.

export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export const fraction = (over: number | bigint, under: number | bigint = 1): Fraction => ({
  over: BigInt(over),
  under: BigInt(under),
});

const reduced = (over: bigint, under: bigint): Fraction => {
  let [a, b] = [over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? { over: 0n, under: 1n } : { over: over / a, under: under / a };
};

export const plus = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.over * b.under + b.over * a.under, a.under * b.under);
export const times = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.over, a.under * b.under);
export const per = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.under, a.under * b.over);
export const total = (fractions: readonly Fraction[]): Fraction => fractions.reduce(plus, fraction(0));
