// Who has taken a handoff on, and what keeps it quiet.
import type { ReactNode } from 'react';
import type { TakenOn as Row } from '../../core/sla-rows.ts';
import { formatTimeNear } from '../format.ts';
import { SentState } from './sent-state.tsx';

interface Props {
  readonly row: Row & { readonly handoff_id: string };
  readonly now: number;
}

export const TakenOn = ({ row, now }: Props) => {
  const lines: ReactNode[] = [];
  if (row.resolved_at)
    lines.push(`✓ resolved by ${row.resolved_by}, ${formatTimeNear(row.resolved_at, now)}`);
  if (row.acknowledged_at)
    lines.push(`✓ acknowledged by ${row.acknowledged_by}, ${formatTimeNear(row.acknowledged_at, now)}`);
  if (row.snoozed_until && Date.parse(row.snoozed_until) > now)
    lines.push(`snoozed until ${formatTimeNear(row.snoozed_until, now)}`);
  return (
    <span className="stack">
      {lines.length === 0 ? (
        <span className="muted">nobody yet</span>
      ) : (
        lines.map((line, at) => <span key={at}>{line}</span>)
      )}
      <SentState handoffId={row.handoff_id} />
    </span>
  );
};
