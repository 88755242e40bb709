// Every move from stage to stage: below the diagonal are the loops.
import type { CSSProperties } from 'react';
import { stages, type Stage } from '@revloop/schemas/stages.ts';
import type { MoveRow } from '../../core/rows.ts';
import { formatCount, formatShare } from '../format.ts';
import { stageName } from '../words.ts';

const starts = '';
const origins: readonly (Stage | '')[] = [starts, ...stages];

export const MoveMatrix = ({ rows }: { readonly rows: readonly MoveRow[] }) => {
  const movesOf = (from: Stage | '', to: Stage): number =>
    rows.reduce((sum, row) => (row.from_stage === from && row.stage === to ? sum + row.moves : sum), 0);
  return (
    <div className="table-scroll" role="group" aria-label="Moves from stage to stage" tabIndex={0}>
      <table className="matrix">
        <caption className="sr-only">Moves from the stage in the row to the stage in the column</caption>
        <thead>
          <tr>
            <th scope="col">From ↓ to →</th>
            {stages.map((stage) => (
              <th key={stage} scope="col">
                {stageName(stage)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {origins.map((from) => {
            const total = stages.reduce((sum, to) => sum + movesOf(from, to), 0);
            return (
              <tr key={from}>
                <th scope="row">{from === starts ? 'Journey starts' : stageName(from)}</th>
                {stages.map((to) => (
                  <Cell key={to} from={from} to={to} moves={movesOf(from, to)} total={total} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

interface CellProps {
  readonly from: Stage | '';
  readonly to: Stage;
  readonly moves: number;
  readonly total: number;
}

const Cell = ({ from, to, moves, total }: CellProps) => {
  const step = from === starts ? 1 : stages.indexOf(to) - stages.indexOf(from);
  const tone = step < 0 ? 'back' : step === 0 ? 'repeat' : 'forward';
  if (moves === 0) return <td className={`cell none ${tone}`}>·</td>;
  const strength = { '--strength': `${Math.round((moves / total) * 100)}%` } as CSSProperties;
  return (
    <td className={`cell ${tone}`} style={strength}>
      <b>
        {tone === 'back' && <span aria-label="thrown back">↩ </span>}
        {tone === 'repeat' && <span aria-label="again">↻ </span>}
        {formatCount(moves)}
      </b>
      <small>{formatShare(moves / total)}</small>
    </td>
  );
};
