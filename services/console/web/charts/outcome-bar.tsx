// What became of the handoffs: one bar, its parts told apart by fill and label.
import { formatCount, formatShare, plural, shareOf } from '../format.ts';
import { outcomeName } from '../words.ts';
import { Chart, Mark, usePattern } from './chart.tsx';

export interface OutcomePart {
  readonly outcome: string;
  readonly handoffs: number;
  readonly breached: number;
}

const bar_px = 34;
const label_px_min = 84;

export const OutcomeBar = ({ parts }: { readonly parts: readonly OutcomePart[] }) => {
  const total = parts.reduce((sum, part) => sum + part.handoffs, 0);
  return (
    <Chart label="Handoffs by outcome" height={bar_px + 26} marks={parts.length}>
      {(width) => {
        let from = 0;
        return parts.map((part, index) => {
          const left = (from / Math.max(1, total)) * width;
          from += part.handoffs;
          const right = (from / Math.max(1, total)) * width;
          return (
            <Part key={part.outcome} part={part} index={index} left={left} right={right} total={total} />
          );
        });
      }}
    </Chart>
  );
};

interface PartProps {
  readonly part: OutcomePart;
  readonly index: number;
  readonly left: number;
  readonly right: number;
  readonly total: number;
}

const Part = ({ part, index, left, right, total }: PartProps) => {
  const stripes = usePattern('back');
  const dots = usePattern('dots');
  const fill = { rejected: stripes, expired: dots }[part.outcome];
  const share = formatShare(shareOf(part.handoffs, total));
  return (
    <Mark
      index={index}
      className={`outcome ${part.outcome}`}
      x={left}
      y={bar_px}
      reading={{
        title: outcomeName(part.outcome),
        facts: [
          `${plural(part.handoffs, 'handoff')} (${share})`,
          `${formatCount(part.breached)} with a breach`,
        ],
      }}
    >
      <rect
        x={left + 1}
        y={1}
        width={Math.max(2, right - left - 2)}
        height={bar_px - 2}
        rx={3}
        {...(fill === undefined ? {} : { fill })}
      />
      {right - left >= label_px_min && (
        <text x={left + 2} y={bar_px + 17} className="small">
          {outcomeName(part.outcome)} {share}
        </text>
      )}
    </Mark>
  );
};
