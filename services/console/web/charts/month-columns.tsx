// Small columns month by month, one strip for each series: whole column entered, solid part went on.
import { scaleBand, scaleLinear } from 'd3-scale';
import { formatMonth } from '../format.ts';
import { Chart, Mark, type Reading, usePattern } from './chart.tsx';

export interface MonthColumn {
  readonly month: string;
  readonly whole: number;
  /** The part that is drawn solid; null where there is no such part. */
  readonly solid: number | null;
  readonly reading: Reading;
}

export interface MonthStrip {
  readonly name: string;
  readonly columns: readonly MonthColumn[];
}

interface Props {
  readonly label: string;
  readonly strips: readonly MonthStrip[];
  readonly months: readonly string[];
  readonly tone?: 'forward' | 'back';
}

const height_px = 150;
const top_px = 34;
const bottom_px = 20;
const gap_px = 22;

export const MonthColumns = ({ label, strips, months, tone = 'forward' }: Props) => (
  <Chart
    label={label}
    height={height_px}
    marks={strips.reduce((sum, strip) => sum + strip.columns.length, 0)}
    width_min={strips.length * 112}
  >
    {(width) => {
      const each = (width + gap_px) / Math.max(1, strips.length) - gap_px;
      let first = 0;
      return strips.map((strip, at) => {
        const start = first;
        first += strip.columns.length;
        return (
          <g key={strip.name} className={tone} transform={`translate(${at * (each + gap_px)} 0)`}>
            <Strip
              strip={strip}
              months={months}
              width={each}
              left={at * (each + gap_px)}
              first={start}
              tone={tone}
            />
          </g>
        );
      });
    }}
  </Chart>
);

interface StripProps {
  readonly strip: MonthStrip;
  readonly months: readonly string[];
  readonly width: number;
  readonly left: number;
  readonly first: number;
  readonly tone: 'forward' | 'back';
}

const Strip = ({ strip, months, width, left, first, tone }: StripProps) => {
  const stripes = usePattern(tone);
  const whole_max = Math.max(1, ...strip.columns.map((column) => column.whole));
  const x = scaleBand<string>().domain(months).range([0, width]).paddingInner(0.2);
  const y = scaleLinear()
    .domain([0, whole_max])
    .range([height_px - bottom_px, top_px]);
  const floor = y(0);
  return (
    <>
      <text className="strong" x={0} y={12}>
        {strip.name}
      </text>
      <text className="muted small" x={0} y={27}>
        up to {whole_max} a month
      </text>
      <line className="axis" x1={0} x2={width} y1={floor + 0.5} y2={floor + 0.5} />
      {strip.columns.map((column, index) => {
        const column_x = x(column.month) ?? 0;
        const solid = column.solid ?? column.whole;
        return (
          <Mark
            key={column.month}
            index={first + index}
            reading={column.reading}
            x={left + column_x + x.bandwidth() / 2}
            y={top_px}
          >
            <rect
              className="hit"
              x={column_x}
              y={top_px - 4}
              width={x.bandwidth()}
              height={floor - top_px + 4}
            />
            {column.whole > solid && (
              <rect
                className="bar-outline"
                fill={stripes}
                x={column_x}
                y={y(column.whole)}
                width={x.bandwidth()}
                height={floor - y(column.whole)}
              />
            )}
            <rect className="bar" x={column_x} y={y(solid)} width={x.bandwidth()} height={floor - y(solid)} />
          </Mark>
        );
      })}
      <MonthEnds months={months} width={width} />
    </>
  );
};

const MonthEnds = ({ months, width }: { readonly months: readonly string[]; readonly width: number }) => {
  const [first] = months;
  const last = months.at(-1);
  return (
    <>
      {first !== undefined && (
        <text className="muted small" x={0} y={height_px - 4}>
          {shortMonth(first)}
        </text>
      )}
      {last !== undefined && last !== first && (
        <text className="muted small" x={width} y={height_px - 4} textAnchor="end">
          {shortMonth(last)}
        </text>
      )}
    </>
  );
};

/** `Nov ’26`. */
const shortMonth = (month: string): string => {
  const [name = '', year = ''] = formatMonth(month).split(' ');
  return `${name} ’${year.slice(2)}`;
};
