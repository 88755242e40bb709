// Breaches in force: how late the answer is or was, at which level, and whether anybody was told.
import type { BreachRow } from '../../core/sla-rows.ts';
import { useNow } from '../data/now.ts';
import { formatCount, formatCountdown, formatDuration, formatTimeNear, plural } from '../format.ts';
import { ActButton } from '../parts/act-button.tsx';
import type { Acted } from '../parts/act-dialog.tsx';
import { AtRisk } from '../parts/at-risk.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { OwedBy } from '../parts/owed-by.tsx';
import { TakenOn } from '../parts/taken-on.tsx';
import { Who } from '../parts/who.tsx';
import { answerName } from '../words.ts';
import { riskSaid } from './risk-said.ts';
import { levelSaid } from './urgency.ts';

const levelsSaid = (rows: readonly BreachRow[]): string => {
  const untold = rows.filter((row) => row.told_at === null).length;
  const escalated = rows.filter((row) => row.level.startsWith('escalation')).length;
  return `${plural(rows.length, 'breach')}: ${formatCount(escalated)} escalated, ${formatCount(untold)} nobody was told of.`;
};

export const lateSaid = (rows: readonly BreachRow[]): string => {
  const unseen = rows.filter((row) => row.acknowledged_at === null && row.resolved_at === null).length;
  const taken =
    unseen === 0
      ? 'Somebody has taken on each.'
      : `${formatCount(unseen)} nobody has taken on: they come first.`;
  return `${levelsSaid(rows)} ${taken}${riskSaid(rows)}`;
};

export const answeredSaid = (rows: readonly BreachRow[]): string => `${levelsSaid(rows)} The newest first.`;

export const BreachTable = ({
  caption,
  rows,
  sent_at,
  onAct,
}: {
  readonly caption: string;
  readonly rows: readonly BreachRow[];
  readonly sent_at: string;
  readonly onAct: (acted: Acted) => void;
}) => {
  const now = useNow(sent_at);
  return (
    <DataTable
      cards
      caption={caption}
      rows={rows}
      rowKey={(row) => row.fact_id}
      rowClass={(row) => (row.answered_at === null ? 'overdue' : undefined)}
      columns={[
        { label: 'Answer late by', head: true, cell: (row) => <Late row={row} now={now} /> },
        {
          label: 'Act',
          cell: (row) => <ActButton acted={{ ...row, likely: likelyFor(row) }} onAct={onAct} />,
        },
        { label: 'Level', cell: (row) => levelSaid(row.level) },
        {
          label: 'Account and contact',
          cell: (row) => <Who accountId={row.account_id} contactId={row.contact_id} />,
        },
        { label: 'Owner and team', cell: (row) => <OwedBy owner={row.owner_id} team={row.team} /> },
        { label: 'At risk', align: 'end', cell: (row) => <AtRisk row={row} /> },
        { label: 'Taken on (UTC)', cell: (row) => <TakenOn row={row} now={now} /> },
        {
          label: 'Told (UTC)',
          cell: (row) => (row.told_at ? formatTimeNear(row.told_at, now) : '✗ nobody told'),
        },
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

/** What was answered needs nobody any more. */
const likelyFor = (row: BreachRow): Acted['likely'] =>
  row.answered_at === null && row.acknowledged_at === null && row.resolved_at === null
    ? 'acknowledged'
    : 'commented';

const Late = ({ row, now }: { readonly row: BreachRow; readonly now: number }) => {
  const due = Date.parse(row.due_at);
  if (row.answered_at === null)
    return <span className="badge overdue">! {formatCountdown(Math.max(0, now - due) / 1000)} so far</span>;
  return <span className="badge decided">{formatDuration((Date.parse(row.answered_at) - due) / 1000)}</span>;
};
