// Rows by month and stage → one strip of columns for each stage. Pure.
import { stages } from '@revloop/schemas/stages.ts';
import type { FunnelMonthRow } from '../../core/rows.ts';
import type { MonthStrip } from '../charts/month-columns.tsx';
import { formatCount, formatMonth, formatShare, plural } from '../format.ts';
import type { Basis } from '../search.ts';
import { stageName } from '../words.ts';

/** Months without rows stay as gaps between the first and the last that have any. */
export const stripsOf = (
  rows: readonly FunnelMonthRow[],
  basis: Basis,
): { strips: readonly MonthStrip[]; months: readonly string[] } => ({
  months: monthsBetween(rows.map((row) => row.period)),
  strips: stages
    .map((stage) => ({
      name: stageName(stage),
      columns: rows.filter((row) => row.stage === stage).map((row) => columnOf(row, basis)),
    }))
    .filter((strip) => strip.columns.length > 0),
});

const columnOf = (row: FunnelMonthRow, basis: Basis) => {
  const won = row.stage === 'won';
  const accounts = basis === 'accounts';
  return {
    month: row.period,
    whole: accounts ? row.entered_accounts : row.entered_visits,
    solid: accounts && !won ? row.converted_accounts : null,
    reading: {
      title: `${stageName(row.stage)}, ${formatMonth(row.period)}`,
      facts: [
        accounts ? plural(row.entered_accounts, 'account') : plural(row.entered_visits, 'visit'),
        ...(accounts && !won
          ? [`${formatCount(row.converted_accounts)} went on (${formatShare(row.conversion_rate)})`]
          : []),
      ],
    },
  };
};

/** Every first day of a month from the earliest to the latest. */
export const monthsBetween = (periods: readonly string[]): readonly string[] => {
  const sorted = [...new Set(periods)].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  const months: string[] = [];
  for (let at = first; at !== undefined && last !== undefined && at <= last; at = nextMonth(at))
    months.push(at);
  return months;
};

const nextMonth = (period: string): string => {
  const date = new Date(`${period}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
};
