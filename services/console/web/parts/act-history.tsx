// What people did about a handoff so far, newest first.
import type { UpdateRow } from '../../core/sla-rows.ts';
import { useReport } from '../data/report.ts';
import { formatTime } from '../format.ts';
import { reasonName } from '../words.ts';

export const ActHistory = ({ handoffId }: { readonly handoffId: string }) => {
  const { data, error } = useReport('updates', { handoff: handoffId });
  return (
    <section className="act-history" aria-label="So far">
      <h3>So far (UTC)</h3>
      {data === undefined ? (
        <p className="muted">{error ? error.message : 'Loading …'}</p>
      ) : data.rows.length === 0 ? (
        <p className="muted">Nobody has acted on it.</p>
      ) : (
        <ol>
          {data.rows.map((row) => (
            <li key={row.event_id}>
              <span className="muted">{formatTime(row.at)}</span> <b>{row.actor}</b> {said(row)}
              {row.note !== '' && <blockquote>{row.note}</blockquote>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};

const said = ({ action, owner_id, until, reason, counted }: UpdateRow): string =>
  [
    action,
    action === 'reassigned' && `to ${owner_id}`,
    action === 'snoozed' && `until ${formatTime(until)}`,
    reason !== '' && `(${reasonName(reason)})`,
    !counted && '– no clock took it',
  ]
    .filter((part) => part !== false)
    .join(' ');
