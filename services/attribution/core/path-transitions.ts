// Rows of path-transitions.sql → transitions of a Markov chain, and its effects → the row that is stored.
import { removalEffectsOfTransitions } from './markov/removal-effects.ts';
import type { MarkovModel, TransitionCount } from './markov/path-count.ts';

export interface TransitionRow {
  /** Channel and stage of the newest steps, newest last. */
  readonly from: readonly (readonly [channel: string, stage: string])[];
  /** Channel and stage of the next step; both empty where the path ended. */
  readonly to: readonly [channel: string, stage: string];
  /** step, conversion or null. */
  readonly what: string;
  readonly count: string;
}

/** How the Markov models see a path. Order 3 counts serve the lower orders as well. */
export const markovModels: Readonly<Record<string, MarkovModel>> = {
  markov_1: { order: 1, byStage: false },
  markov_2: { order: 2, byStage: false },
  markov_3: { order: 3, byStage: false },
  markov_stage_1: { order: 1, byStage: true },
};

export interface EffectsRow {
  readonly model: string;
  readonly conversion: number;
  readonly channels: readonly string[];
  readonly effects: readonly number[];
  readonly shares: readonly number[];
  readonly refused: string;
}

const transitionOf = ({ from, to, what, count }: TransitionRow): TransitionCount => ({
  from: from.map(([channel, stage]) => ({ channel, stage })),
  to: what === 'conversion' || what === 'null' ? what : { channel: to[0], stage: to[1] },
  count: Number(count),
});

/** What each channel is worth by one Markov model. A chain that is refused has no effects: its credit goes to the channels in equal parts. */
export const effectsOf = (model: string, rows: readonly TransitionRow[]): EffectsRow => {
  const solved = removalEffectsOfTransitions(
    rows.map(transitionOf),
    markovModels[model] ?? { order: 1, byStage: false },
  );
  if ('refused' in solved)
    return { model, conversion: 0, channels: [], effects: [], shares: [], refused: solved.refused.message };
  return {
    model,
    conversion: solved.conversion,
    channels: solved.effects.map(({ channel }) => channel),
    effects: solved.effects.map(({ effect }) => effect),
    shares: solved.effects.map(({ share }) => share),
    refused: '',
  };
};
