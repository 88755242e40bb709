// Every state of a chain with what follows it and how often, out of paths or of transitions counted elsewhere.
import type { MarkovModel, PathCount, Step, TransitionCount } from './path-count.ts';
import { numberSteps, start, stateNumbers, steps_max } from './step-numbers.ts';

export interface Exits {
  readonly conversions: number;
  readonly nulls: number;
  /** Counts by the state that follows. */
  readonly next: ReadonlyMap<number, number>;
}

interface CountedExits {
  conversions: number;
  nulls: number;
  readonly next: Map<number, number>;
}

/** A state nobody left. */
export const noExits: Exits = { conversions: 0, nulls: 0, next: new Map() };

export interface Transitions {
  readonly steps: readonly Required<Step>[];
  /** By number of the state, the start included. */
  readonly exits: ReadonlyMap<number, Exits>;
  /** The number of a state's newest step. */
  readonly newest: (state: number) => number;
}

const checked = (count: number): number => {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new RangeError(`a path came about ${count} times: it must be a whole number from 0 to 2^53 - 1`);
};

const exitsTable = (): { table: Map<number, CountedExits>; of: (state: number) => CountedExits } => {
  const table = new Map<number, CountedExits>();
  const of = (state: number): CountedExits => {
    const known = table.get(state);
    if (known) return known;
    const made: CountedExits = { conversions: 0, nulls: 0, next: new Map() };
    table.set(state, made);
    return made;
  };
  return { table, of };
};

const add = (next: Map<number, number>, state: number, count: number): void =>
  void next.set(state, (next.get(state) ?? 0) + count);

/**
 * Paths that never came about are left out. Undefined where there are more than `steps_max` steps; throws a RangeError
 * where a count is not a whole number.
 */
export const transitionsOfPaths = (
  paths: readonly PathCount[],
  model: MarkovModel,
): Transitions | undefined => {
  const counted = paths.filter(({ conversions, nulls }) => checked(conversions) + checked(nulls) > 0);
  const { steps, numberOf } = numberSteps(
    counted.map((path) => path.steps),
    model,
  );
  if (steps.length > steps_max) return undefined;
  const { after, newest } = stateNumbers(steps.length, model.order);
  const { table, of } = exitsTable();
  for (const path of counted) {
    let [state, exits] = [start, of(start)];
    for (const step of path.steps) {
      state = after(state, numberOf(step));
      add(exits.next, state, path.conversions + path.nulls);
      exits = of(state);
    }
    exits.conversions += path.conversions;
    exits.nulls += path.nulls;
  }
  return { steps, exits: table, newest };
};

/** The same out of counted transitions: those of `transitionsOfPaths` where the counts are those of the paths. */
export const transitionsOfCounts = (
  transitions: readonly TransitionCount[],
  model: MarkovModel,
): Transitions | undefined => {
  const counted = transitions.filter(({ count }) => checked(count) > 0);
  const { steps, numberOf } = numberSteps(
    counted.map(({ from, to }) => (typeof to === 'string' ? from : [to])),
    model,
  );
  if (steps.length > steps_max) return undefined;
  const { after, newest } = stateNumbers(steps.length, model.order);
  const { table, of } = exitsTable();
  for (const { from, to, count } of counted) {
    const state = from.reduce((former, step) => after(former, numberOf(step)), start);
    const exits = of(state);
    if (to === 'conversion') exits.conversions += count;
    else if (to === 'null') exits.nulls += count;
    else add(exits.next, after(state, numberOf(to)), count);
  }
  return { steps, exits: table, newest };
};
