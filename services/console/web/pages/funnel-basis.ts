// The two ways to count a funnel, from the same row: unique accounts, or every visit. Pure.
import type { FunnelRow } from '../../core/rows.ts';
import type { Basis } from '../search.ts';

export interface Counted {
  readonly entered: number;
  readonly converted: number;
  readonly median_seconds: number | null;
  readonly p90_seconds: number | null;
}

export const countedIn = (row: FunnelRow, basis: Basis): Counted =>
  basis === 'accounts'
    ? {
        entered: row.entered_accounts,
        converted: row.converted_accounts,
        median_seconds: row.account_median_seconds,
        p90_seconds: row.account_p90_seconds,
      }
    : {
        entered: row.entered_visits,
        converted: row.converted_visits,
        median_seconds: row.visit_median_seconds,
        p90_seconds: row.visit_p90_seconds,
      };
