// Handoffs: who is waiting for a decision right now, what came too late and who has taken it on, what was withdrawn, and what sales decided.
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Options } from '../../core/rows.ts';
import { monthsOf } from '../data/months.ts';
import { useActing, useReport } from '../data/report.ts';
import { formatCount, plural } from '../format.ts';
import { type Acted, ActDialog } from '../parts/act-dialog.tsx';
import { Filters } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { ScopeChoice, whoseOf } from '../parts/scope-choice.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import { BreachTable, breachesSaid } from './breach-table.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { WaitingTable, waitingSaid } from './waiting-table.tsx';
import { WithdrawnTable, withdrawnSaid } from './withdrawn-table.tsx';

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
  const whose = whoseOf(search);
  const open = useReport('handoffs', { state: 'open', ...whose }, { every_ms: refresh_ms });
  const breaches = useReport('breaches', { ...months, ...whose }, { every_ms: refresh_ms });
  const withdrawn = useReport('withdrawn', whose, { every_ms: refresh_ms });
  const acting = useActing();
  const [acted, setActed] = useState<Acted>();
  return (
    <>
      <Filters inForce={{ ...whose, ...months }}>
        <ScopeChoice
          {...{ whose, months, options }}
          onChoose={(chosen) => void navigate({ search: { ...search, ...chosen } })}
        />
      </Filters>
      <Panel
        title="Waiting for a decision"
        query={open}
        summary={(answer) => waitingSaid(answer)}
        table={(answer) => <WaitingTable rows={answer.rows} as_of={answer.as_of} onAct={setActed} />}
        empty={<p>Nothing waits: every handoff has been decided.</p>}
      />
      <Panel
        title="SLA breaches in force"
        query={breaches}
        summary={({ rows }) => breachesSaid(rows)}
        table={(answer) => <BreachTable rows={answer.rows} as_of={answer.as_of} onAct={setActed} />}
        empty={<p>No breach in these months.</p>}
      />
      <Panel
        title="Withdrawn lately"
        query={withdrawn}
        summary={({ rows }) => withdrawnSaid(rows)}
        table={(answer) => <WithdrawnTable rows={answer.rows} as_of={answer.as_of} />}
        empty={<p>No breach was taken back within the last 14 days.</p>}
      />
      <OutcomePanel months={months} owner={whose.owner} />
      <p className="muted small-print">
        Waiting handoffs are shown whatever the months are and refreshed every{' '}
        {formatCount(refresh_ms / 1000)} s; {plural(options.owners.length, 'owner')} known. Due times count
        business time as each policy says.
      </p>
      {acted && (
        <ActDialog
          key={acted.handoff_id}
          acted={acted}
          acting={acting.data}
          owners={options.owners}
          as_of={open.data?.as_of ?? breaches.data?.as_of ?? new Date().toISOString()}
          onClosed={() => setActed(undefined)}
        />
      )}
    </>
  );
};
