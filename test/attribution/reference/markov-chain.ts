// A Markov chain of paths as counts, solved exactly in integers: how often the paths go on from each state to each other one.
import { divisor, fraction, zero, type Fraction } from './fraction.ts';
import type { Path, Step } from './paths.ts';

/** What the chain remembers of a path: its newest steps, and of each step the channel or also the stage. */
export interface Memory {
  readonly steps_max: number;
  readonly by_stage: boolean;
}

type State = string;
const conversion: State = 'conversion';
const lost: State = 'null';
/** Before the first step nothing is remembered. */
const start: State = '[]';

/** Where to from one state, and how often: integers that count only in proportion to each other. */
type Row = ReadonlyMap<State, bigint>;

export interface Chain {
  readonly rows: ReadonlyMap<State, Row>;
  /** The channel each state ends in. */
  readonly channels: ReadonlyMap<State, string>;
}

/** Counts of transitions, from the start to conversion or null. */
export const chainOf = (paths: readonly Path[], { steps_max, by_stage }: Memory): Chain => {
  const rows = new Map<State, Map<State, bigint>>();
  const channels = new Map<State, string>();
  const count = (from: State, to: State): void => {
    const row = rows.get(from) ?? new Map<State, bigint>();
    rows.set(from, row.set(to, (row.get(to) ?? 0n) + 1n));
  };
  const told = ({ channel, stage }: Step) => (by_stage ? [stage, channel] : [channel]);
  for (const { steps, converts } of paths) {
    const states = steps.map((_, index) =>
      JSON.stringify(steps.slice(Math.max(0, index + 1 - steps_max), index + 1).map(told)),
    );
    states.forEach((state, index) => channels.set(state, steps[index]?.channel ?? ''));
    [start, ...states].forEach((state, index) =>
      count(state, states[index] ?? (converts ? conversion : lost)),
    );
  }
  return { rows, channels };
};

/** "Removing a channel turns every transition into a state that ends in it into a transition to null." */
export const without = ({ rows, channels }: Chain, channel: string): Chain => {
  const removed = (state: State): boolean => channels.get(state) === channel;
  const redirected = (row: Row): Row => {
    const kept = new Map<State, bigint>();
    for (const [to, count] of row) {
      const target = removed(to) ? lost : to;
      kept.set(target, (kept.get(target) ?? 0n) + count);
    }
    return kept;
  };
  return {
    rows: new Map([...rows].filter(([from]) => !removed(from)).map(([from, row]) => [from, redirected(row)])),
    channels,
  };
};

/** The same proportions in the smallest integers. */
const smallest = (row: Row): Row => {
  const common = [...row.values()].reduce(divisor, 0n);
  return common > 1n ? new Map([...row].map(([to, count]) => [to, count / common])) : row;
};

/**
 * A row that leads to `state` no more, but at once to where that leads when it is left at last: Gauss elimination of one unknown, multiplied out so
 * that no fractions arise.
 */
const bypassing = (row: Row, state: State, onward: Row): Row => {
  const times = row.get(state);
  if (times === undefined) return row;
  const leaving = [...onward].filter(([to]) => to !== state);
  const all = leaving.reduce((sum, [, count]) => sum + count, 0n);
  const passed = new Map([...row].filter(([to]) => to !== state).map(([to, count]) => [to, count * all]));
  for (const [to, count] of leaving) passed.set(to, (passed.get(to) ?? 0n) + times * count);
  return smallest(passed);
};

/** Probability that a path ends in conversion: all states but the start are eliminated one after the other. Every state is left at last, as paths end. */
export const conversionOf = ({ rows }: Chain): Fraction => {
  const left = new Map(rows);
  for (const [state] of rows) {
    const onward = left.get(state);
    if (state === start || !onward) continue;
    left.delete(state);
    for (const [from, row] of left) left.set(from, bypassing(row, state, onward));
  }
  const ends = left.get(start) ?? new Map<State, bigint>();
  const won = ends.get(conversion) ?? 0n;
  const ended = won + (ends.get(lost) ?? 0n);
  return ended === 0n ? zero : fraction(won, ended);
};
