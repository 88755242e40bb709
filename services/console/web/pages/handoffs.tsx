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
import { answeredSaid, BreachTable, lateSaid } from './breach-table.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { WaitingFacts } from './waiting-facts.tsx';
import { WaitingTable, waitingSaid } from './waiting-table.tsx';
import { WithdrawnTable, withdrawnSaid } from './withdrawn-table.tsx';

const route = getRouteApi('/handoffs');
const refresh_ms = 15_000;
/** What was answered changes only as late events come. */
const answered_refresh_ms = 300_000;

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
  const late = useReport('breaches', { answered: 'no', ...whose }, { every_ms: refresh_ms });
  const answered = useReport(
    'breaches',
    { answered: 'yes', ...months, ...whose },
    { every_ms: answered_refresh_ms },
  );
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
        chart={(answer) => <WaitingFacts answer={answer} />}
        tableBelow
        table={(answer) => <WaitingTable rows={answer.rows} sent_at={answer.sent_at} onAct={setActed} />}
        empty={<p>Nothing waits: every handoff has been decided.</p>}
      />
      <Panel
        title="Breached, no answer yet"
        query={late}
        summary={({ rows }) => lateSaid(rows)}
        table={(answer) => (
          <BreachTable
            caption="Breaches without an answer"
            rows={answer.rows}
            sent_at={answer.sent_at}
            onAct={setActed}
          />
        )}
        empty={<p>No clock that runs is late.</p>}
      />
      <Panel
        title="Breached, answered late"
        query={answered}
        summary={({ rows }) => answeredSaid(rows)}
        table={(answer) => (
          <BreachTable
            caption="Breaches that were answered"
            rows={answer.rows}
            sent_at={answer.sent_at}
            onAct={setActed}
          />
        )}
        empty={<p>No late answer in these months.</p>}
      />
      <Panel
        title="Withdrawn lately"
        query={withdrawn}
        summary={({ rows }) => withdrawnSaid(rows)}
        table={(answer) => <WithdrawnTable rows={answer.rows} sent_at={answer.sent_at} />}
        empty={<p>No breach was taken back within the last 14 days.</p>}
      />
      <OutcomePanel months={months} owner={whose.owner} />
      <p className="muted small-print">
        What has no answer is shown whatever the months are and refreshed every{' '}
        {formatCount(refresh_ms / 1000)} s; {plural(options.owners.length, 'owner')} known. Due times count
        business time as each policy says.
      </p>
      {acted && (
        <ActDialog
          key={acted.handoff_id}
          acted={acted}
          acting={acting.data}
          owners={options.owners}
          sent_at={open.data?.sent_at ?? late.data?.sent_at ?? new Date().toISOString()}
          onClosed={() => setActed(undefined)}
        />
      )}
    </>
  );
};
