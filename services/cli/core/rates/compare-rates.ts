// What an import changes: which rates are new, which correct a standing one, which say what stands already.
import type { Rate } from './rate.ts';
import { rateKey } from './read-rates.ts';

export interface Correction extends Rate {
  /** The rate that stood. */
  readonly former: string;
}

export interface Changes {
  readonly added: readonly Rate[];
  readonly corrected: readonly Correction[];
  /** How many stand as given. */
  readonly unchanged: number;
}

/** `standing`: the rates that stand, as plain texts, those of other days and currencies among them or not. */
export const compareRates = (standing: readonly Rate[], given: readonly Rate[]): Changes => {
  const rates = new Map(standing.map((rate) => [rateKey(rate), rate.rate]));
  const added: Rate[] = [];
  const corrected: Correction[] = [];
  for (const rate of given) {
    const former = rates.get(rateKey(rate));
    if (former === undefined) added.push(rate);
    else if (former !== rate.rate) corrected.push({ ...rate, former });
  }
  return { added, corrected, unchanged: given.length - added.length - corrected.length };
};
