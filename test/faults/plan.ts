// Which faults, in which order: drawn from a seed, so that what failed can be run again.
import type { Prng } from '../../services/cli/core/demo/prng.ts';
import { faults, type Fault } from './harness/faults.ts';

/** Every kind once, in an order of the seed. */
export const onceEach = (prng: Prng): readonly Fault[] => prng.shuffled(faults);

/** `kills` faults: deck after deck, each shuffled, each holding every kind by its weight. */
export const planOf = (prng: Prng, kills: number): readonly Fault[] => {
  const deck = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  const plan: Fault[] = [];
  while (plan.length < kills) plan.push(...prng.shuffled(deck));
  return plan.slice(0, kills);
};
