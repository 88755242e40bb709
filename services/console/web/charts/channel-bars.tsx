// Revenue by channel under one model (solid), beside another one (outlined); what no touch can take is striped.
import { scaleLinear } from 'd3-scale';
import { formatMoney, formatMoneyShort, formatShare } from '../format.ts';
import { channelName } from '../words.ts';
import { Chart, Mark, usePattern } from './chart.tsx';

export interface ChannelBar {
  readonly channel: string;
  readonly revenue: string;
  readonly share: number;
  /** The same channel under the model it is compared with. */
  readonly other?: { readonly revenue: string; readonly share: number } | undefined;
}

interface Props {
  readonly bars: readonly ChannelBar[];
  readonly currency: string;
  readonly models: { readonly one: string; readonly other: string | undefined };
}

const name_px = 132;
const value_px = 122;
const other_px = 10;

export const ChannelBars = ({ bars, currency, models }: Props) => {
  const row_px = models.other === undefined ? 34 : 48;
  return (
    <Chart label="Revenue by channel" height={row_px * bars.length} marks={bars.length} width_min={480}>
      {(width) => {
        const amounts = bars.flatMap((bar) => [Number(bar.revenue), Number(bar.other?.revenue ?? 0)]);
        const x = scaleLinear()
          .domain([0, Math.max(1, ...amounts)])
          .range([0, width - name_px - value_px]);
        return bars.map((bar, index) => (
          <Mark
            key={bar.channel}
            index={index}
            reading={readingOf(bar, currency, models)}
            x={name_px + x(Number(bar.revenue))}
            y={index * row_px + row_px}
          >
            <rect className="hit" x={0} y={index * row_px} width={width} height={row_px} rx={4} />
            <Bar bar={bar} top={index * row_px} row_px={row_px} x={x} currency={currency} />
          </Mark>
        ));
      }}
    </Chart>
  );
};

interface BarProps {
  readonly bar: ChannelBar;
  readonly top: number;
  readonly row_px: number;
  readonly x: (amount: number) => number;
  readonly currency: string;
}

const Bar = ({ bar, top, row_px, x, currency }: BarProps) => {
  const stripes = usePattern('none');
  const unattributed = bar.channel === 'unattributed';
  const amount = Number(bar.revenue);
  const other = bar.other && Number(bar.other.revenue);
  const barTop = top + (bar.other ? 8 : 7);
  const bar_px = bar.other ? 18 : 20;
  return (
    <>
      <text
        className={unattributed ? 'muted' : ''}
        x={name_px - 12}
        y={top + row_px / 2 + 4}
        textAnchor="end"
      >
        {channelName(bar.channel)}
      </text>
      <rect
        className={unattributed ? 'bar-none' : 'bar'}
        {...(unattributed ? { fill: stripes } : {})}
        x={name_px}
        y={barTop}
        width={Math.max(amount > 0 ? 1.5 : 0, x(amount))}
        height={bar_px}
        rx={2}
      />
      {other !== undefined && (
        <rect
          className="bar-other"
          x={name_px + 0.75}
          y={barTop + bar_px + 3}
          width={Math.max(other > 0 ? 1.5 : 0, x(other))}
          height={other_px}
          rx={2}
        />
      )}
      {bar.other && (
        <text
          className="small muted"
          x={name_px + x(Number(bar.other.revenue)) + 8}
          y={barTop + bar_px + 3 + other_px}
        >
          {formatMoneyShort(bar.other.revenue, currency)} {formatShare(bar.other.share)}
        </text>
      )}
      <text x={name_px + x(amount) + 8} y={barTop + bar_px / 2 + 4.5}>
        {formatMoneyShort(bar.revenue, currency)}
        <tspan className="muted" dx={6}>
          {formatShare(bar.share)}
        </tspan>
      </text>
    </>
  );
};

const readingOf = (bar: ChannelBar, currency: string, models: Props['models']) => ({
  title: channelName(bar.channel),
  facts: [
    `${models.one}: ${formatMoney(bar.revenue, currency)} (${formatShare(bar.share)})`,
    ...(bar.other && models.other !== undefined
      ? [`${models.other}: ${formatMoney(bar.other.revenue, currency)} (${formatShare(bar.other.share)})`]
      : []),
  ],
});
