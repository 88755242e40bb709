// Fourth step of the reference: eligible touches and who earned each milestone → weights that sum to 1.
import type { Fact } from './fact.ts';
import { fraction, per, plus, times, total, type Fraction } from './fraction.ts';
import type { Milestone } from './journey.ts';

export const models = [
  'first_touch',
  'last_touch',
  'linear',
  'position_based',
  'time_decay',
  'u_milestone',
  'w_milestone',
  'full_path',
] as const;
export type Model = (typeof models)[number];

/** Weight of each touch; null is `unattributed`. */
export type Weights = ReadonlyMap<Fact | null, Fraction>;

export interface Path {
  /** In order; at least one. */
  readonly eligible: readonly Fact[];
  readonly converted_at: number;
  readonly earners: (milestone: Milestone) => readonly (Fact | null)[];
}

const half_life_ms = 7 * 86_400_000;

type Position = Milestone | 'first_touch' | 'last_touch';

/** Shares in thousandths: each position's, and what the rest gets. */
const positioned: Partial<Record<Model, { positions: Partial<Record<Position, number>>; rest: number }>> = {
  first_touch: { positions: { first_touch: 1000 }, rest: 0 },
  last_touch: { positions: { last_touch: 1000 }, rest: 0 },
  position_based: { positions: { first_touch: 400, last_touch: 400 }, rest: 200 },
  u_milestone: { positions: { first_touch: 400, mql: 400 }, rest: 200 },
  w_milestone: { positions: { first_touch: 300, mql: 300, opportunity: 300 }, rest: 100 },
  // The touch of the win is the last eligible one.
  full_path: { positions: { first_touch: 225, mql: 225, opportunity: 225, last_touch: 225 }, rest: 100 },
};

const equal = (touches: readonly Fact[]): Weights =>
  new Map(touches.map((touch) => [touch, fraction(1, touches.length)]));

/** 2^(−age/half-life), normalised: ages from the newest touch, which normalising makes the same as from T. */
const decaying = (touches: readonly Fact[]): Weights => {
  const newest = touches.at(-1)?.occurred_at ?? 0;
  const halved = touches.map(({ occurred_at }) =>
    fraction(BigInt(Math.round(2 ** (60 - (newest - occurred_at) / half_life_ms)))),
  );
  const all = total(halved);
  return new Map(touches.map((touch, index) => [touch, per(halved[index] ?? fraction(0), all)]));
};

const holdersOf = ({ eligible, earners }: Path, position: Position): readonly (Fact | null)[] => {
  if (position === 'first_touch') return eligible.slice(0, 1);
  if (position === 'last_touch') return eligible.slice(-1);
  return earners(position);
};

const byPosition = (path: Path, shape: NonNullable<(typeof positioned)[Model]>): Weights => {
  const held = Object.entries(shape.positions)
    .map(([position, share]) => ({ share, holders: holdersOf(path, position as Position) }))
    .filter(({ holders }) => holders.length > 0);
  const holding = new Set(held.flatMap(({ holders }) => holders));
  const middle = path.eligible.filter((touch) => !holding.has(touch));
  const rest = fraction(middle.length > 0 ? shape.rest : 0, 1000);
  const shares = fraction(held.reduce((sum, { share }) => sum + share, 0));
  const scale = per(plus(fraction(1), times(rest, fraction(-1))), shares);
  const weights = new Map<Fact | null, Fraction>();
  const give = (holder: Fact | null, part: Fraction): void =>
    void weights.set(holder, plus(weights.get(holder) ?? fraction(0), part));
  for (const { share, holders } of held)
    for (const holder of holders) give(holder, times(fraction(share, holders.length), scale));
  for (const touch of middle) give(touch, per(rest, fraction(middle.length)));
  return weights;
};

/** Weights of one model. */
export const weigh = (model: Model, path: Path): Weights => {
  const shape = positioned[model];
  if (shape) return byPosition(path, shape);
  return model === 'linear' ? equal(path.eligible) : decaying(path.eligible);
};
