// What a draft of the policies would have said of months that are over, beside the present ones.
import type { PolicyFigures, SlaSimulation } from '@revloop/schemas/sla-simulation.ts';
import { formatBusinessTime, formatCount, formatTime } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { FilePanel } from '../parts/file-panel.tsx';
import { KeptShare } from '../parts/kept-share.tsx';

export const SimulationPanel = () => (
  <FilePanel<SlaSimulation>
    title="Simulation of a draft"
    name="simulation"
    unnamed={
      <p>
        Run <code>revloop sla simulate draft.yaml --from 90d --json &gt; simulation.json</code>, set{' '}
        <code>REVLOOP_SLA_SIMULATION</code> to that file for the console, and the result is shown here.
      </p>
    }
    content={(simulation) => (
      <>
        <p className="summary">{simulationSaid(simulation)}</p>
        <FiguresTable simulation={simulation} />
      </>
    )}
  />
);

const simulationSaid = ({ from, to, judged_at, as_if_always, draft, present }: SlaSimulation): string =>
  `Clocks started from ${formatTime(from)} to ${formatTime(to)}, judged by what was known on ${formatTime(judged_at)}${as_if_always ? ', by the newest version of each policy' : ''}: the draft ${draft.file} beside ${present.file}. Nothing of it is in force.`;

type Row = PolicyFigures & { readonly file: 'draft' | 'present' };

const FiguresTable = ({ simulation: { draft, present } }: { readonly simulation: SlaSimulation }) => {
  const rows: readonly Row[] = [
    ...draft.policies.map((policy) => ({ ...policy, file: 'draft' as const })),
    ...present.policies.map((policy) => ({ ...policy, file: 'present' as const })),
  ].sort((a, b) => a.policy_id.localeCompare(b.policy_id, 'en'));
  return (
    <DataTable
      caption="Draft and present policies"
      rows={rows}
      rowKey={(row) => `${row.policy_id} ${row.file}`}
      rowClass={(row) => (row.file === 'present' ? 'muted-row' : undefined)}
      columns={[
        { label: 'Policy', head: true, cell: (row) => row.policy_id },
        { label: 'Judged by', cell: (row) => row.file },
        { label: 'In time', cell: (row) => <KeptShare met={row.met} breached={row.breached} /> },
        { label: 'Clocks', align: 'end', cell: (row) => formatCount(row.clocks) },
        { label: 'Open', align: 'end', cell: (row) => formatCount(row.open) },
        { label: 'Breached', align: 'end', cell: (row) => formatCount(row.breached) },
        { label: 'Escalated', align: 'end', cell: (row) => formatCount(row.escalated) },
        {
          label: 'Median business time',
          align: 'end',
          cell: (row) => formatBusinessTime(row.median_business_seconds),
        },
        {
          label: 'p90 business time',
          align: 'end',
          cell: (row) => formatBusinessTime(row.p90_business_seconds),
        },
      ]}
    />
  );
};
