// What sales did with the handoffs of these months, and why.
import type { OutcomeRow } from '../../core/rows.ts';
import { OutcomeBar } from '../charts/outcome-bar.tsx';
import type { Months } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { formatBusinessTime, formatCount, formatShare, plural, shareOf } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { outcomeName, reasonName } from '../words.ts';
import { outcomeParts } from './outcome-parts.ts';

export const OutcomePanel = ({ months, owner }: { readonly months: Months; readonly owner: string }) => {
  const outcomes = useReport('outcomes', { ...months, owner });
  return (
    <Panel
      title="What sales decided"
      query={outcomes}
      summary={({ rows }) => outcomesSaid(rows)}
      chart={({ rows }) => <OutcomeBar parts={outcomeParts(rows)} />}
      table={({ rows }) => <OutcomeTable rows={rows} />}
      tableBelow
      empty={<p>Nothing was handed over in these months.</p>}
    />
  );
};

const outcomesSaid = (rows: readonly OutcomeRow[]): string => {
  const parts = outcomeParts(rows);
  const total = parts.reduce((sum, part) => sum + part.handoffs, 0);
  const accepted = parts.find((part) => part.outcome === 'accepted')?.handoffs ?? 0;
  const breached = parts.reduce((sum, part) => sum + part.breached, 0);
  const rejected = rows.filter((row) => row.outcome === 'rejected');
  const reason = rejected.reduce<OutcomeRow | undefined>(
    (top, row) => (top === undefined || row.handoffs > top.handoffs ? row : top),
    undefined,
  );
  const why = reason
    ? ` Most frequent reason to reject: ${reasonName(reason.reason)} (${formatCount(reason.handoffs)}).`
    : '';
  return `Of ${plural(total, 'handoff')} opened in these months ${formatShare(shareOf(accepted, total))} were accepted and ${formatShare(shareOf(breached, total))} breached their SLA.${why}`;
};

const OutcomeTable = ({ rows }: { readonly rows: readonly OutcomeRow[] }) => (
  <DataTable
    caption="Handoffs by outcome and reason"
    rows={rows}
    rowKey={(row) => `${row.outcome}.${row.reason}`}
    columns={[
      { label: 'Outcome', head: true, cell: (row) => outcomeName(row.outcome) },
      {
        label: 'Reason',
        cell: (row) => (row.reason === '' && row.outcome !== 'rejected' ? '–' : reasonName(row.reason)),
      },
      { label: 'Handoffs', align: 'end', cell: (row) => formatCount(row.handoffs) },
      { label: 'With a breach', align: 'end', cell: (row) => formatCount(row.breached) },
      {
        label: 'Median business time to decide',
        align: 'end',
        cell: (row) => formatBusinessTime(row.median_business_seconds),
      },
      {
        label: 'p90 business time',
        align: 'end',
        cell: (row) => formatBusinessTime(row.p90_business_seconds),
      },
    ]}
  />
);
