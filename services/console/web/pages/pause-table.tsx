// Pauses of clocks: who, why, how long, and whether the buyer acted meanwhile.
import type { PauseRow } from '../../core/sla-rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatDuration, formatTimeNear, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { OwedBy } from '../parts/owed-by.tsx';
import { Who } from '../parts/who.tsx';
import { reasonName } from '../words.ts';

export const pausesSaid = (rows: readonly PauseRow[]): string => {
  const acted = rows.filter((row) => row.buyer_acted).length;
  const lasting = rows.filter((row) => row.resumed_at === null).length;
  return `${plural(rows.length, 'pause')}, of which ${formatCount(lasting)} still last. During ${formatCount(acted)} the buyer acted: whoever waited for the buyer had something to answer. Those come first.`;
};

interface Props {
  readonly rows: readonly PauseRow[];
  readonly sent_at: string;
}

export const PauseTable = ({ rows, sent_at }: Props) => {
  const now = useNow(sent_at);
  return (
    <DataTable
      cards
      caption="Pauses of SLA clocks"
      rows={rows}
      rowKey={(row) => `${row.handoff_id} ${row.policy_id} ${row.paused_at}`}
      columns={[
        {
          label: 'Buyer meanwhile (UTC)',
          head: true,
          cell: (row) =>
            row.buyer_acted ? (
              <span className="badge flag">
                ⚑ acted {plural(row.buyer_events, 'time')}, first{' '}
                {formatTimeNear(row.first_buyer_event_at, now)}
              </span>
            ) : (
              'did nothing'
            ),
        },
        { label: 'Reason', cell: (row) => reasonName(row.reason) },
        { label: 'Paused by', cell: (row) => row.actor },
        { label: 'From (UTC)', cell: (row) => formatTimeNear(row.paused_at, now) },
        {
          label: 'To (UTC)',
          cell: (row) => (row.resumed_at ? formatTimeNear(row.resumed_at, now) : 'still paused'),
        },
        { label: 'Lasted', align: 'end', cell: (row) => formatDuration(row.seconds) },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner and team', cell: (row) => <OwedBy owner={row.owner_id} team={row.team} /> },
        { label: 'Policy', cell: (row) => row.policy_id },
      ]}
    />
  );
};
