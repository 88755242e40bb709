// Loops by month → one strip of columns for each stage they fell from. Pure.
import { stages } from '@revloop/schemas/stages.ts';
import type { LoopMonthRow } from '../../core/rows.ts';
import type { MonthStrip } from '../charts/month-columns.tsx';
import { formatCount, formatMonth, plural } from '../format.ts';
import { stageName } from '../words.ts';
import { monthsBetween } from './funnel-months.ts';

export const loopStripsOf = (
  rows: readonly LoopMonthRow[],
): { strips: readonly MonthStrip[]; months: readonly string[] } => ({
  months: monthsBetween(rows.map((row) => row.period)),
  strips: stages
    .map((stage) => ({
      name: `from ${stageName(stage)}`,
      columns: rows
        .filter((row) => row.from_stage === stage)
        .map((row) => ({
          month: row.period,
          whole: row.loops,
          solid: row.returned,
          reading: {
            title: `From ${stageName(stage)}, ${formatMonth(row.period)}`,
            facts: [plural(row.loops, 'loop'), `${formatCount(row.returned)} returned`],
          },
        })),
    }))
    .filter((strip) => strip.columns.length > 0),
});
