// Ninth step of the reference: paths → what each channel is worth to them by a Markov model.
import { minus, one, per, zero, type Fraction } from './fraction.ts';
import { chainOf, conversionOf, without, type Memory } from './markov-chain.ts';
import type { Path } from './paths.ts';

const memories = {
  markov_1: { steps_max: 1, by_stage: false },
  markov_2: { steps_max: 2, by_stage: false },
  markov_3: { steps_max: 3, by_stage: false },
  markov_stage_1: { steps_max: 1, by_stage: true },
} as const satisfies Readonly<Record<string, Memory>>;

export const markovModels = ['markov_1', 'markov_2', 'markov_3', 'markov_stage_1'] as const;
export type MarkovModel = (typeof markovModels)[number];

/** Removal effect of each channel on any path, from 0 to 1. */
export type Effects = ReadonlyMap<string, Fraction>;

/** 1 − P(conversion without the channel) / P(conversion); where nothing converts, every effect is 0. */
export const removalEffects = (paths: readonly Path[], model: MarkovModel): Effects => {
  const chain = chainOf(paths, memories[model]);
  const conversion = conversionOf(chain);
  const effectOf = (channel: string): Fraction =>
    conversion.over === 0n ? zero : minus(one, per(conversionOf(without(chain, channel)), conversion));
  return new Map([...new Set(chain.channels.values())].map((channel) => [channel, effectOf(channel)]));
};
