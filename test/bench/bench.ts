// What a benchmark is: a name, what it measures, its goals, and a run that returns figures (units in their names).

export interface Goal {
  readonly at: 'most' | 'least';
  readonly value: number;
}

export interface Bench {
  readonly name: string;
  readonly what: string;
  readonly goals: Readonly<Record<string, Goal>>;
  readonly run: (say: (line: string) => void) => Promise<Readonly<Record<string, number>>>;
}

/** The middle value. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

export const seconds = (ms: number): number => Math.round(ms) / 1_000;
