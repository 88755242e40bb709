// Attribution: which channels earned the revenue won, under one model or two side by side.
import { getRouteApi } from '@tanstack/react-router';
import type { ChannelRow, Options } from '../../core/rows.ts';
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import { ChannelBars } from '../charts/channel-bars.tsx';
import { type Months, monthsOf } from '../data/months.ts';
import { type ReportQuery, useReport } from '../data/report.ts';
import { formatMoney, formatShare } from '../format.ts';
import { Choose } from '../parts/choose.tsx';
import { Filters, MonthsChoice } from '../parts/filters.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Panel } from '../parts/panel.tsx';
import { WithOptions } from '../parts/with-options.tsx';
import type { AttributionSearch } from '../search.ts';
import { channelName, modelName, modelNote, policyMatters, policyName, policyNote } from '../words.ts';
import { type ChannelPair, pairChannels } from './channel-rows.ts';
import { ChannelTable } from './channel-table.tsx';
import { CreditFacts } from './credit-facts.tsx';

const route = getRouteApi('/attribution');

export const AttributionPage = () => (
  <>
    <PageHead title="Attribution">
      Which channels earned the revenue won. Every opportunity’s credits add up to its amount; what no touch
      can take is shown as unattributed.
    </PageHead>
    <WithOptions>{(options) => <Attribution options={options} />}</WithOptions>
  </>
);

interface Chosen extends Months {
  readonly model: string;
  readonly compare: string | undefined;
  readonly stage_credit: string;
  readonly lookback_days: number;
  readonly currency: string;
}

/** As the address says, else the defaults among what has rows. */
const chosenOf = (search: AttributionSearch, options: Options): Chosen => {
  const among = <T,>(wanted: T, known: readonly T[]): T =>
    known.includes(wanted) ? wanted : (known[0] ?? wanted);
  return {
    model: search.model ?? among('full_path', options.models),
    compare: search.compare,
    stage_credit: search.stage_credit ?? among('productive', options.stage_credits),
    lookback_days: search.lookback_days ?? among(90, options.lookback_days),
    currency: search.currency ?? options.currencies[0] ?? 'EUR',
    ...monthsOf(search, options.months),
  };
};

const Attribution = ({ options }: { readonly options: Options }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = chosenOf(search, options);
  const { compare, ...asked } = chosen;
  const credits = useReport('attribution', asked);
  const others = useReport(
    'attribution',
    { ...asked, model: compare ?? asked.model },
    { enabled: compare !== undefined },
  );
  return (
    <>
      <AttributionFilters
        options={options}
        chosen={chosen}
        onChoose={(changed) => void navigate({ search: { ...search, ...changed } })}
      />
      <CreditFacts asked={asked} />
      <ChannelPanel credits={credits} others={compare === undefined ? undefined : others} chosen={chosen} />
    </>
  );
};

interface FiltersProps {
  readonly options: Options;
  readonly chosen: Chosen;
  readonly onChoose: (changed: AttributionSearch) => void;
}

const AttributionFilters = ({ options, chosen, onChoose }: FiltersProps) => {
  const models = options.models.map((model) => ({ value: model, label: modelName(model) }));
  const { from, to, ...credit } = chosen;
  return (
    <Filters inForce={{ ...credit, from, to }}>
      <Choose label="Model" value={chosen.model} choices={models} onChoose={(model) => onChoose({ model })} />
      <Choose
        label="Compare with"
        value={chosen.compare ?? ''}
        choices={[{ value: '', label: 'nothing' }, ...models.filter(({ value }) => value !== chosen.model)]}
        onChoose={(compare) => onChoose({ compare: compare || undefined })}
      />
      <Choose
        label="Credit of repeated visits"
        value={chosen.stage_credit}
        choices={stageCreditPolicies.map((policy) => ({ value: policy, label: policyName(policy) }))}
        onChoose={(stage_credit) => onChoose({ stage_credit })}
      />
      <Choose
        label="Window"
        value={String(chosen.lookback_days)}
        choices={options.lookback_days.map((days) => ({ value: String(days), label: `${days} days` }))}
        onChoose={(days) => onChoose({ lookback_days: Number(days) })}
      />
      <MonthsChoice
        months={chosen}
        known={options.months}
        onChoose={(months) => onChoose({ from, to, ...months })}
      />
      <Choose
        label="Currency"
        value={chosen.currency}
        choices={options.currencies.map((currency) => ({ value: currency, label: currency }))}
        onChoose={(currency) => onChoose({ currency })}
      />
    </Filters>
  );
};

interface ChannelPanelProps {
  readonly credits: ReportQuery<ChannelRow>;
  readonly others: ReportQuery<ChannelRow> | undefined;
  readonly chosen: Chosen;
}

const ChannelPanel = ({ credits, others, chosen }: ChannelPanelProps) => {
  const models = { one: modelName(chosen.model), other: chosen.compare && modelName(chosen.compare) };
  const pairsOf = (rows: readonly ChannelRow[]): readonly ChannelPair[] =>
    pairChannels(rows, others?.data?.rows);
  return (
    <Panel
      title="Revenue by channel"
      query={credits}
      busy={others?.isFetching ?? false}
      summary={({ rows }) => (
        <>
          {channelsSaid(rows, chosen)}{' '}
          {others?.error && <strong>No comparison: {others.error.message}</strong>}
        </>
      )}
      chart={({ rows }) => (
        <>
          {models.other !== undefined && <Legend one={models.one} other={models.other} />}
          <ChannelBars bars={pairsOf(rows).map(barOf)} currency={chosen.currency} models={models} />
        </>
      )}
      table={({ rows }) => <ChannelTable pairs={pairsOf(rows)} currency={chosen.currency} models={models} />}
      empty={
        <>
          <p>
            Nothing was won in {chosen.currency} in these months, or there are no credits for this model,
            policy and window.
          </p>
          <p className="muted">Choose other months, another currency or another window.</p>
        </>
      }
    />
  );
};

const barOf = ({ channel, one, other }: ChannelPair) => ({
  channel,
  revenue: one.revenue,
  share: one.share,
  ...(other ? { other: { revenue: other.revenue, share: other.share } } : {}),
});

const Legend = ({ one, other }: { readonly one: string; readonly other: string }) => (
  <p className="legend">
    <span>
      <i className="key bar-key" aria-hidden="true" /> {one}
    </span>
    <span>
      <i className="key other-key" aria-hidden="true" /> {other} (outlined)
    </span>
  </p>
);

const channelsSaid = (rows: readonly ChannelRow[], chosen: Chosen): string => {
  const best = rows.find((row) => row.channel !== 'unattributed');
  const none = rows.find((row) => row.channel === 'unattributed');
  const policy = policyMatters(chosen.model)
    ? ` Where a stage was visited more than once, ${policyNote(chosen.stage_credit)}.`
    : ' Repeated visits make no difference to this model.';
  const top = best
    ? ` Earned most: ${channelName(best.channel)}, ${formatMoney(best.revenue, chosen.currency)} (${formatShare(best.share)}).`
    : '';
  return `${modelNote(chosen.model)}${policy}${top} Unattributed: ${formatShare(none?.share ?? 0)}.`;
};
