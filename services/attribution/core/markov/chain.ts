// The absorbing chain of counted transitions, in whole numbers, as its solvers need it.
import { start } from './step-numbers.ts';
import type { Exits, Transitions } from './transitions.ts';
import { noExits } from './transitions.ts';

/** Transitions into state j stand in `sources` and `counts` from `offsets[j]` to before `offsets[j + 1]`. */
interface Incoming {
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly counts: Float64Array;
}

/**
 * The states from which a conversion can be reached (a state that only leads to null takes no part), in order of
 * their numbers. From each of them the chain ends sooner or later, so its linear systems are never singular. Counts
 * are divided by their greatest common divisor: twice the paths are the same chain.
 */
export interface Chain extends Incoming {
  /** All channels of the paths, in order of code units. */
  readonly channels: readonly string[];
  /** P(conversion): paths that convert, of all. */
  readonly conversion: number;
  /** Conversions of all paths. */
  readonly converted: number;
  readonly states: number;
  /** By state: the channel of its newest step, how often it was visited, how often a conversion followed. */
  readonly channelOf: Int32Array;
  readonly visits: Float64Array;
  readonly conversions: Float64Array;
}

type Table = ReadonlyMap<number, Exits>;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const countsOf = ({ conversions, nulls, next }: Exits): number[] => [conversions, nulls, ...next.values()];

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** By state: the states before it, with counts. */
type Sources = ReadonlyMap<number, readonly (readonly [source: number, count: number])[]>;

const sourcesOf = (exits: Table): Sources => {
  const sources = new Map<number, [number, number][]>();
  for (const [from, { next }] of exits)
    for (const [to, count] of next) {
      const known = sources.get(to);
      if (known) known.push([from, count]);
      else sources.set(to, [[from, count]]);
    }
  return sources;
};

const reachConversion = (exits: Table, sources: Sources): number[] => {
  const reached = new Set(
    [...exits].filter(([, { conversions }]) => conversions > 0).map(([state]) => state),
  );
  // A set is walked to what is added on the way.
  for (const state of reached) for (const [source] of sources.get(state) ?? []) reached.add(source);
  reached.delete(start);
  return [...reached].sort((a, b) => a - b);
};

/** Throws where a state is not left as often as it is entered, or counts add up to more than 2⁵³ - 1: a fault of the caller. */
const check = (exits: Table, sources: Sources): void => {
  for (const [state, out] of exits) {
    const left = sum(countsOf(out));
    if (state !== start && left !== sum((sources.get(state) ?? []).map(([, count]) => count)))
      throw new RangeError(`a state of a chain is left ${left} times, but not entered as often`);
  }
  if (!Number.isSafeInteger(sum([...exits.values()].flatMap(countsOf))))
    throw new RangeError('paths came about so often that their counts add up to more than 2^53 - 1');
};

const incomingOf = (kept: readonly number[], sources: Sources, unit: number): Incoming => {
  const indexOf = new Map(kept.map((state, index) => [state, index]));
  const into = kept.map((state) =>
    (sources.get(state) ?? [])
      .map(([source, count]) => ({ source: indexOf.get(source) ?? -1, count: count / unit }))
      .filter(({ source }) => source >= 0)
      .sort((a, b) => a.source - b.source),
  );
  const offsets = new Int32Array(kept.length + 1);
  into.forEach((list, index) => (offsets[index + 1] = (offsets[index] ?? 0) + list.length));
  return {
    offsets,
    sources: Int32Array.from(into.flatMap((list) => list.map(({ source }) => source))),
    counts: Float64Array.from(into.flatMap((list) => list.map(({ count }) => count))),
  };
};

/** The chain of these transitions. Throws a RangeError as said above. */
export const chainOf = ({ steps, exits, newest }: Transitions): Chain => {
  const sources = sourcesOf(exits);
  check(exits, sources);
  const channels = [...new Set(steps.map(({ channel }) => channel))].sort();
  const numberOf = new Map(channels.map((channel, number) => [channel, number]));
  const kept = reachConversion(exits, sources);
  const all = [...exits.values()];
  const unit = all.flatMap(countsOf).reduce(gcd, 0);
  const converted = sum(all.map(({ conversions }) => conversions));
  const outOf = kept.map((state) => exits.get(state) ?? noExits);
  return {
    channels,
    conversion: converted === 0 ? 0 : converted / sum(countsOf(exits.get(start) ?? noExits)),
    converted: converted / unit,
    states: kept.length,
    channelOf: Int32Array.from(kept, (state) => numberOf.get(steps[newest(state)]?.channel ?? '') ?? NaN),
    visits: Float64Array.from(outOf, (out) => sum(countsOf(out)) / unit),
    conversions: Float64Array.from(outOf, ({ conversions }) => conversions / unit),
    ...incomingOf(kept, sources, unit),
  };
};
