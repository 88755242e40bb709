// Breaches in force: how late, at which level, and whether anybody was told.
import type { BreachRow } from '../../core/rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatCountdown, formatDuration, formatTimeNear, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Who } from '../parts/who.tsx';
import { answerName } from '../words.ts';
import { levelSaid } from './urgency.ts';

export const breachesSaid = (rows: readonly BreachRow[]): string => {
  const unanswered = rows.filter((row) => row.answered_at === null).length;
  const untold = rows.filter((row) => row.told_at === null).length;
  const escalated = rows.filter((row) => row.level === 'escalation').length;
  return `${plural(rows.length, 'breach')} in force: ${formatCount(unanswered)} without an answer yet, ${formatCount(escalated)} escalated, ${formatCount(untold)} nobody was told of. Those without an answer first.`;
};

export const BreachTable = ({
  rows,
  as_of,
}: {
  readonly rows: readonly BreachRow[];
  readonly as_of: string;
}) => {
  const now = useNow(as_of);
  return (
    <DataTable
      caption="SLA breaches in force"
      rows={rows}
      rowKey={(row) => row.fact_id}
      rowClass={(row) => (row.answered_at === null ? 'overdue' : undefined)}
      columns={[
        { label: 'Answer late by', head: true, cell: (row) => <Late row={row} now={now} /> },
        { label: 'Level', cell: (row) => levelSaid(row.level) },
        {
          label: 'Told (UTC)',
          cell: (row) => (row.told_at ? formatTimeNear(row.told_at, now) : '✗ nobody told'),
        },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner', cell: (row) => row.owner_id || <span className="muted">nobody</span> },
        { label: 'Due (UTC)', cell: (row) => formatTimeNear(row.due_at, now) },
        {
          label: 'Answered (UTC)',
          cell: (row) =>
            row.answered_at
              ? `${formatTimeNear(row.answered_at, now)}, ${answerName(row.answer)}`
              : 'not yet',
        },
        { label: 'Policy', cell: (row) => `${row.policy_id} v${row.policy_version}` },
      ]}
    />
  );
};

const Late = ({ row, now }: { readonly row: BreachRow; readonly now: number }) => {
  const due = Date.parse(row.due_at);
  if (row.answered_at === null)
    return <span className="badge overdue">! {formatCountdown(Math.max(0, now - due) / 1000)} so far</span>;
  return <span className="badge decided">{formatDuration((Date.parse(row.answered_at) - due) / 1000)}</span>;
};
