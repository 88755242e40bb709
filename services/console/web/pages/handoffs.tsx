// Handoffs: who is waiting for a decision right now, what came too late and who knows of it, and what sales decided.
import { getRouteApi } from '@tanstack/react-router';
import type { Options } from '../../core/rows.ts';
import { monthsOf } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { formatCount, plural } from '../format.ts';
import { Choose } from '../parts/choose.tsx';
import { Filters, MonthsChoice } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import { BreachTable, breachesSaid } from './breach-table.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { WaitingTable, waitingSaid } from './waiting-table.tsx';

const route = getRouteApi('/handoffs');
const refresh_ms = 15_000;

export const HandoffsPage = () => (
  <>
    <PageHead title="Handoffs">
      Marketing hands a contact over to sales; the clock runs until it is accepted or rejected. Late is late
      by event time, whenever the alert went out.
    </PageHead>
    <WithOptions>{(options) => <Handoffs options={options} />}</WithOptions>
  </>
);

const Handoffs = ({ options }: { readonly options: Options }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const months = monthsOf(search, options.months);
  const owner = search.owner ?? '';
  const open = useReport('handoffs', { state: 'open', owner }, { every_ms: refresh_ms });
  const breaches = useReport('breaches', { ...months, owner }, { every_ms: refresh_ms });
  return (
    <>
      <Filters inForce={{ owner, ...months }}>
        <Choose
          label="Owner"
          value={owner}
          choices={[
            { value: '', label: 'Everybody' },
            ...options.owners.map((name) => ({ value: name, label: name })),
          ]}
          onChoose={(chosen) => void navigate({ search: { ...search, owner: chosen || undefined } })}
        />
        <MonthsChoice
          months={months}
          known={options.months}
          onChoose={(chosen) => void navigate({ search: { ...search, ...months, ...chosen } })}
        />
      </Filters>
      <Panel
        title="Waiting for a decision"
        query={open}
        summary={(answer) => waitingSaid(answer)}
        table={(answer) => <WaitingTable rows={answer.rows} as_of={answer.as_of} />}
        empty={<p>Nothing waits: every handoff has been decided.</p>}
      />
      <Panel
        title="SLA breaches in force"
        query={breaches}
        summary={({ rows }) => breachesSaid(rows)}
        table={(answer) => <BreachTable rows={answer.rows} as_of={answer.as_of} />}
        empty={<p>No breach in these months.</p>}
      />
      <OutcomePanel months={months} owner={owner} />
      <p className="muted small-print">
        Waiting handoffs are shown whatever the months are and refreshed every{' '}
        {formatCount(refresh_ms / 1000)} s; {plural(options.owners.length, 'owner')} known.
      </p>
    </>
  );
};
