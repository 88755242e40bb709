// How fast are Markov chains solved, and how do they compare with the package most people simulate them with?
import { isDeepStrictEqual } from 'node:util';
import type { MarkovModel, PathCount } from '../../services/attribution/core/markov/path-count.ts';
import type { RemovalEffects } from '../../services/attribution/core/markov/removal-effects.ts';
import { removalEffects } from '../../services/attribution/core/markov/removal-effects.ts';
import type { Bench } from './bench.ts';
import { median, rounded, seconds } from './bench.ts';
import { distinctPaths } from './markov-paths.ts';
import type { PeerRun } from './markov-peer.ts';
import { runPeer } from './markov-peer.ts';

const paths_count = 10_000;
const channels = 20;
const runs = 9;
const seeds = [0, 1, 2];

/** In the order they are run. */
const models: Readonly<Record<string, MarkovModel>> = {
  markov_1: { order: 1, byStage: false },
  markov_2: { order: 2, byStage: false },
  markov_3: { order: 3, byStage: false },
  markov_stage_1: { order: 1, byStage: true },
};

interface Solved {
  /** From path counts to removal effects. */
  readonly times_ms: readonly number[];
  readonly answer: RemovalEffects;
}

/** Several runs, each over the paths in another order. Throws where one differs from the others by a bit. */
const solve = (paths: readonly PathCount[], model: MarkovModel): Solved => {
  const answers = Array.from({ length: runs }, (_, run) => {
    const turned = [...paths.slice(run * 1_000), ...paths.slice(0, run * 1_000)];
    const began = performance.now();
    const answer = removalEffects(turned, model);
    const took_ms = performance.now() - began;
    if ('refused' in answer) throw new Error(answer.refused.message);
    return { took_ms, answer };
  });
  const [first] = answers;
  if (!first || !answers.every(({ answer }) => isDeepStrictEqual(answer, first.answer)))
    throw new Error('the same paths gave different effects');
  return { times_ms: answers.map(({ took_ms }) => took_ms), answer: first.answer };
};

const sharesOf = ({ effects }: RemovalEffects): Readonly<Record<string, number>> =>
  Object.fromEntries(effects.map(({ channel, share }) => [channel, share]));

const apart = (one: PeerRun['shares'], other: PeerRun['shares']): number =>
  Math.max(...Object.keys(one).map((channel) => Math.abs((one[channel] ?? 0) - (other[channel] ?? 0))));

/** The other package's time, how many times ours it is, and how far shares lie apart: from ours, and among its own seeds. */
const comparison = (ours: Solved, theirs: readonly PeerRun[]): Readonly<Record<string, number>> => {
  const [first, ...others] = theirs;
  if (!first) return {};
  const theirs_s = median(theirs.map((run) => run.seconds));
  return {
    channel_attribution_s: rounded(theirs_s, 3),
    channel_attribution_times_ours: rounded((theirs_s * 1_000) / median(ours.times_ms), 1),
    shares_apart_max: rounded(
      Math.max(...theirs.map(({ shares }) => apart(shares, sharesOf(ours.answer)))),
      6,
    ),
    its_own_shares_apart_max: rounded(
      Math.max(...others.map(({ shares }) => apart(shares, first.shares))),
      6,
    ),
  };
};

export const markovBench: Bench = {
  name: 'markov',
  what: `removal effects of ${paths_count} distinct paths of ${channels} channels, beside Python's ChannelAttribution`,
  goals: { markov_1_s: { at: 'most', value: 0.1 } },
  run: async (say) => {
    const paths = distinctPaths(paths_count, channels);
    const solved = Object.entries(models).map(([name, model]) => [name, solve(paths, model)] as const);
    const times = solved.map(([name, { times_ms }]) => [`${name}_s`, seconds(median(times_ms))] as const);
    say(`every model ${runs} times, over the paths in another order each: the same bits`);
    const theirs = await runPeer(say, paths, seeds);
    if (theirs)
      say('ChannelAttribution simulates (its defaults, one thread), so its shares differ with its seed');
    const order1 = solved.find(([name]) => name === 'markov_1')?.[1];
    return {
      ...Object.fromEntries(times),
      // What a process that has just started takes.
      markov_1_first_s: seconds(order1?.times_ms[0] ?? NaN),
      ...(theirs && order1 ? comparison(order1, theirs) : {}),
    };
  },
};
