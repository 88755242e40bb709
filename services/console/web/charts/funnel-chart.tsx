// The funnel: a row per stage, its bar split into those who went on (solid) and the rest (striped).
import { scaleLinear } from 'd3-scale';
import { formatCount, formatDuration, formatShare, plural, shareOf } from '../format.ts';
import { stageName } from '../words.ts';
import { Chart, Mark, usePattern } from './chart.tsx';

export interface FunnelBar {
  readonly stage: string;
  readonly entered: number;
  readonly converted: number;
  readonly median_seconds: number | null;
  readonly p90_seconds: number | null;
  readonly loops: number;
  readonly last: boolean;
}

interface Props {
  readonly bars: readonly FunnelBar[];
  /** `account` or `visit`. */
  readonly unit: string;
}

const row_px = 58;
const head_px = 26;
const bar_px = 30;
const name_px = 118;
const columns_px = { narrow: [74, 84, 84, 70], wide: [104, 108, 108, 92] } as const;

export const FunnelChart = ({ bars, unit }: Props) => (
  <Chart
    label={`Funnel by stage, counted in ${unit}s`}
    height={head_px + row_px * bars.length}
    marks={bars.length}
    width_min={640}
  >
    {(width) => <Rows bars={bars} unit={unit} width={width} />}
  </Chart>
);

const Rows = ({ bars, unit, width }: Props & { readonly width: number }) => {
  const widths = width < 800 ? columns_px.narrow : columns_px.wide;
  const right = width - widths.reduce((sum, one) => sum + one, 0);
  const x = scaleLinear()
    .domain([0, Math.max(1, ...bars.map((bar) => bar.entered))])
    .range([name_px, right - 24]);
  const at = widths.map((_, index) => right + widths.slice(0, index).reduce((sum, one) => sum + one, 0));
  return (
    <>
      <g className="chart-heads" aria-hidden="true">
        <text x={name_px} y={14}>
          Entered: solid went on, striped did not
        </text>
        {['Went on', 'Half within', '90% within', 'Thrown back'].map((head, index) => (
          <text key={head} x={at[index]} y={14}>
            {head}
          </text>
        ))}
      </g>
      {bars.map((bar, index) => (
        <Mark
          key={bar.stage}
          index={index}
          reading={readingOf(bar, unit)}
          x={x(bar.converted)}
          y={head_px + (index + 1) * row_px - 6}
        >
          <Row bar={bar} top={head_px + index * row_px} x={x} at={at} width={width} />
        </Mark>
      ))}
    </>
  );
};

interface RowProps {
  readonly bar: FunnelBar;
  readonly top: number;
  readonly x: (value: number) => number;
  readonly at: readonly number[];
  readonly width: number;
}

const Row = ({ bar, top, x, at, width }: RowProps) => {
  const stripes = usePattern('forward');
  const middle = top + row_px / 2 + 4;
  const barTop = top + (row_px - bar_px) / 2;
  return (
    <>
      <rect className="hit" x={0} y={top + 1} width={width} height={row_px - 2} rx={6} />
      <text className="strong" x={8} y={middle - 8}>
        {stageName(bar.stage)}
      </text>
      <text x={8} y={middle + 9} className="muted">
        {formatCount(bar.entered)}
      </text>
      <rect
        className={bar.last ? 'bar-won' : 'bar-outline'}
        x={x(0)}
        y={barTop}
        width={Math.max(1.5, x(bar.entered) - x(0))}
        height={bar_px}
        rx={2}
        {...(bar.last ? {} : { fill: stripes })}
      />
      <rect className="bar" x={x(0)} y={barTop} width={x(bar.converted) - x(0)} height={bar_px} rx={2} />
      <text className="big" x={at[0]} y={middle + 2}>
        {bar.last ? '' : formatShare(shareOf(bar.converted, bar.entered))}
      </text>
      <text x={at[1]} y={middle + 1}>
        {bar.last ? '' : formatDuration(bar.median_seconds)}
      </text>
      <text x={at[2]} y={middle + 1}>
        {bar.last ? '' : formatDuration(bar.p90_seconds)}
      </text>
      <text x={at[3]} y={middle + 1} className={bar.loops > 0 ? 'back-text' : 'muted'}>
        {bar.loops > 0 ? `↩ ${formatCount(bar.loops)}` : bar.last ? '' : '–'}
      </text>
    </>
  );
};

const readingOf = (bar: FunnelBar, unit: string) => ({
  title: stageName(bar.stage),
  facts: bar.last
    ? [plural(bar.entered, unit)]
    : [
        `${plural(bar.entered, unit)} entered`,
        `${formatCount(bar.converted)} went on (${formatShare(shareOf(bar.converted, bar.entered))})`,
        `half of them within ${formatDuration(bar.median_seconds)}, 90% within ${formatDuration(bar.p90_seconds)}`,
        `${plural(bar.loops, 'visit')} thrown back`,
      ],
});
