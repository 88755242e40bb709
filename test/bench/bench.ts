// What a benchmark is: a name, what it measures, its goals, and a run that returns figures (units in their names).

export interface Goal {
  readonly at: 'most' | 'least';
  readonly value: number;
  /** Judged only in runs of at least so many minutes: a shorter one cannot tell. */
  readonly minutes_min?: number;
}

export interface Option {
  readonly what: string;
  readonly byDefault: number;
}

/** Whole numbers by option name, defaults filled in. */
export type Options = Readonly<Record<string, number>>;

export interface Bench {
  readonly name: string;
  readonly what: string;
  readonly goals: Readonly<Record<string, Goal>>;
  readonly options?: Readonly<Record<string, Option>>;
  readonly run: (say: (line: string) => void, options: Options) => Promise<Readonly<Record<string, number>>>;
}

/** The middle value. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The value below which `share` (0 to 1) of the values are. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

export const seconds = (ms: number): number => Math.round(ms) / 1_000;

export const rounded = (value: number, decimals = 2): number => Number(value.toFixed(decimals));
