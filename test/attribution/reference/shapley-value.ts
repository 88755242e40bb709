// Shapley's value as he defined it, over all sets of channels: what `byShapley` states in closed form.
import { fraction, minus, plus, times, zero, type Fraction } from './fraction.ts';

/** What a set of channels is worth. */
export type Game = (channels: ReadonlySet<string>) => Fraction;

/** "A set of channels is worth the conversions whose every eligible channel is in the set" (Zhao, Mahboobi, Bagheri 2018). */
export const conversionGame =
  (conversions: readonly (readonly string[])[]): Game =>
  (channels) =>
    fraction(conversions.filter((path) => path.every((channel) => channels.has(channel))).length);

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

const subsets = (list: readonly string[]): string[][] =>
  list.reduce<string[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);

/** Σ over all sets S without the player: |S|! (n − |S| − 1)! / n! × (worth with it − worth without it). */
export const shapleyValue = (players: readonly string[], worth: Game, player: string): Fraction => {
  const n = players.length;
  return subsets(players.filter((other) => other !== player)).reduce((value, set) => {
    const orders = fraction(factorial(set.length) * factorial(n - set.length - 1), factorial(n));
    const added = minus(worth(new Set([...set, player])), worth(new Set(set)));
    return plus(value, times(orders, added));
  }, zero);
};
