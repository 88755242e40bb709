// Words of the later steps: what leads to one opportunity, and the touches of it that a window lets in.
import type { Fact } from './fact.ts';
import type { Ledger, Visit } from './ledger.ts';

export const policies = ['first', 'last', 'even', 'productive', 'rescue'] as const;
/** Stage-credit policy: which visit earns a milestone's credit. */
export type Policy = (typeof policies)[number];

export interface Journey {
  readonly ledger: Ledger;
  readonly opportunity_id: string;
  readonly conversion: Visit;
  /** Place of the win it starts after, or -1. */
  readonly start: number;
}

export const day_ms = 86_400_000;

/** The account's touches with T − lookback ≤ t ≤ T, in order. */
export const eligibleTouches = ({ ledger, conversion }: Journey, lookback_days: number): Fact[] =>
  ledger.touches.filter(
    ({ occurred_at }) =>
      occurred_at <= conversion.entered_at && occurred_at >= conversion.entered_at - lookback_days * day_ms,
  );
