// Loops: how often buyers are thrown back, along which ways, why, and whether they come back.
import { getRouteApi } from '@tanstack/react-router';
import type { LoopRow, MoveRow, Options } from '../../core/rows.ts';
import { unroll } from '../../core/unroll.ts';
import { LoopSankey, nodeName } from '../charts/loop-sankey.tsx';
import { MonthColumns } from '../charts/month-columns.tsx';
import { monthsOf } from '../data/months.ts';
import { useReport } from '../data/report.ts';
import { formatCount, formatDuration, formatMonth, formatShare, plural, shareOf } from '../format.ts';
import { Choose } from '../parts/choose.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Filters, MonthsChoice } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import { cyclesLimits } from '../search.ts';
import { directionName, reasonName, stageName } from '../words.ts';
import { LoopFacts } from './loop-facts.tsx';
import { loopStripsOf } from './loop-months.ts';
import { MoveMatrix } from './move-matrix.tsx';

const route = getRouteApi('/loops');
const visits_max = 3;

export const LoopsPage = () => (
  <>
    <PageHead title="Loops">
      A loop is a move to an earlier stage. Every visit has its number, and every loop begins a new cycle.
    </PageHead>
    <WithOptions>{(options) => <Loops options={options} />}</WithOptions>
  </>
);

const Loops = ({ options }: { readonly options: Options }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const months = monthsOf(search, options.months);
  const cycles_max = search.cycles ?? 2;
  const moves = useReport('moves', { ...months });
  const loops = useReport('loops', { ...months });
  const byMonth = useReport('loop-months', { ...months });
  return (
    <>
      <Filters inForce={{ ...months, cycles: cycles_max }}>
        <MonthsChoice
          months={months}
          known={options.months}
          onChoose={(chosen) => void navigate({ search: { ...search, ...months, ...chosen } })}
        />
        <Choose
          label="Cycles drawn"
          value={String(cycles_max)}
          choices={cycleChoices}
          onChoose={(value) => void navigate({ search: { ...search, cycles: Number(value) } })}
        />
      </Filters>
      <LoopFacts months={months} />
      <Panel
        title="The way, visit by visit"
        query={moves}
        summary={({ rows }) => waySaid(rows, cycles_max)}
        chart={({ rows }) => <LoopSankey graph={unroll(rows, { cycles_max, visits_max })} />}
        table={({ rows }) => <MovesTable rows={rows} />}
        empty={<NoVisits />}
      />
      <Panel
        title="From stage to stage"
        query={moves}
        summary={() => 'Every move of these months; the share is of all moves out of the stage on the left.'}
        table={({ rows }) => <MoveMatrix rows={rows} />}
        empty={<NoVisits />}
      />
      <Panel
        title="Why buyers were thrown back"
        query={loops}
        summary={({ rows }) => reasonsSaid(rows)}
        table={({ rows }) => <ReasonTable rows={rows} />}
        empty={<p>Nobody was thrown back in these months.</p>}
      />
      <Panel
        title="Month by month"
        query={byMonth}
        summary={() =>
          'Loops by the stage they fell from; the solid part has returned to that stage or a later one.'
        }
        chart={({ rows }) => (
          <MonthColumns {...loopStripsOf(rows)} tone="back" label="Loops by stage and month" />
        )}
        table={({ rows }) => (
          <DataTable
            caption="Loops by month and stage"
            rows={rows}
            rowKey={(row) => row.period + row.from_stage}
            columns={[
              { label: 'Month', head: true, cell: (row) => formatMonth(row.period) },
              { label: 'Thrown back from', cell: (row) => stageName(row.from_stage) },
              { label: 'Loops', align: 'end', cell: (row) => formatCount(row.loops) },
              { label: 'Returned', align: 'end', cell: (row) => formatCount(row.returned) },
            ]}
          />
        )}
        empty={<p>Nobody was thrown back in these months.</p>}
      />
    </>
  );
};

const cycleChoices = Array.from({ length: cyclesLimits.max }, (_, index) => ({
  value: String(index + 1),
  label: index === 0 ? '1 cycle' : `${index + 1} cycles`,
}));

const waySaid = (rows: readonly MoveRow[], cycles_max: number): string => {
  const back = rows.reduce((sum, row) => sum + (row.direction === 'back' ? row.moves : 0), 0);
  const later = rows.reduce((sum, row) => sum + (row.cycle_no > cycles_max ? row.moves : 0), 0);
  const hidden = later > 0 ? ` ${plural(later, 'visit')} of later cycles not drawn.` : '';
  return `Left to right: each bar is a visit of that number, each band a move; dashed bands were thrown back (${formatCount(back)}) and lead into the next cycle.${hidden}`;
};

const reasonsSaid = (rows: readonly LoopRow[]): string => {
  const total = rows.reduce((sum, row) => sum + row.loops, 0);
  const [top] = rows;
  return top
    ? `${plural(total, 'loop')}. Most frequent: from ${stageName(top.from_stage)} to ${stageName(top.to_stage)}, ${reasonName(top.reason)} (${formatCount(top.loops)}). Returned: the account entered the stage it fell from, or a later one, again in the same journey.`
    : '';
};

const MovesTable = ({ rows }: { readonly rows: readonly MoveRow[] }) => (
  <DataTable
    caption="Moves between visits"
    rows={rows}
    rowKey={(row) => Object.values(row).join('.')}
    columns={[
      {
        label: 'From',
        head: true,
        cell: (row) =>
          row.from_stage === ''
            ? 'journey starts'
            : nodeName({ stage: row.from_stage, visit_no: row.from_visit, cycle_no: row.from_cycle }),
      },
      { label: 'To', cell: (row) => nodeName(row) },
      {
        label: 'Direction',
        cell: (row) => <span className={row.direction}>{directionName(row.direction)}</span>,
      },
      { label: 'Moves', align: 'end', cell: (row) => formatCount(row.moves) },
    ]}
  />
);

const ReasonTable = ({ rows }: { readonly rows: readonly LoopRow[] }) => (
  <DataTable
    caption="Loops by stages and reason"
    rows={rows}
    rowKey={(row) => `${row.from_stage}.${row.to_stage}.${row.reason}`}
    columns={[
      {
        label: 'Thrown back',
        head: true,
        cell: (row) => `${stageName(row.from_stage)} → ${stageName(row.to_stage)}`,
      },
      { label: 'Reason', cell: (row) => reasonName(row.reason) },
      { label: 'Loops', align: 'end', cell: (row) => formatCount(row.loops) },
      { label: 'Returned', align: 'end', cell: (row) => formatCount(row.returned) },
      { label: 'Share returned', align: 'end', cell: (row) => formatShare(shareOf(row.returned, row.loops)) },
      {
        label: 'Median time to return',
        align: 'end',
        cell: (row) => formatDuration(row.median_seconds_to_return),
      },
      { label: 'p90 time to return', align: 'end', cell: (row) => formatDuration(row.p90_seconds_to_return) },
    ]}
  />
);

const NoVisits = () => <p>No stage was entered in these months. Choose other months.</p>;
