// Breaches in force: how late, at which level, and whether anybody was told.
import { Link } from '@tanstack/react-router';
import type { BreachRow } from '../../core/rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatCountdown, formatDuration, formatTime, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { outcomeName } from '../words.ts';
import { levelSaid } from './urgency.ts';

export const breachesSaid = (rows: readonly BreachRow[]): string => {
  const undecided = rows.filter((row) => row.decided_at === null).length;
  const untold = rows.filter((row) => row.told_at === null).length;
  const escalated = rows.filter((row) => row.level === 'escalation').length;
  return `${plural(rows.length, 'breach')} on handoffs: ${formatCount(undecided)} not decided yet, ${formatCount(escalated)} escalated, ${formatCount(untold)} nobody was told of. Undecided first.`;
};

export const BreachTable = ({ rows, as_of }: { readonly rows: readonly BreachRow[]; readonly as_of: string }) => {
  const now = useNow(as_of);
  return (
    <DataTable
      caption="SLA breaches in force"
      rows={rows}
      rowKey={(row) => row.fact_id}
      rowClass={(row) => (row.decided_at === null ? 'overdue' : undefined)}
      columns={[
        { label: 'Late by', head: true, cell: (row) => <Late row={row} now={now} /> },
        { label: 'Level', cell: (row) => levelSaid(row.level) },
        {
          label: 'Account',
          cell: (row) => (
            <Link to="/accounts/$accountId" params={{ accountId: row.account_id }}>
              {row.account_id}
            </Link>
          ),
        },
        { label: 'Contact', cell: (row) => row.contact_id },
        { label: 'Owner', cell: (row) => row.owner_id || <span className="muted">nobody</span> },
        { label: 'Due (UTC)', cell: (row) => formatTime(row.due_at) },
        { label: 'Decided (UTC)', cell: (row) => (row.decided_at ? `${outcomeName(row.outcome)} ${formatTime(row.decided_at)}` : 'not yet') },
        { label: 'Told (UTC)', cell: (row) => (row.told_at ? formatTime(row.told_at) : '✗ nobody told') },
        { label: 'Policy', cell: (row) => `${row.policy_id} v${row.policy_version}` },
      ]}
    />
  );
};

const Late = ({ row, now }: { readonly row: BreachRow; readonly now: number }) => {
  const due = Date.parse(row.due_at);
  if (row.decided_at === null)
    return <span className="badge overdue">! {formatCountdown(Math.max(0, now - due) / 1000)} so far</span>;
  return <span className="badge decided">{formatDuration((Date.parse(row.decided_at) - due) / 1000)}</span>;
};
