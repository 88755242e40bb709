// Rows of the reference as short texts, for tests to compare and people to read.
import { attribute, type Row } from './reference/attribution.ts';
import { factOf, type Fact } from './reference/fact.ts';
import type { Policy } from './reference/journey.ts';
import { models } from './reference/models.ts';
import type { CustomModel } from './reference/rule-models.ts';

export const facts = (events: readonly Readonly<Record<string, unknown>>[]): Fact[] =>
  events.map((event) => factOf(event));

/** What a row says: opportunity, model, touch (or kind of row), when it converted, weight in 10^-12, money in minor units. */
export const told = (row: Row): string =>
  [
    row.account_id,
    row.opportunity_id,
    row.model,
    row.row_kind,
    row.touch?.event_id ?? '-',
    row.converted_at === null ? 'open' : new Date(row.converted_at).toISOString(),
    row.weight,
    row.minor,
    row.currency,
  ].join(' ');

/** Attribution as texts, sorted. */
export const attributed = (arrivals: readonly Fact[], lookback_days: number, policy: Policy): string[] =>
  attribute(arrivals, { lookback_days, policy }).map(told).sort();

/** Money of one opportunity's model, refunds apart, by the last part of the touch's id. */
export const moneyByTouch = (
  arrivals: readonly Fact[],
  model: string,
  policy: Policy,
  lookback_days = 90,
  custom: readonly CustomModel[] = [],
): Record<string, string> =>
  Object.fromEntries(
    attribute(arrivals, { lookback_days, policy, custom, models: models.filter((own) => own === model) })
      .filter((row) => row.model === model && row.weight > 0n)
      .map(({ touch, row_kind, minor }) => [touch?.event_id.split('-').at(-1) ?? row_kind, String(minor)]),
  );
