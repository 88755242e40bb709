// Removal effects by their definition, in exact fractions, for tests: slow, and sharing nothing with what it judges.
import fc from 'fast-check';
import type { MarkovModel, PathCount, Step, TransitionCount } from './path-count.ts';

export const models: readonly MarkovModel[] = [
  { order: 1, byStage: false },
  { order: 2, byStage: false },
  { order: 3, byStage: false },
  { order: 1, byStage: true },
];

const step = fc.record({
  channel: fc.constantFrom('', 'email', 'direct', 'événement'),
  stage: fc.constantFrom('engaged', 'mql'),
});

export const somePaths = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    conversions: fc.nat({ max: 3 }),
    nulls: fc.nat({ max: 3 }),
  }),
  { maxLength: 6 },
);

/** `C1>C2>C3` as a path. */
export const path = (text: string, conversions: number, nulls: number): PathCount => ({
  steps: text.split('>').map((channel) => ({ channel })),
  conversions,
  nulls,
});

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const fraction = (over: bigint, under: bigint): Fraction => {
  const common = gcd(over, under) || 1n;
  return under / common < 0n
    ? { over: -over / common, under: -under / common }
    : { over: over / common, under: under / common };
};
const zero = fraction(0n, 1n);
const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under - b.over * a.under, a.under * b.under);
const times = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.over, a.under * b.under);
const divided = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.under, a.under * b.over);
const numberOf = ({ over, under }: Fraction): number => Number(over) / Number(under);

/** Gauss and Jordan on rows of coefficients with the right side last. */
const solve = (rows: Fraction[][]): Fraction[] => {
  rows.forEach((_, column) => {
    const at = rows.findIndex((row, index) => index >= column && row[column]!.over !== 0n);
    [rows[column], rows[at]] = [rows[at]!, rows[column]!];
    const pivot = rows[column].map((value) => divided(value, rows[column]![column]!));
    rows[column] = pivot;
    rows.forEach((row, index) => {
      const factor = row[column]!;
      if (index === column || factor.over === 0n) return;
      rows[index] = row.map((value, place) =>
        pivot[place]!.over === 0n ? value : minus(value, times(factor, pivot[place]!)),
      );
    });
  });
  return rows.map((row) => row.at(-1)!);
};

const textOf = (steps: readonly Step[], { byStage }: MarkovModel): string =>
  JSON.stringify(steps.map(({ channel, stage }) => (byStage ? [stage, channel] : [channel])));

/** The transitions of paths, one by one, not added up. */
export const transitionsOf = (paths: readonly PathCount[], { order }: MarkovModel): TransitionCount[] =>
  paths.flatMap(({ steps, conversions, nulls }) => [
    ...steps.map((to, index) => ({
      from: steps.slice(Math.max(0, index - order), index),
      to,
      count: conversions + nulls,
    })),
    { from: steps.slice(-order), to: 'conversion' as const, count: conversions },
    { from: steps.slice(-order), to: 'null' as const, count: nulls },
  ]);

/** P(conversion), without a channel where one is named: its states lead to null. */
const conversionWithout = (
  paths: readonly PathCount[],
  model: MarkovModel,
  removed: string | undefined,
): Fraction => {
  const transitions = transitionsOf(paths, model).filter(({ count }) => count > 0);
  const states = [
    ...new Set(['[]', ...transitions.flatMap(({ from }) => textOf(from, model))]), // The start is the state of no step.
  ];
  const rows = states.map((state, index) => {
    const row = new Array<bigint>(states.length + 1).fill(0n);
    for (const { from, to, count } of transitions) {
      if (textOf(from, model) !== state) continue;
      row[index]! += BigInt(count);
      if (to === 'conversion') row[states.length]! += BigInt(count);
      else if (to !== 'null' && to.channel !== removed)
        row[states.indexOf(textOf([...from, to].slice(-model.order), model))]! -= BigInt(count);
    }
    return row.map((value) => fraction(value, 1n));
  });
  return transitions.length === 0 ? zero : solve(rows)[0]!;
};

/** Removal effects by channel, and P(conversion). */
export const effectsByDefinition = (paths: readonly PathCount[], model: MarkovModel) => {
  const all = conversionWithout(paths, model, undefined);
  const channels = [
    ...new Set(
      paths
        .filter(({ conversions, nulls }) => conversions + nulls > 0)
        .flatMap(({ steps }) => steps.map(({ channel }) => channel)),
    ),
  ].sort();
  return {
    conversion: numberOf(all),
    effects: channels.map((channel) => ({
      channel,
      effect:
        all.over === 0n
          ? 0
          : numberOf(minus(fraction(1n, 1n), divided(conversionWithout(paths, model, channel), all))),
    })),
  };
};
