// Milestone models: which part of a touch's credit comes from which position, and what became of parts nobody could take.
import { positions, type Holder, type MilestoneModel, type Position } from './rows.ts';

export interface Contribution {
  readonly position: Position | 'rest';
  /** Undefined for the rest. */
  readonly holder: Holder | undefined;
  /** Part of the opportunity, from 0 to 1. */
  readonly part: number;
}

export interface Shared {
  /** By touch number; 0 is `unattributed`. */
  readonly byTouch: ReadonlyMap<number, readonly Contribution[]>;
  /** Positions that never happened: their parts are with the others, in proportion. */
  readonly missing: readonly Position[];
  /** How many touches share the rest; 0: every touch holds a position, and the rest is with the positions, in proportion. */
  readonly resting: number;
}

/** How a milestone model shares an opportunity with `touches` eligible touches (at least one). `holders`: those of one policy. */
export const contributionsOf = (
  model: MilestoneModel,
  holders: readonly Holder[],
  touches: number,
): Shared => {
  const held = holders
    .map((holder) => ({ holder, part: holder.part * model[holder.position] }))
    .filter(({ part }) => part > 0);
  const total = held.reduce((sum, { part }) => sum + part, 0);
  const holding = new Set(held.map(({ holder }) => holder.touch_no));
  const free = Array.from({ length: touches }, (_, index) => index + 1).filter((no) => !holding.has(no));
  const rest = total === 0 ? Math.sign(model.rest) : free.length > 0 ? model.rest : 0;
  const byTouch = new Map<number, Contribution[]>();
  const add = (touch_no: number, contribution: Contribution): void => {
    byTouch.set(touch_no, [...(byTouch.get(touch_no) ?? []), contribution]);
  };
  for (const { holder, part } of held)
    add(holder.touch_no, { position: holder.position, holder, part: (part / total) * (1 - rest) });
  if (rest > 0)
    for (const no of free) add(no, { position: 'rest', holder: undefined, part: rest / free.length });
  const missing = positions.filter(
    (position) => model[position] > 0 && !holders.some((holder) => holder.position === position),
  );
  return { byTouch, missing, resting: rest > 0 ? free.length : 0 };
};
