// The removal effects of a chain too large for an inverse: its linear systems solved by iteration to a proven bound.
import { Matrix, solve } from 'ml-matrix';
import type { Chain } from './chain.ts';

/** What the equations may leave in the end: visits unaccounted for, of all visits. Rounding leaves a fiftieth of it. */
export const residual_share_max = 1e-15;

/** Chains of thousands of generated paths settled in 22 to 29 rounds; small ones now and then take hundreds. */
export const rounds_usual = 30;

/** What a round costs, in multiplications of an inverse. Measured: a transition costs eight. */
export const roundCost = ({ channels, counts }: Chain): number =>
  channels.length * (8 * counts.length + channels.length ** 3 / 3);

/**
 * Of each state, the share of its visits that come after the removed channel: 1 for the channel's own states, else
 * share · visits = Σ share · transitions over the states before it. One such system for each channel.
 */
interface Passed {
  readonly removed: number;
  readonly shares: Float64Array;
}

/** Visits after the removed channel: what flows from channel to channel, what each holds, and what the equations leave. */
interface Flows {
  readonly between: Float64Array;
  readonly held: Float64Array;
  readonly residual: number;
}

const flowsOf = (chain: Chain, { removed, shares }: Passed): Flows => {
  const { states, channels, channelOf, visits, offsets, sources, counts } = chain;
  const between = new Float64Array(channels.length ** 2);
  const held = new Float64Array(channels.length);
  let residual = 0;
  for (let state = 0; state < states; state++) {
    const channel = channelOf[state]!;
    if (channel === removed) continue;
    let entered = 0;
    for (let at = offsets[state]!; at < offsets[state + 1]!; at++) {
      const source = sources[at]!;
      const flow = shares[source]! * counts[at]!;
      between[channelOf[source]! + channel * channels.length]! += flow;
      entered += flow;
    }
    const holds = shares[state]! * visits[state]!;
    held[channel]! += holds;
    residual += Math.abs(entered - holds);
  }
  return { between, held, residual };
};

/** Scales the shares of each channel's states so that flows between channels balance. At order 1 that is the solution. */
const balance = (
  { channels, channelOf }: Chain,
  { removed, shares }: Passed,
  { between, held }: Flows,
): void => {
  const others = [...channels.keys()].filter((channel) => channel !== removed);
  const flow = (from: number, to: number): number => between[from + to * channels.length]!;
  const system = Matrix.zeros(others.length, others.length);
  others.forEach((to, row) => {
    others.forEach((from, column) => system.set(row, column, -flow(from, to)));
    // Where no visit comes after the removed channel, nothing flows in or out: any scale will do.
    system.set(row, row, held[to] === 0 ? 1 : held[to]! - flow(to, to));
  });
  const scales = new Float64Array(channels.length).fill(1);
  solve(system, Matrix.columnVector(others.map((to) => flow(removed, to))))
    .to1DArray()
    .forEach((scale, index) => (scales[others[index]!] = scale));
  for (let state = 0; state < shares.length; state++) shares[state]! *= scales[channelOf[state]!]!;
};

/** Solves each state's equation for its share, one after the other. */
const sweep = (
  { states, channelOf, visits, offsets, sources, counts }: Chain,
  { removed, shares }: Passed,
): void => {
  for (let state = 0; state < states; state++) {
    if (channelOf[state] === removed) continue;
    let entered = 0;
    let left = visits[state]!;
    for (let at = offsets[state]!; at < offsets[state + 1]!; at++) {
      const source = sources[at]!;
      if (source === state) left -= counts[at]!;
      else entered += shares[source]! * counts[at]!;
    }
    shares[state] = entered / left;
  }
};

/** Iterates until the equations leave at most `residual_max` visits; undefined where they do not in `rounds_max` rounds. */
const settled = (
  chain: Chain,
  removed: number,
  residual_max: number,
  rounds_max: number,
): Float64Array | undefined => {
  const shares = new Float64Array(chain.states).fill(1);
  const former = { shares: shares.slice(), residual: Infinity, balanced: false };
  for (let round = 0; round < rounds_max; round++) {
    const flows = flowsOf(chain, { removed, shares });
    if (flows.residual <= residual_max) return shares;
    // Balancing may lead in a circle, sweeps alone never leave more than before: they follow a round that did not help.
    const helped = !former.balanced || flows.residual < former.residual / 2;
    if (helped) {
      former.shares.set(shares);
      former.residual = flows.residual;
      balance(chain, { removed, shares }, flows);
    } else if (flows.residual > former.residual) shares.set(former.shares);
    former.balanced = helped;
    sweep(chain, { removed, shares });
  }
  return undefined;
};

/** The share of conversions that come after a visit to the channel. */
const effectOf = ({ conversions, converted }: Chain, shares: Float64Array): number =>
  Math.min(1, shares.reduce((sum, share, state) => sum + share * conversions[state]!, 0) / converted);

/**
 * Effects by channel; undefined where one does not settle in `rounds_max` rounds. Aggregation and disaggregation (Koury, McAllister,
 * Stewart 1984): flows between channels are balanced exactly, then those of every state. An effect is off by at most
 * `residual_share_max` times the visits per conversion: a visit unaccounted for is at most one conversion.
 */
export const iteratedEffects = (chain: Chain, rounds_max: number): readonly number[] | undefined => {
  const residual_max = chain.visits.reduce((sum, count) => sum + count, 0) * residual_share_max;
  const present = new Set(chain.channelOf);
  const effects: number[] = [];
  for (const channel of chain.channels.keys()) {
    if (!present.has(channel)) {
      effects.push(0);
      continue;
    }
    const shares = settled(chain, channel, residual_max, rounds_max);
    if (!shares) return undefined;
    effects.push(effectOf(chain, shares));
  }
  return effects;
};
