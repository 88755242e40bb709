// SLA compliance by policy, team or owner.
import type { ComplianceRow } from '../../core/sla-rows.ts';
import { formatCount, formatShare, plural, shareOf } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { KeptShare } from '../parts/kept-share.tsx';

const sum = (rows: readonly ComplianceRow[], name: 'clocks' | 'met' | 'breached'): number =>
  rows.reduce((total, row) => total + row[name], 0);

export const complianceSaid = (rows: readonly ComplianceRow[]): string => {
  const [met, breached] = [sum(rows, 'met'), sum(rows, 'breached')];
  return `${plural(sum(rows, 'clocks'), 'clock')} started in the weeks of these months: ${formatShare(shareOf(met, met + breached))} of those decided were answered in time.`;
};

interface Props {
  readonly rows: readonly ComplianceRow[];
  readonly by: string;
}

export const ComplianceTable = ({ rows, by }: Props) => (
  <DataTable
    caption={`SLA compliance by ${by.toLowerCase()}`}
    rows={rows}
    rowKey={(row) => row.name}
    columns={[
      { label: by, head: true, cell: (row) => row.name || <span className="muted">nobody named</span> },
      { label: 'In time', cell: (row) => <KeptShare met={row.met} breached={row.breached} /> },
      { label: 'Clocks', align: 'end', cell: (row) => formatCount(row.clocks) },
      { label: 'Open', align: 'end', cell: (row) => formatCount(row.open) },
      { label: 'Met', align: 'end', cell: (row) => formatCount(row.met) },
      { label: 'Breached', align: 'end', cell: (row) => formatCount(row.breached) },
      { label: 'Escalated', align: 'end', cell: (row) => formatCount(row.escalated) },
      { label: 'Acknowledged', align: 'end', cell: (row) => formatCount(row.acknowledged) },
      { label: 'Ended unanswered', align: 'end', cell: (row) => formatCount(row.ended) },
      { label: 'Paused', align: 'end', cell: (row) => formatCount(row.paused) },
    ]}
  />
);
