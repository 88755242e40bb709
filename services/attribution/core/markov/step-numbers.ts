// Steps as numbers, states as numbers made of them: neither depends on the order in which paths are given.
import type { MarkovModel, Step } from './path-count.ts';

export interface StepNumbers {
  /** By number, in order of stage, then channel, in code units. */
  readonly steps: readonly Required<Step>[];
  readonly numberOf: (step: Step) => number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const numberSteps = (paths: Iterable<readonly Step[]>, { byStage }: MarkovModel): StepNumbers => {
  const stageOf = (step: Step): string => (byStage ? (step.stage ?? '') : '');
  const byStageAndChannel = new Map<string, Map<string, number>>();
  for (const path of paths)
    for (const step of path) {
      const stage = stageOf(step);
      const channels = byStageAndChannel.get(stage);
      if (channels) channels.set(step.channel, NaN);
      else byStageAndChannel.set(stage, new Map([[step.channel, NaN]]));
    }
  const steps = [...byStageAndChannel]
    .flatMap(([stage, channels]) => [...channels.keys()].map((channel) => ({ channel, stage })))
    .sort((a, b) => compare(a.stage, b.stage) || compare(a.channel, b.channel));
  steps.forEach(({ channel, stage }, number) => byStageAndChannel.get(stage)?.set(channel, number));
  return {
    steps,
    numberOf: (step) => byStageAndChannel.get(stageOf(step))?.get(step.channel) ?? NaN,
  };
};

/** The state before the first step of a path. */
export const start = 0;

/** With more steps the numbers of states would not be exact: below the cube root of 2⁵³. */
export const steps_max = 200_000;

/**
 * States are numbers whose digits are the numbers of their steps plus one, newest last. `after` is the state that
 * follows when a step is added; `newest` the number of a state's newest step.
 */
export const stateNumbers = (
  steps: number,
  order: number,
): { after: (state: number, step: number) => number; newest: (state: number) => number } => {
  const base = steps + 1;
  const kept = base ** (order - 1);
  return {
    after: (state, step) => (state % kept) * base + step + 1,
    newest: (state) => (state % base) - 1,
  };
};
