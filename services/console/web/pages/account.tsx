// An account's passport: every visit in order, loops marked, and every handoff.
import { getRouteApi } from '@tanstack/react-router';
import type { VisitRow } from '../../core/rows.ts';
import type { HandoffRow } from '../../core/sla-rows.ts';
import { Staircase } from '../charts/staircase.tsx';
import { useReport } from '../data/report.ts';
import { formatBusinessTime, formatDuration, formatTime, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { directionName, outcomeName, reasonName, stageName } from '../words.ts';

const route = getRouteApi('/accounts/$accountId');

export const AccountPage = () => {
  const { accountId } = route.useParams();
  const visits = useReport('visits', { account: accountId });
  const handoffs = useReport('handoffs', { state: 'all', account: accountId });
  return (
    <>
      <PageHead title={accountId}>
        Passport of an account: every visit it made, in order, and every handoff.
      </PageHead>
      <Panel
        title="Visits"
        query={visits}
        summary={({ rows }) => visitsSaid(rows)}
        chart={({ rows }) => <Staircase visits={rows} />}
        table={({ rows }) => <VisitTable rows={rows} />}
        tableBelow
        empty={
          <>
            <p>No visits of an account called “{accountId}”.</p>
            <p className="muted">
              Type a part of its id into the search above; ids are matched as they were sent.
            </p>
          </>
        }
      />
      <Panel
        title="Handoffs"
        query={handoffs}
        summary={({ rows }) => handoffsSaid(rows)}
        table={({ rows }) => (
          <HandoffTable rows={[...rows].sort((a, b) => a.opened_at.localeCompare(b.opened_at))} />
        )}
        empty={<p>No contact of this account was handed over to sales.</p>}
      />
    </>
  );
};

const visitsSaid = (rows: readonly VisitRow[]): string => {
  const loops = rows.filter((row) => row.direction === 'back').length;
  const wins = rows.filter((row) => row.stage === 'won').length;
  const contacts = new Set(rows.map((row) => row.contact_id).filter(Boolean)).size;
  return `${plural(rows.length, 'visit')} by ${plural(contacts, 'contact')}, ${plural(loops, 'loop')}, ${plural(wins, 'win')}. Circles are contacts, diamonds opportunities; dashed steps down were thrown back.`;
};

const handoffsSaid = (rows: readonly HandoffRow[]): string => {
  const breached = rows.filter((row) => row.breached).length;
  return `${plural(rows.length, 'handoff')}, ${breached} with a breach.`;
};

const VisitTable = ({ rows }: { readonly rows: readonly VisitRow[] }) => (
  <DataTable
    caption="Visits in order"
    rows={rows}
    rowKey={(row) => `${row.stage}.${row.visit_no}`}
    rowClass={(row) => row.direction}
    columns={[
      { label: 'Visit', head: true, cell: (row) => `${stageName(row.stage)} · visit ${row.visit_no}` },
      { label: 'Entered (UTC)', cell: (row) => formatTime(row.entered_at) },
      {
        label: 'Direction',
        cell: (row) => <span className={row.direction}>{directionName(row.direction)}</span>,
      },
      {
        label: 'Reason',
        cell: (row) =>
          row.direction === 'back' ? reasonName(row.reason) : row.reason ? reasonName(row.reason) : '–',
      },
      { label: 'From', cell: fromSaid },
      {
        label: 'Stayed',
        align: 'end',
        cell: (row) =>
          row.left_at
            ? formatDuration((Date.parse(row.left_at) - Date.parse(row.entered_at)) / 1000)
            : 'still there',
      },
      { label: 'Cycle', align: 'end', cell: (row) => row.cycle_no },
      { label: 'Journey', align: 'end', cell: (row) => row.journey_no },
      { label: 'Who', cell: (row) => row.opportunity_id || row.contact_id || '–' },
      {
        label: 'Anchor touch',
        cell: (row) =>
          row.anchor_event_id ? `${row.anchor_event_id}${row.carried ? ' (carried over)' : ''}` : 'none',
      },
    ]}
  />
);

const fromSaid = (row: VisitRow): string => {
  const from = row.from_stage ? stageName(row.from_stage) : '–';
  return row.skipped.length > 0 ? `${from}, skipping ${row.skipped.map(stageName).join(', ')}` : from;
};

const slaSaid = (row: HandoffRow): string => {
  if (row.breached) return '! breached';
  if (row.due_at === null) return 'no clock';
  return row.decided_at === null ? 'running' : 'kept';
};

const HandoffTable = ({ rows }: { readonly rows: readonly HandoffRow[] }) => (
  <DataTable
    caption="Handoffs of this account"
    rows={rows}
    rowKey={(row) => row.handoff_id}
    columns={[
      { label: 'Contact', head: true, cell: (row) => row.contact_id },
      { label: 'Handed over (UTC)', cell: (row) => formatTime(row.opened_at) },
      { label: 'Due (UTC)', cell: (row) => formatTime(row.due_at) },
      { label: 'Outcome', cell: (row) => outcomeName(row.outcome) },
      {
        label: 'Reason',
        cell: (row) => (row.outcome === 'rejected' || row.reason ? reasonName(row.reason) : '–'),
      },
      { label: 'Decided (UTC)', cell: (row) => formatTime(row.decided_at) },
      { label: 'Business time', align: 'end', cell: (row) => formatBusinessTime(row.business_seconds) },
      { label: 'SLA', cell: slaSaid },
      { label: 'Owner', cell: (row) => row.owner_id || '–' },
    ]}
  />
);
