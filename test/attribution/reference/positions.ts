// Models by position: first and last touch, the touches that led to milestones, and the rest.
import type { Fact } from './fact.ts';
import { decimal, fraction, minus, one, per, times, total, zero, type Fraction } from './fraction.ts';
import type { Milestone } from './stage-credit.ts';
import { added, all, equal, type Weights } from './weights.ts';

export type Position = 'first_touch' | Milestone | 'won' | 'last_touch';

/** Decimals that sum to 1, each at least 0. */
export type Shares = Readonly<Partial<Record<Position | 'rest', number>>>;

/** Who may claim credit for one opportunity. */
export interface Claims {
  /** In order; at least one. */
  readonly eligible: readonly Fact[];
  readonly earners: (milestone: Milestone) => readonly (Fact | null)[];
}

/** "`won` and `last_touch` are both held by the last eligible touch"; a milestone by those who earn it. */
const holdersOf = ({ eligible, earners }: Claims, position: Position): readonly (Fact | null)[] => {
  if (position === 'first_touch') return eligible.slice(0, 1);
  if (position === 'last_touch' || position === 'won') return eligible.slice(-1);
  return earners(position);
};

/** Positions with a share that are held by somebody: one whose milestone never happened is not. */
const heldPositions = (claims: Claims, { rest: _rest, ...positions }: Shares) =>
  Object.entries(positions)
    .filter(([, share]) => share > 0)
    .map(([position, share]) => ({
      share: decimal(share),
      holders: holdersOf(claims, position as Position),
    }))
    .filter(({ holders }) => holders.length > 0);

/** Weights of a model by position. */
export const byPosition = (claims: Claims, shares: Shares): Weights => {
  const held = heldPositions(claims, shares);
  const rest = decimal(shares.rest ?? 0);
  // A custom model may know milestones only, and none of them may have happened.
  if (held.length === 0) return rest.over > 0n ? equal(claims.eligible) : all(null);
  const holding = new Set(held.flatMap(({ holders }) => holders));
  const middle = claims.eligible.filter((touch) => !holding.has(touch));
  // "No touch in the middle: its share is spread over the positions in proportion. A milestone that never happened: likewise."
  const restGiven = middle.length > 0 ? rest : zero;
  const scale = per(minus(one, restGiven), total(held.map(({ share }) => share)));
  const part = (share: Fraction, among: number): Fraction => times(share, fraction(1, among));
  return added([
    ...held.flatMap(({ share, holders }) =>
      holders.map((holder) => [holder, times(part(share, holders.length), scale)] as const),
    ),
    ...middle.map((touch) => [touch, part(restGiven, middle.length)] as const),
  ]);
};
