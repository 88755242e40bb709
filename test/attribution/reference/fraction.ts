// Exact arithmetic of the reference: weights as fractions of integers, never floats.

export interface Fraction {
  readonly over: bigint;
  /** Greater than 0. */
  readonly under: bigint;
}

export const fraction = (over: number | bigint, under: number | bigint = 1): Fraction => ({
  over: BigInt(over),
  under: BigInt(under),
});

/** Greatest common divisor of two numbers, neither negative. */
export const divisor = (a: bigint, b: bigint): bigint => {
  let [more, less] = [a, b];
  while (less !== 0n) [more, less] = [less, more % less];
  return more;
};

const reduced = (over: bigint, under: bigint): Fraction => {
  const common = divisor(over < 0n ? -over : over, under);
  return over === 0n ? { over: 0n, under: 1n } : { over: over / common, under: under / common };
};

export const zero = fraction(0);
export const one = fraction(1);

export const plus = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.over * b.under + b.over * a.under, a.under * b.under);
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { over: -b.over, under: b.under });
export const times = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.over, a.under * b.under);
/** `b` is greater than 0. */
export const per = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.under, a.under * b.over);
export const total = (fractions: readonly Fraction[]): Fraction => fractions.reduce(plus, zero);

/** A decimal as configuration states it, of at most nine decimals → the fraction it means. */
export const decimal = (value: number): Fraction => reduced(BigInt(Math.round(value * 1e9)), 1_000_000_000n);

/** `.5` and `1/2` are the same number. */
export const same = (a: Fraction, b: Fraction): boolean => a.over * b.under === b.over * a.under;
