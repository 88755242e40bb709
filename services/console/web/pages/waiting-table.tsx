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

export const waitingSaid = ({ rows, sent_at }: Answer<HandoffRow>): string => {
  const now = Date.parse(sent_at);
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
  sent_at,
  onAct,
}: {
  readonly rows: readonly HandoffRow[];
  readonly sent_at: string;
  readonly onAct: (acted: Acted) => void;
}) => {
  const now = useNow(sent_at);
  return (
    <DataTable
      cards
      caption="Open handoffs"
      rows={rows}
      rowKey={(row) => row.handoff_id}
      rowClass={(row) => urgencyOf(row, now).kind}
      columns={[
        { label: 'State', head: true, cell: (row) => <Countdown row={row} now={now} /> },
        {
          label: 'Act',
          cell: (row) => <ActButton acted={{ ...row, likely: likelyFor(row) }} onAct={onAct} />,
        },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner and team', cell: (row) => <OwedBy owner={row.owner_id} team={row.team} /> },
        { label: 'At risk', align: 'end', cell: (row) => <AtRisk row={row} /> },
        { label: 'Taken on (UTC)', cell: (row) => <TakenOn row={row} now={now} /> },
        {
          label: 'Due (UTC)',
          cell: (row) =>
            row.paused_at ? (
              <span className="muted">moves while paused</span>
            ) : (
              formatTimeNear(row.due_at, now)
            ),
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
  row.paused_at !== null
    ? 'resumed'
    : row.due_at !== null && row.acknowledged_at === null && row.resolved_at === null
      ? 'acknowledged'
      : 'commented';

/** The countdown as it stood when its clock was paused, why, and since when. */
const Held = ({
  row,
  left_seconds,
  now,
}: {
  readonly row: HandoffRow;
  readonly left_seconds: number;
  readonly now: number;
}) => (
  <span className="stack">
    <span className="badge paused">
      ‖ held, {formatCountdown(left_seconds)} {left_seconds < 0 ? 'late' : 'left'}
    </span>
    <small>
      {reasonName(row.pause_reason)}, paused {formatTimeNear(row.paused_at, now)}
    </small>
  </span>
);

const Countdown = ({ row, now }: { readonly row: HandoffRow; readonly now: number }) => {
  const urgency = urgencyOf(row, now);
  if (urgency.kind === 'undated') return <span className="badge undated">no clock yet</span>;
  if (urgency.kind === 'paused') return <Held row={row} left_seconds={urgency.seconds} now={now} />;
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
