// The removal effects of a chain out of one inverse.
import { inverse, Matrix, solve } from 'ml-matrix';
import type { Chain } from './chain.ts';

/** Multiplications of the inverse. */
export const inverseCost = ({ states }: Chain): number => 2 * states ** 3;

/** Visits on the diagonal less the transitions between states: diagonally dominant by rows and by columns. */
const flowMatrix = ({ states, visits, offsets, sources, counts }: Chain): Matrix => {
  const matrix = Matrix.diag([...visits]);
  for (let state = 0; state < states; state++)
    for (let at = offsets[state] ?? 0; at < (offsets[state + 1] ?? 0); at++) {
      const source = sources[at] ?? 0;
      matrix.set(source, state, matrix.get(source, state) - (counts[at] ?? 0));
    }
  return matrix;
};

/**
 * Effects by channel. With M = visits - transitions, G = M⁻¹ and h = G · conversions (the probability of conversion by state),
 * the conversions that pass a state of the set C are 1ᵀ (G_CC)⁻¹ h_C: how often the chain first comes into C, times what follows.
 * (Visits of the chain are those of the paths, so starts · G = 1ᵀ.) Nothing is subtracted, so small effects keep their digits.
 */
export const directEffects = (chain: Chain): readonly number[] => {
  const all = inverse(flowMatrix(chain));
  const converting = all.mmul(Matrix.columnVector([...chain.conversions]));
  return chain.channels.map((_, channel) => {
    const own = [...chain.channelOf.keys()].filter((state) => chain.channelOf[state] === channel);
    if (own.length === 0) return 0;
    const passing = solve(all.selection(own, own), converting.selection(own, [0])).sum();
    return Math.min(1, Math.max(0, passing / chain.converted));
  });
};
