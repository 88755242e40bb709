// What a Markov model is given: how often which path, or which transition of paths, came about.

/** A touch as a Markov model sees it: its channel and, for models by stage, the stage it met the buyer in. */
export interface Step {
  readonly channel: string;
  readonly stage?: string;
}

/** A path, and how often it ended in a win and how often it did not. Whole numbers. */
export interface PathCount {
  readonly steps: readonly Step[];
  readonly conversions: number;
  readonly nulls: number;
}

/** How often paths went on from a state to a next step, or ended. A whole number. */
export interface TransitionCount {
  /** The newest steps, newest last: as many as the model's order, fewer at the beginning of a path, none at its start. */
  readonly from: readonly Step[];
  readonly to: Step | 'conversion' | 'null';
  readonly count: number;
}

export interface MarkovModel {
  /** How many of the newest steps make a state. */
  readonly order: 1 | 2 | 3;
  /** Whether the same channel in another stage is another step. */
  readonly byStage: boolean;
}
