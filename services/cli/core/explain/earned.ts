// Rows of credit → what each touch earns by each model, in the order in which models are told.
import type { Credit, Step, Told } from './rows.ts';
import { moneyUnits, weightUnits } from './words.ts';

export interface Earning {
  /** Number among the eligible touches; 0: `unattributed`. */
  readonly touch_no: number;
  /** Units of 10^-12. */
  readonly weight: bigint;
  /** Ten-thousandths of the currency: of the amount, and of refunds (negative). */
  readonly amount: bigint;
  readonly refunded: bigint;
}

export interface ModelEarnings {
  readonly model: string;
  readonly earnings: readonly Earning[];
}

const inOrder = [
  ...['first_touch', 'last_touch', 'last_non_direct', 'linear', 'position_based', 'j_shaped', 'inverse_j'],
  ...['time_decay', 'u_milestone', 'w_milestone', 'full_path'],
];
const learned = ['shapley', 'markov_1', 'markov_2', 'markov_3', 'markov_stage_1'];

/** Models by position in time, by milestone, custom ones by name, then those learned from all journeys. */
const placeOf = (model: string): number => {
  if (inOrder.includes(model)) return inOrder.indexOf(model);
  return learned.includes(model) ? 1_000 + learned.indexOf(model) : 500;
};

/** Where a touch's id is used by several sources at the same instant, they are told as one. */
const keyOf = (event_id: string, at: string | null): string => `${at ?? ''} ${event_id}`;

const touchNumbers = (steps: readonly Step[]): ReadonlyMap<string, number> =>
  new Map(
    steps
      .filter(({ touch_no }) => touch_no > 0)
      .toReversed()
      .map(({ event_id, at, touch_no }) => [keyOf(event_id, at), touch_no]),
  );

const earningsOf = (rows: readonly Credit[], numbers: ReadonlyMap<string, number>): readonly Earning[] => {
  const byTouch = new Map<number, Earning>();
  for (const { row_kind, touch_event_id, touched_at, weight, amount } of rows) {
    const touch_no = row_kind === 'touch' ? (numbers.get(keyOf(touch_event_id, touched_at)) ?? 0) : 0;
    const former = byTouch.get(touch_no) ?? { touch_no, weight: 0n, amount: 0n, refunded: 0n };
    const isRefund = weightUnits(weight) === 0n;
    byTouch.set(touch_no, {
      touch_no,
      weight: former.weight + weightUnits(weight),
      amount: former.amount + (isRefund ? 0n : moneyUnits(amount)),
      refunded: former.refunded + (isRefund ? moneyUnits(amount) : 0n),
    });
  }
  return [...byTouch.values()].sort((a, b) => (a.touch_no || Infinity) - (b.touch_no || Infinity));
};

/** By model; pending opportunities earn nothing yet. */
export const earnedBy = ({ credits, steps }: Told): readonly ModelEarnings[] => {
  const numbers = touchNumbers(steps);
  return [
    ...Map.groupBy(
      credits.filter(({ row_kind }) => row_kind !== 'pending'),
      ({ model }) => model,
    ),
  ]
    .sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .map(([model, rows]) => ({ model, earnings: earningsOf(rows, numbers) }));
};
