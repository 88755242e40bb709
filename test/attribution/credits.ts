// Rows of the reference as short texts, for tests to compare and people to read.
import { attribute, type Row } from './reference/attribution.ts';
import { factOf, type Fact } from './reference/fact.ts';
import type { Policy } from './reference/journey.ts';
import type { Model } from './reference/models.ts';

export const facts = (events: readonly Readonly<Record<string, unknown>>[]): Fact[] =>
  events.map((event) => factOf(event));

/** What a row says: opportunity, model, touch (or kind of row), weight in 10^-12, money in minor units. */
export const told = ({ account_id, opportunity_id, model, row_kind, touch, weight, minor, currency }: Row) =>
  [account_id, opportunity_id, model, row_kind, touch?.event_id ?? '-', weight, minor, currency].join(' ');

/** Attribution as texts, sorted. */
export const attributed = (arrivals: readonly Fact[], lookback_days: number, policy: Policy): string[] =>
  attribute(arrivals, { lookback_days, policy }).map(told).sort();

/** Money of one opportunity's model by the last part of the touch's id. */
export const moneyByTouch = (
  arrivals: readonly Fact[],
  model: Model,
  policy: Policy,
  lookback_days = 90,
): Record<string, string> =>
  Object.fromEntries(
    attribute(arrivals, { lookback_days, policy })
      .filter((row) => row.model === model)
      .map(({ touch, row_kind, minor }) => [touch?.event_id.split('-').at(-1) ?? row_kind, String(minor)]),
  );
