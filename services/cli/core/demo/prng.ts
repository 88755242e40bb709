// Numbers that look random and are the same for the same seed, on every machine. (sfc32, seeded by mixing the seed's text.)

export interface Prng {
  /** In [0, 1). */
  readonly next: () => number;
  /** Whole number in [min, max]. */
  readonly integer: (min: number, max: number) => number;
  /** In [min, max). */
  readonly between: (min: number, max: number) => number;
  readonly chance: (probability: number) => boolean;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** One of the names, by weight. */
  readonly weighted: <T extends string>(weights: Readonly<Record<T, number>>) => T;
  readonly shuffled: <T>(list: readonly T[]) => T[];
  /** A generator of its own, so that what one part draws changes nothing elsewhere. */
  readonly fork: (name: string) => Prng;
}

const seeds = (text: string): [number, number, number, number] => {
  const words: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  for (const character of text)
    for (let index = 0; index < 4; index += 1)
      words[index] = Math.imul(
        (words[index] ?? 0) ^ (character.codePointAt(0) ?? 0),
        0x01000193 + 2 * index * 0x9e37,
      );
  return words;
};

const sfc32 = (text: string): (() => number) => {
  let [a, b, c, d] = seeds(text);
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first numbers still resemble the seed.
  for (let round = 0; round < 16; round += 1) next();
  return next;
};

/** The generator of a seed. */
export const createPrng = (seed: string): Prng => {
  const next = sfc32(seed);
  const between = (min: number, max: number): number => min + next() * (max - min);
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => list[integer(0, list.length - 1)] as T,
    weighted: (weights) => weighted(weights, next()),
    shuffled: (list) => shuffled(list, integer),
    fork: (name) => createPrng(`${seed}/${name}`),
  };
};

const weighted = <T extends string>(weights: Readonly<Record<T, number>>, draw: number): T => {
  const entries = Object.entries(weights) as [T, number][];
  let rest = draw * entries.reduce((sum, [, weight]) => sum + weight, 0);
  const found = entries.find(([, weight]) => (rest -= weight) < 0) ?? entries[entries.length - 1];
  if (!found) throw new Error('nothing to choose from');
  return found[0];
};

const shuffled = <T>(list: readonly T[], integer: Prng['integer']): T[] => {
  const result = [...list];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = integer(0, index);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
};
