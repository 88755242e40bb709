// Figures of a draft and of the present policies, side by side, as text.
import { policyCounts } from '@revloop/schemas/sla-simulation.ts';
import { businessText } from './length.ts';
import type { ExplainedFigures, Share } from './simulate-figures.ts';

type Row = readonly [name: string, draft: string, present: string];
type Side = ExplainedFigures | undefined;

/** Values of one kind that are listed; the others are summed up. */
const listed_max = 10;
const dimensions = ['owner', 'reason', 'channel'] as const;

/** Policies of the draft in its order, then those that only the present file has. */
export const simulationText = (
  draft: readonly ExplainedFigures[],
  present: readonly ExplainedFigures[],
): string => {
  const ids = [...new Set([...draft, ...present].map(({ policy_id }) => policy_id))];
  const sideOf = (figures: readonly ExplainedFigures[], id: string): Side =>
    figures.find(({ policy_id }) => policy_id === id);
  return aligned(ids.flatMap((id) => rowsOf(id, sideOf(draft, id), sideOf(present, id))));
};

const rowsOf = (id: string, draft: Side, present: Side): readonly Row[] => {
  const row = (name: string, textOf: (side: ExplainedFigures) => string): Row => [
    `  ${name}`,
    draft ? textOf(draft) : '-',
    present ? textOf(present) : '-',
  ];
  return [
    [id, 'draft', 'present'],
    ...policyCounts.map((name) => row(name, (side) => String(side[name]))),
    row('met share', ({ met_share }) => (met_share === null ? '-' : `${(met_share * 100).toFixed(1)} %`)),
    row('median business time', ({ median_business_seconds: seconds }) => timeText(seconds)),
    row('p90 business time', ({ p90_business_seconds: seconds }) => timeText(seconds)),
    ...dimensions.flatMap((dimension) => shareRows(dimension, draft, present)),
    ['', '', ''],
  ];
};

/** To the second. */
const timeText = (seconds: number | null): string =>
  seconds === null ? '-' : businessText(Math.round(seconds) * 1_000);

/** None where no breach names a value. */
const shareRows = (dimension: (typeof dimensions)[number], draft: Side, present: Side): readonly Row[] => {
  const of = (side: Side): readonly Share[] => side?.breached_by[dimension] ?? [];
  const breachedOf = (side: Side, value: string): number =>
    of(side).find((share) => share.value === value)?.breached ?? 0;
  const most = (value: string): number => Math.max(breachedOf(draft, value), breachedOf(present, value));
  const values = [...new Set([...of(draft), ...of(present)].map(({ value }) => value))];
  if (values.every((value) => value === '')) return [];
  values.sort((a, b) => most(b) - most(a));
  const sum = (side: Side, list: readonly string[]): string =>
    side ? String(list.reduce((total, value) => total + breachedOf(side, value), 0)) : '-';
  const rows = values.slice(0, listed_max).map((value): Row => {
    const name = `  breached, ${dimension} ${value === '' ? '(none named)' : value}`;
    return [name, sum(draft, [value]), sum(present, [value])];
  });
  const rest = values.slice(listed_max);
  if (rest.length === 0) return rows;
  return [
    ...rows,
    [`  breached, ${rest.length} others by ${dimension}`, sum(draft, rest), sum(present, rest)],
  ];
};

const aligned = (rows: readonly Row[]): string => {
  const widthOf = (column: 0 | 1 | 2): number => Math.max(...rows.map((row) => row[column].length), 0);
  const [names, drafts, presents] = [widthOf(0), widthOf(1), widthOf(2)];
  return rows
    .map(([name, draft, present]) =>
      `${name.padEnd(names)}  ${draft.padStart(drafts)}  ${present.padStart(presents)}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};
