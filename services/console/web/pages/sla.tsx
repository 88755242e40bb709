// SLAs: how well they are kept, which policies judge, what was paused or is silent, and what a draft would change.
import { getRouteApi } from '@tanstack/react-router';
import { complianceBy, type ComplianceBy } from '../../core/report.ts';
import type { Options } from '../../core/rows.ts';
import { monthsOf } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { Filters } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { ScopeChoice, whoseOf } from '../parts/scope-choice.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import { ComplianceTable, complianceSaid } from './compliance-table.tsx';
import { PauseTable, pausesSaid } from './pause-table.tsx';
import { policiesSaid, PolicyTable } from './policy-table.tsx';
import { SilencesPanel } from './silences-panel.tsx';
import { SimulationPanel } from './simulation-panel.tsx';

const route = getRouteApi('/sla');
const byLabels: Readonly<Record<ComplianceBy, string>> = { policy: 'Policy', team: 'Team', owner: 'Owner' };

export const SlaPage = () => (
  <>
    <PageHead title="SLAs">
      How well the promises between marketing and sales are kept. A clock is judged for ever by the policy
      version in force when it started.
    </PageHead>
    <WithOptions>{(options) => <Slas options={options} />}</WithOptions>
  </>
);

const Slas = ({ options }: { readonly options: Options }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const months = monthsOf(search, options.months);
  const whose = whoseOf(search);
  const by = search.by ?? 'policy';
  const compliance = useReport('compliance', { ...months, ...whose, by });
  const policies = useReport('policies', {});
  const pauses = useReport('pauses', { ...months, ...whose });
  return (
    <>
      <Filters inForce={{ by, ...whose, ...months }}>
        <Segments
          label="Compliance by"
          value={by}
          choices={complianceBy.map((value) => ({ value, label: byLabels[value] }))}
          onChoose={(chosen) => void navigate({ search: { ...search, by: chosen as ComplianceBy } })}
        />
        <ScopeChoice
          {...{ whose, months, options }}
          onChoose={(chosen) => void navigate({ search: { ...search, ...chosen } })}
        />
      </Filters>
      <Panel
        title="Compliance"
        query={compliance}
        summary={({ rows }) => complianceSaid(rows)}
        table={({ rows }) => <ComplianceTable rows={rows} by={byLabels[by]} />}
        empty={<p>No clock started in these months.</p>}
      />
      <Panel
        title="Pauses"
        query={pauses}
        summary={({ rows }) => pausesSaid(rows)}
        table={(answer) => <PauseTable rows={answer.rows} sent_at={answer.sent_at} />}
        empty={<p>No clock was paused in these months.</p>}
      />
      <Panel
        title="Policies in force"
        query={policies}
        summary={({ rows }) => policiesSaid(rows)}
        table={({ rows }) => <PolicyTable rows={rows} />}
        empty={<p>No policy has started a clock yet.</p>}
      />
      <SimulationPanel />
      <SilencesPanel />
    </>
  );
};
