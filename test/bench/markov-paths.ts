// Paths for Markov models: distinct ones, made up, the same in every run.
import type { PathCount, Step } from '../../services/attribution/core/markov/path-count.ts';

const stages = ['engaged', 'mql', 'accepted', 'opportunity'];

/** Whole numbers from 0 to below a limit: the generator of Park and Miller. */
const numbers = (): ((limit: number) => number) => {
  let state = 1;
  return (limit) => (state = (state * 48_271) % 2_147_483_647) % limit;
};

/** Eight touches on average, 55 at most; few channels are met often; stages go up, and sometimes back. */
const stepsFrom = (below: (limit: number) => number, channels: number): Step[] => {
  const steps: Step[] = [];
  let stage = 0;
  do {
    stage =
      below(4) === 0 ? Math.max(0, Math.min(stages.length - 1, stage + (below(4) === 0 ? -1 : 1))) : stage;
    steps.push({ channel: `channel_${below(1 + below(channels))}`, stage: stages[stage] ?? '' });
  } while (below(6) > 0);
  return steps;
};

/** `count` paths that differ in their channels; one in six converts now and then. */
export const distinctPaths = (count: number, channels: number): readonly PathCount[] => {
  const below = numbers();
  const paths = new Map<string, PathCount>();
  while (paths.size < count) {
    const steps = stepsFrom(below, channels);
    const text = steps.map(({ channel }) => channel).join('>');
    const conversions = below(6) === 0 ? 1 + below(3) : 0;
    paths.set(text, { steps, conversions, nulls: 1 + below(8) });
  }
  return [...paths.values()];
};
