// Breaches that were taken back lately, and the event that did it.
import type { WithdrawnRow } from '../../core/sla-rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatTimeNear, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { OwedBy } from '../parts/owed-by.tsx';
import { Who } from '../parts/who.tsx';
import { levelSaid } from './urgency.ts';

export const withdrawnSaid = (rows: readonly WithdrawnRow[]): string => {
  const told = rows.filter((row) => row.told_at !== null).length;
  return `${plural(rows.length, 'breach')} taken back within the last 14 days, because an event came late that had happened in time; ${formatCount(told)} somebody had been told of.`;
};

interface Props {
  readonly rows: readonly WithdrawnRow[];
  readonly sent_at: string;
}

export const WithdrawnTable = ({ rows, sent_at }: Props) => {
  const now = useNow(sent_at);
  return (
    <DataTable
      cards
      caption="Breaches withdrawn lately"
      rows={rows}
      rowKey={(row) => `${row.handoff_id} ${row.policy_id} ${row.policy_version} ${row.level}`}
      columns={[
        { label: 'Withdrawn (UTC)', head: true, cell: (row) => formatTimeNear(row.withdrawn_at, now) },
        { label: 'Level', cell: (row) => levelSaid(row.level) },
        { label: 'Told before (UTC)', cell: (row) => formatTimeNear(row.told_at, now) },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner and team', cell: (row) => <OwedBy owner={row.owner_id} team={row.team} /> },
        { label: 'Due (UTC)', cell: (row) => formatTimeNear(row.due_at, now) },
        { label: 'Because of event', cell: (row) => <code>{row.cause_event_id || '–'}</code> },
        { label: 'Policy', cell: (row) => `${row.policy_id} v${row.policy_version}` },
      ]}
    />
  );
};
