// What each channel does for conversion: how much of it is lost when the channel is removed from the chain of all paths.
import type { Chain } from './chain.ts';
import { chainOf } from './chain.ts';
import { directEffects, inverseCost } from './direct.ts';
import { iteratedEffects, roundCost, rounds_usual } from './iterated.ts';
import type { MarkovModel, PathCount, TransitionCount } from './path-count.ts';
import { steps_max } from './step-numbers.ts';
import type { Transitions } from './transitions.ts';
import { transitionsOfCounts, transitionsOfPaths } from './transitions.ts';

export interface ChannelEffect {
  readonly channel: string;
  /** 1 - P(conversion without the channel) / P(conversion); 0 where nothing converts. */
  readonly effect: number;
  /** Of the sum of all effects; 0 where that is 0. */
  readonly share: number;
}

export interface RemovalEffects {
  /** P(conversion). */
  readonly conversion: number;
  /** Every channel of the paths, in order of code units. */
  readonly effects: readonly ChannelEffect[];
}

export interface Refused {
  readonly code: 'chain_too_large' | 'chain_unsettled';
  readonly message: string;
}

/** What one chain may cost, about two seconds: the inverse of 790 states, or rounds over 100,000 transitions with 40 channels. */
export const multiplications_max = 1e9;

const tooLarge = 'is too large to be solved exactly';

const refused = (code: Refused['code'], chain: string, why: string): { readonly refused: Refused } => ({
  refused: { code, message: `the Markov chain of ${chain} ${why}: use a lower order, or fewer channels` },
});

/** By whichever way is cheaper; by the inverse too where rounds do not settle. Undefined where neither solves it. */
const solved = (chain: Chain): readonly number[] | undefined => {
  if (chain.states === 0) return chain.channels.map(() => 0);
  const rounds_max = Math.floor(multiplications_max / roundCost(chain));
  const roundsAreCheaper = rounds_usual * roundCost(chain) < inverseCost(chain);
  const settled = roundsAreCheaper ? iteratedEffects(chain, rounds_max) : undefined;
  return settled ?? (inverseCost(chain) > multiplications_max ? undefined : directEffects(chain));
};

const effectsOf = (transitions: Transitions | undefined): RemovalEffects | { readonly refused: Refused } => {
  if (!transitions) return refused('chain_too_large', `more than ${steps_max} channels`, tooLarge);
  const chain = chainOf(transitions);
  const size = `${chain.states} states and ${chain.channels.length} channels`;
  if (Math.min(inverseCost(chain), rounds_usual * roundCost(chain)) > multiplications_max)
    return refused('chain_too_large', size, tooLarge);
  const effects = solved(chain);
  if (!effects) return refused('chain_unsettled', size, 'turns in loops for too long to be solved exactly');
  const total = effects.reduce((sum, effect) => sum + effect, 0);
  return {
    conversion: chain.conversion,
    effects: chain.channels.map((channel, index) => {
      const effect = effects[index] ?? 0;
      return { channel, effect, share: total === 0 ? 0 : effect / total };
    }),
  };
};

/**
 * Removal effects (Anderl, Becker, von Wangenheim, Schumann 2016) of the chain of all paths, null paths included: a state
 * is the newest `order` steps, and every transition into a state whose newest step is the removed channel goes to null. Solved, not
 * simulated; the same paths in any order give the same bits. Throws a RangeError where a count is not a whole number.
 */
export const removalEffects = (paths: readonly PathCount[], model: MarkovModel) =>
  effectsOf(transitionsOfPaths(paths, model));

/** The same, to the bit, out of the transitions of all paths: they are far fewer. Throws also where they do not add up. */
export const removalEffectsOfTransitions = (transitions: readonly TransitionCount[], model: MarkovModel) =>
  effectsOf(transitionsOfCounts(transitions, model));
