// Outcomes by reason → outcomes. Pure.
import type { OutcomeRow } from '../../core/rows.ts';
import type { OutcomePart } from '../charts/outcome-bar.tsx';

const order = ['accepted', 'rejected', 'expired', 'open'];

/** One part for each outcome that occurs: decided first, still open last. */
export const outcomeParts = (rows: readonly OutcomeRow[]): readonly OutcomePart[] =>
  order
    .map((outcome) => {
      const those = rows.filter((row) => row.outcome === outcome);
      return {
        outcome,
        handoffs: those.reduce((sum, row) => sum + row.handoffs, 0),
        breached: those.reduce((sum, row) => sum + row.breached, 0),
      };
    })
    .filter((part) => part.handoffs > 0);
