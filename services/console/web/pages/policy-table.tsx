// Policy versions that have judged: since when, how much, how well they are kept.
import type { PolicyRow } from '../../core/sla-rows.ts';
import { formatCount, formatTime, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { KeptShare } from '../parts/kept-share.tsx';

export const policiesSaid = (rows: readonly PolicyRow[]): string => {
  const policies = new Set(rows.map((row) => row.policy_id)).size;
  return `${plural(policies, 'policy')} in ${plural(rows.length, 'version')} have started clocks, by all months and everybody. To change one, add a version to the file that REVLOOP_SLA_POLICIES names, check it with revloop sla lint and test, and start alerting anew.`;
};

export const PolicyTable = ({ rows }: { readonly rows: readonly PolicyRow[] }) => (
  <DataTable
    caption="Policy versions"
    rows={rows}
    rowKey={(row) => `${row.policy_id} ${row.policy_version}`}
    rowClass={(row) => (row.newest ? undefined : 'muted-row')}
    columns={[
      { label: 'Policy', head: true, cell: (row) => row.policy_id },
      {
        label: 'Version',
        cell: (row) => (row.newest ? row.policy_version : `${row.policy_version} (former)`),
      },
      { label: 'First clock (UTC)', cell: (row) => formatTime(row.first_started_at) },
      { label: 'Last clock (UTC)', cell: (row) => formatTime(row.last_started_at) },
      { label: 'In time', cell: (row) => <KeptShare met={row.met} breached={row.breached} /> },
      { label: 'Clocks', align: 'end', cell: (row) => formatCount(row.clocks) },
      { label: 'Open', align: 'end', cell: (row) => formatCount(row.open) },
      { label: 'Breached', align: 'end', cell: (row) => formatCount(row.breached) },
      { label: 'Escalated', align: 'end', cell: (row) => formatCount(row.escalated) },
    ]}
  />
);
