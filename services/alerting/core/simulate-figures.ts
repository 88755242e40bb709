// Judged clocks → figures by policy: the columns of the relation sla_compliance, and where the breaches are.
import type { PolicyFigures } from '@revloop/schemas/sla-simulation.ts';
import type { Policies } from './policy.ts';
import type { JudgedClock } from './simulate.ts';

/** What of the breached clocks named this value; '' those that named none. */
export interface Share {
  readonly value: string;
  readonly breached: number;
}

/** Figures of a policy, and whose the breaches are. */
export type ExplainedFigures = PolicyFigures & {
  /** Most first. Each sums to `breached`. */
  readonly breached_by: {
    readonly owner: readonly Share[];
    readonly reason: readonly Share[];
    readonly channel: readonly Share[];
  };
};

/** One per policy, in the order of the file. `channelOf` a clock's handoff: '' where not known. */
export const figuresOf = (
  clocks: readonly JudgedClock[],
  { policies }: Policies,
  channelOf: (clock: JudgedClock) => string,
): readonly ExplainedFigures[] =>
  policies.map(({ policy_id }) => {
    const own = clocks.filter((clock) => clock.policy_id === policy_id);
    const count = (state: JudgedClock['state']): number =>
      own.filter((clock) => clock.state === state).length;
    const late = own.filter(({ state }) => state === 'breached');
    const times = own.flatMap(({ business_seconds }) => business_seconds ?? []).sort((a, b) => a - b);
    const [met, breached] = [count('met'), late.length];
    return {
      policy_id,
      clocks: own.length,
      open: count('open'),
      met,
      breached,
      escalated: late.filter(({ escalated }) => escalated).length,
      ended: count('ended'),
      met_share: met + breached === 0 ? null : met / (met + breached),
      median_business_seconds: quantile(times, 0.5),
      p90_business_seconds: quantile(times, 0.9),
      breached_by: {
        owner: sharesOf(late, ({ owner_id }) => owner_id),
        reason: sharesOf(late, ({ reason }) => reason),
        channel: sharesOf(late, channelOf),
      },
    };
  });

/** Between neighbours in proportion, as ClickHouse's quantileExactInclusive. `sorted`: ascending. */
export const quantile = (sorted: readonly number[], share: number): number | null => {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (at - Math.floor(at));
};

const sharesOf = (
  clocks: readonly JudgedClock[],
  valueOf: (clock: JudgedClock) => string,
): readonly Share[] => {
  const counts = new Map<string, number>();
  for (const clock of clocks) counts.set(valueOf(clock), (counts.get(valueOf(clock)) ?? 0) + 1);
  return [...counts]
    .map(([value, breached]) => ({ value, breached }))
    .sort((a, b) => b.breached - a.breached || (a.value < b.value ? -1 : 1));
};
