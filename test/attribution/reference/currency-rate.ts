// Rates of the reference: one day and one pair of currencies at a time, in integers.

export interface StatedRate {
  /** YYYY-MM-DD, which sorts as it is. */
  readonly date: string;
  readonly from: string;
  readonly to: string;
  /** 10^-12. */
  readonly units: bigint;
}

export interface FoundRate {
  /** 10^-18. */
  readonly units: bigint;
  /** Of two rates the older day. */
  readonly date: string;
  readonly by: string;
}

const one = 10n ** 18n;

/** Not negative; half goes up. */
const divided = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

const newest = (
  rates: readonly StatedRate[],
  from: string,
  to: string,
  day: string,
): StatedRate | undefined =>
  rates
    .filter((rate) => rate.from === from && rate.to === to && rate.date <= day)
    .reduce<StatedRate | undefined>((best, rate) => (best && best.date > rate.date ? best : rate), undefined);

/** As given, or the other way round. */
const leg = (rates: readonly StatedRate[], from: string, to: string, day: string): FoundRate | undefined => {
  const direct = newest(rates, from, to, day);
  if (direct) return { units: direct.units * 10n ** 6n, date: direct.date, by: 'direct' };
  const inverse = newest(rates, to, from, day);
  return inverse && { units: divided(one * 10n ** 12n, inverse.units), date: inverse.date, by: 'inverse' };
};

/** The rate of a day; undefined where none is known. */
export const rateOf = (
  rates: readonly StatedRate[],
  from: string,
  to: string,
  day: string,
): FoundRate | undefined => {
  if (from === to) return { units: one, date: '', by: 'same' };
  const own = leg(rates, from, to, day);
  if (own) return own;
  const others = [...new Set(rates.flatMap((rate) => [rate.from, rate.to]))].sort();
  let best: FoundRate | undefined;
  for (const other of others) {
    const first = leg(rates, from, other, day);
    const second = leg(rates, other, to, day);
    if (!first || !second) continue;
    const date = first.date < second.date ? first.date : second.date;
    if (!best || date > best.date)
      best = { units: divided(first.units * second.units, one), date, by: `through ${other}` };
  }
  return best;
};

/** Minor units of one currency → those of another, half away from zero. */
export const converted = (minor: bigint, digits: number, rate: bigint, toDigits: number): bigint => {
  const over = (minor < 0n ? -minor : minor) * rate * 10n ** BigInt(toDigits);
  const units = divided(over, one * 10n ** BigInt(digits));
  return minor < 0n ? -units : units;
};
