// Open handoffs, most urgent first, counting down to the second.
import type { Answer, HandoffRow } from '../../core/rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatCountdown, formatTimeNear, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Who } from '../parts/who.tsx';
import { levelSaid, urgencyOf } from './urgency.ts';

export const waitingSaid = ({ rows, as_of }: Answer<HandoffRow>): string => {
  const now = Date.parse(as_of);
  const late = rows.filter((row) => urgencyOf(row, now).kind === 'overdue');
  const untold = late.filter((row) => row.told_at === null);
  const overdue =
    late.length === 0
      ? 'none overdue'
      : `${formatCount(late.length)} overdue, of which ${formatCount(untold.length)} nobody has been told of`;
  return `${plural(rows.length, 'handoff')} open: ${overdue}. Most urgent first.`;
};

export const WaitingTable = ({
  rows,
  as_of,
}: {
  readonly rows: readonly HandoffRow[];
  readonly as_of: string;
}) => {
  const now = useNow(as_of);
  return (
    <DataTable
      caption="Open handoffs"
      rows={rows}
      rowKey={(row) => row.handoff_id}
      rowClass={(row) => urgencyOf(row, now).kind}
      columns={[
        { label: 'State', head: true, cell: (row) => <Countdown row={row} now={now} /> },
        { label: 'Level', cell: (row) => row.levels.map(levelSaid).join(', ') || '–' },
        {
          label: 'Told (UTC)',
          cell: (row) =>
            row.levels.length === 0 ? '–' : row.told_at ? formatTimeNear(row.told_at, now) : '✗ nobody told',
        },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner', cell: (row) => row.owner_id || <span className="muted">nobody yet</span> },
        { label: 'Handed over (UTC)', cell: (row) => formatTimeNear(row.opened_at, now) },
        { label: 'Due (UTC)', cell: (row) => formatTimeNear(row.due_at, now) },
        {
          label: 'Policy',
          cell: (row) =>
            row.policy_id ? (
              `${row.policy_id} v${row.policy_version}`
            ) : (
              <span className="muted">none yet</span>
            ),
        },
      ]}
    />
  );
};

const Countdown = ({ row, now }: { readonly row: HandoffRow; readonly now: number }) => {
  const urgency = urgencyOf(row, now);
  if (urgency.kind === 'undated') return <span className="badge undated">no clock yet</span>;
  const text = formatCountdown(urgency.seconds);
  return (
    <span className="countdown">
      <span className={`badge ${urgency.kind}`}>
        {urgency.kind === 'overdue'
          ? `! overdue ${text}`
          : urgency.kind === 'soon'
            ? `◔ due in ${text}`
            : `due in ${text}`}
      </span>
      <meter
        min={0}
        max={1}
        value={urgency.spent}
        aria-label="Time used of the time allowed"
        className={urgency.kind}
      />
    </span>
  );
};
