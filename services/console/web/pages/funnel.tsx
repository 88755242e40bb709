// Funnel: who went on from each stage, how fast, and how it was month by month.
import { getRouteApi } from '@tanstack/react-router';
import type { FunnelMonthRow, FunnelRow, Options } from '../../core/rows.ts';
import { FunnelChart } from '../charts/funnel-chart.tsx';
import { MonthColumns } from '../charts/month-columns.tsx';
import { monthsOf } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { formatCount, formatDuration, formatMonth, formatShare, plural, shareOf } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Filters, MonthsChoice } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import { countedIn, type Counted } from './funnel-basis.ts';
import { stripsOf } from './funnel-months.ts';
import type { Basis } from '../search.ts';
import { stageName } from '../words.ts';

const route = getRouteApi('/funnel');

export const FunnelPage = () => (
  <>
    <PageHead title="Funnel">
      How far buyers come: what entered each stage, what went on to a later one, and how long that took.
    </PageHead>
    <WithOptions>{(options) => <Funnel options={options} />}</WithOptions>
  </>
);

const Funnel = ({ options }: { readonly options: Options }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const months = monthsOf(search, options.months);
  const basis = search.basis ?? 'accounts';
  const funnel = useReport('funnel', { ...months });
  const byMonth = useReport('funnel-months', { ...months });
  return (
    <>
      <Filters inForce={{ basis, ...months }}>
        <Segments
          label="Count"
          value={basis}
          choices={[
            { value: 'accounts', label: 'Unique accounts' },
            { value: 'visits', label: 'Visits' },
          ]}
          onChoose={(value) => void navigate({ search: { ...search, basis: value as Basis } })}
        />
        <MonthsChoice
          months={months}
          known={options.months}
          onChoose={(chosen) => void navigate({ search: { ...search, ...months, ...chosen } })}
        />
      </Filters>
      <Panel
        title="Stage by stage"
        query={funnel}
        summary={({ rows }) => summaryOf(rows, basis)}
        chart={({ rows }) => <FunnelChart unit={unitOf(basis)} bars={rows.map((row) => barOf(row, basis))} />}
        table={({ rows }) => <FunnelTable rows={rows} basis={basis} />}
        empty={<NoVisits />}
      />
      <Panel
        title="Month by month"
        query={byMonth}
        summary={() =>
          basis === 'accounts'
            ? 'Unique accounts that entered each stage in the month; the solid part went on to a later stage, whenever that was.'
            : 'Visits to each stage that began in the month.'
        }
        chart={({ rows }) => <MonthColumns {...stripsOf(rows, basis)} label="Entries by stage and month" />}
        table={({ rows }) => <MonthTable rows={rows} />}
        empty={<NoVisits />}
      />
    </>
  );
};

const unitOf = (basis: Basis): string => (basis === 'accounts' ? 'account' : 'visit');

const barOf = (row: FunnelRow, basis: Basis) => ({
  stage: row.stage,
  ...countedIn(row, basis),
  loops: row.loops,
  last: row.stage === 'won',
});

const summaryOf = (rows: readonly FunnelRow[], basis: Basis): string => {
  const of = (stage: string): Counted | undefined => {
    const row = rows.find((one) => one.stage === stage);
    return row && countedIn(row, basis);
  };
  const first = of('engaged');
  const won = of('won');
  const slowest = rows
    .map((row) => ({ stage: row.stage, seconds: countedIn(row, basis).median_seconds ?? 0 }))
    .reduce((a, b) => (b.seconds > a.seconds ? b : a), { stage: 'engaged', seconds: 0 });
  const basisSaid =
    basis === 'accounts'
      ? 'Each account counts once per stage, however often it came back.'
      : 'Every stay in a stage counts, re-entries too; a visit went on if its account did while it lasted.';
  const reach = `${plural(first?.entered ?? 0, unitOf(basis))} entered Engaged, ${formatCount(won?.entered ?? 0)} entered Won in these months.`;
  const slow =
    slowest.seconds > 0
      ? ` Slowest: of those that left ${stageName(slowest.stage)} for a later stage, half needed more than ${formatDuration(slowest.seconds)}.`
      : '';
  return `${basisSaid} ${reach}${slow}`;
};

const FunnelTable = ({ rows, basis }: { readonly rows: readonly FunnelRow[]; readonly basis: Basis }) => (
  <DataTable
    caption={`Funnel by stage, counted in ${basis}`}
    rows={rows}
    rowKey={(row) => row.stage}
    columns={[
      { label: 'Stage', head: true, cell: (row) => stageName(row.stage) },
      {
        label: `Entered (${basis})`,
        align: 'end',
        cell: (row) => formatCount(countedIn(row, basis).entered),
      },
      {
        label: 'Went on',
        align: 'end',
        cell: (row) => (row.stage === 'won' ? '–' : formatCount(countedIn(row, basis).converted)),
      },
      {
        label: 'Conversion',
        align: 'end',
        cell: (row) => {
          const { converted, entered } = countedIn(row, basis);
          return row.stage === 'won' ? '–' : formatShare(shareOf(converted, entered));
        },
      },
      {
        label: 'Median time to convert',
        align: 'end',
        cell: (row) => formatDuration(countedIn(row, basis).median_seconds),
      },
      {
        label: 'p90 time to convert',
        align: 'end',
        cell: (row) => formatDuration(countedIn(row, basis).p90_seconds),
      },
      { label: 'Visits thrown back', align: 'end', cell: (row) => formatCount(row.loops) },
    ]}
  />
);

const MonthTable = ({ rows }: { readonly rows: readonly FunnelMonthRow[] }) => (
  <DataTable
    caption="Funnel by month and stage"
    rows={rows}
    rowKey={(row) => row.period + row.stage}
    columns={[
      { label: 'Month', head: true, cell: (row) => formatMonth(row.period) },
      { label: 'Stage', cell: (row) => stageName(row.stage) },
      { label: 'Accounts', align: 'end', cell: (row) => formatCount(row.entered_accounts) },
      { label: 'Visits', align: 'end', cell: (row) => formatCount(row.entered_visits) },
      { label: 'Accounts that went on', align: 'end', cell: (row) => formatCount(row.converted_accounts) },
      {
        label: 'Conversion',
        align: 'end',
        cell: (row) => (row.stage === 'won' ? '–' : formatShare(row.conversion_rate)),
      },
      { label: 'Median', align: 'end', cell: (row) => formatDuration(row.median_seconds_to_convert) },
      { label: 'p90', align: 'end', cell: (row) => formatDuration(row.p90_seconds_to_convert) },
      { label: 'Thrown back', align: 'end', cell: (row) => formatCount(row.loops) },
    ]}
  />
);

const NoVisits = () => (
  <>
    <p>No stage was entered in these months.</p>
    <p className="muted">
      Choose other months, or send events: <code>npx revloop import FILE --mapping M</code>.
    </p>
  </>
);
