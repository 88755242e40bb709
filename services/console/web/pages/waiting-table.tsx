// Open handoffs, most urgent first, counting down to the second.
import type { Answer } from '../../core/rows.ts';
import type { HandoffRow } from '../../core/sla-rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatCountdown, formatTimeNear, plural } from '../format.ts';
import { ActButton } from '../parts/act-button.tsx';
import type { Acted } from '../parts/act-dialog.tsx';
import { AtRisk } from '../parts/at-risk.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { OwedBy } from '../parts/owed-by.tsx';
import { TakenOn } from '../parts/taken-on.tsx';
import { Who } from '../parts/who.tsx';
import { reasonName } from '../words.ts';
import { riskSaid } from './risk-said.ts';
import { levelSaid, urgencyOf } from './urgency.ts';

export const waitingSaid = ({ rows, as_of }: Answer<HandoffRow>): string => {
  const now = Date.parse(as_of);
  const late = rows.filter((row) => urgencyOf(row, now).kind === 'overdue');
  const untold = late.filter((row) => row.told_at === null);
  const overdue =
    late.length === 0
      ? 'none overdue'
      : `${formatCount(late.length)} overdue, of which ${formatCount(untold.length)} nobody has been told of`;
  return `${plural(rows.length, 'handoff')} open: ${overdue}.${riskSaid(late)} Most urgent first.`;
};

export const WaitingTable = ({
  rows,
  as_of,
  onAct,
}: {
  readonly rows: readonly HandoffRow[];
  readonly as_of: string;
  readonly onAct: (acted: Acted) => void;
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
        { label: 'Due (UTC)', cell: (row) => formatTimeNear(row.due_at, now) },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner and team', cell: (row) => <OwedBy owner={row.owner_id} team={row.team} /> },
        { label: 'At risk', align: 'end', cell: (row) => <AtRisk row={row} /> },
        { label: 'Taken on (UTC)', cell: (row) => <TakenOn row={row} now={now} /> },
        {
          label: 'Act',
          cell: (row) => <ActButton acted={{ ...row, likely: likelyFor(row) }} onAct={onAct} />,
        },
        { label: 'Level', cell: (row) => row.levels.map(levelSaid).join(', ') || '–' },
        {
          label: 'Told (UTC)',
          cell: (row) =>
            row.levels.length === 0 ? '–' : row.told_at ? formatTimeNear(row.told_at, now) : '✗ nobody told',
        },
        { label: 'Handed over (UTC)', cell: (row) => formatTimeNear(row.opened_at, now) },
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

const likelyFor = (row: HandoffRow): Acted['likely'] =>
  row.paused_at !== null ? 'resumed' : row.acknowledged_at === null ? 'acknowledged' : 'commented';

const Countdown = ({ row, now }: { readonly row: HandoffRow; readonly now: number }) => {
  const urgency = urgencyOf(row, now);
  if (urgency.kind === 'undated') return <span className="badge undated">no clock yet</span>;
  const text = formatCountdown(urgency.seconds);
  if (urgency.kind === 'paused')
    return (
      <span className="stack">
        <span className="badge paused">‖ paused for {text}</span>
        <small>{reasonName(row.pause_reason)}</small>
      </span>
    );
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
