// The way of one account: time to the right, stages upwards; a loop is a dashed step down.
import { scaleUtc } from 'd3-scale';
import { stages, type Stage } from '@revloop/schemas/stages.ts';
import type { VisitRow } from '../../core/rows.ts';
import { formatTime } from '../format.ts';
import { directionName, reasonName, stageName } from '../words.ts';
import { Chart, Mark } from './chart.tsx';

const row_px = 46;
const top_px = 22;
const name_px = 96;
const height_px = top_px + row_px * stages.length + 22;

export const Staircase = ({ visits }: { readonly visits: readonly VisitRow[] }) => (
  <Chart label="Visits of this account in order" height={height_px} marks={visits.length} width_min={520}>
    {(width) => <Steps visits={visits} width={width} />}
  </Chart>
);

const levelOf = (stage: Stage): number =>
  top_px + (stages.length - 1 - stages.indexOf(stage)) * row_px + row_px / 2;

const Steps = ({ visits, width }: { readonly visits: readonly VisitRow[]; readonly width: number }) => {
  const times = visits.map((visit) => Date.parse(visit.entered_at));
  const x = scaleUtc()
    .domain([Math.min(...times), Math.max(...times, Math.min(...times) + 86_400_000)])
    .range([name_px + 12, width - 24]);
  const points = visits.map((visit) => ({
    visit,
    x: x(Date.parse(visit.entered_at)),
    y: levelOf(visit.stage),
  }));
  return (
    <>
      <Levels width={width} />
      {x.ticks(Math.max(2, Math.floor(width / 140))).map((tick) => (
        <text key={tick.getTime()} className="muted small" x={x(tick)} y={height_px - 4} textAnchor="middle">
          {formatTime(tick.toISOString()).split(',')[0]}
        </text>
      ))}
      {points.map(({ visit, ...to }, index) => {
        const from = points[index - 1];
        if (from === undefined || from.visit.journey_no !== visit.journey_no) return null;
        return (
          <path
            key={visit.event_id + visit.stage}
            className={`step ${visit.direction}`}
            d={`M${from.x} ${from.y}H${to.x}V${to.y}`}
            fill="none"
          />
        );
      })}
      {points.map((point, index) => (
        <VisitMark key={`${point.visit.event_id}.${index}`} {...point} index={index} />
      ))}
    </>
  );
};

const Levels = ({ width }: { readonly width: number }) => (
  <g>
    {stages.map((stage) => (
      <g key={stage}>
        <line className="grid" x1={name_px} x2={width} y1={levelOf(stage)} y2={levelOf(stage)} />
        <text x={name_px - 12} y={levelOf(stage) + 4} textAnchor="end">
          {stageName(stage)}
        </text>
      </g>
    ))}
  </g>
);

interface VisitMarkProps {
  readonly visit: VisitRow;
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

const VisitMark = ({ visit, x, y, index }: VisitMarkProps) => (
  <Mark
    index={index}
    className={`visit ${visit.direction} ${visit.stage === 'won' ? 'won' : ''}`}
    x={x}
    y={y + 10}
    reading={{
      title: `${stageName(visit.stage)} · visit ${visit.visit_no}`,
      facts: [
        formatTime(visit.entered_at) + ' UTC',
        `cycle ${visit.cycle_no}, journey ${visit.journey_no}`,
        visit.direction === 'back'
          ? `${directionName('back')}: ${reasonName(visit.reason)}`
          : directionName(visit.direction),
      ],
    }}
  >
    {visit.opportunity_id !== '' ? (
      <rect x={x - 6} y={y - 6} width={12} height={12} transform={`rotate(45 ${x} ${y})`} />
    ) : (
      <circle cx={x} cy={y} r={7} />
    )}
    {visit.direction === 'back' && (
      <text x={x + 11} y={y - 7}>
        ↩
      </text>
    )}
  </Mark>
);
