// Floats of two machines may differ in their last digits: where they do, the stored weight is taken for the reference's, and money dealt by it.
import { toScaled } from '@revloop/schemas/decimal.ts';
import type { Row } from './reference/attribution.ts';
import { dealMoney } from './reference/deal.ts';
import { markovModels } from './reference/removal-effects.ts';
import type { StoredRow } from './told.ts';

/** A decimal text in units of 10^-`scale`. */
export const units = (text: string, scale: number): bigint => {
  const scaled = toScaled(text, scale);
  if (scaled === undefined) throw new Error(`${text} has more than ${scale} decimals`);
  return scaled;
};

/** Models whose weights are no simple fractions: powers of 2, solutions of linear systems. */
const withFloats: ReadonlySet<string> = new Set(['time_decay', ...markovModels]);
/** By so many 10^-12 they may differ. */
const float_units_max = 2n;

const keyOf = (account_id: string, opportunity_id: string, model: string, touch_id: string): string =>
  JSON.stringify([account_id, opportunity_id, model, touch_id]);

/** Weights of the wins' rows; reversals have none. */
const storedWeights = (stored: readonly StoredRow[]): ReadonlyMap<string, bigint> =>
  new Map(
    stored
      .filter(({ model }) => withFloats.has(model))
      .map((row) => [row, units(row.weight, 12)] as const)
      .filter(([, weight]) => weight > 0n)
      .map(([{ account_id, opportunity_id, model, touch_event_id }, weight]) => [
        keyOf(account_id, opportunity_id, model, touch_event_id),
        weight,
      ]),
  );

/** Rows of one opportunity and model. A touch may earn nothing of a refund, so reversals are dealt anew over all touches of the win. */
const settled = (deal: readonly Row[], weights: ReadonlyMap<string, bigint>): Row[] => {
  const taken = ({ account_id, opportunity_id, model, touch, weight }: Row): bigint => {
    const other = weights.get(keyOf(account_id, opportunity_id, model, touch?.event_id ?? '')) ?? weight;
    return other - weight <= float_units_max && weight - other <= float_units_max ? other : weight;
  };
  const win = deal.filter(({ weight }) => weight > 0n);
  const dealt = win.map(taken);
  const redealt = (rows: readonly Row[], isWin: boolean): Row[] => {
    const money = dealMoney(
      rows.reduce((sum, { minor }) => sum + minor, 0n),
      dealt,
    );
    const { converted_at = null } = rows[0] ?? {};
    return win
      .map((row, index) => ({
        ...row,
        converted_at,
        weight: isWin ? (dealt[index] ?? 0n) : 0n,
        minor: money[index] ?? 0n,
      }))
      .filter(({ minor }) => isWin || minor !== 0n);
  };
  const reversals = Map.groupBy(
    deal.filter(({ weight }) => weight === 0n),
    ({ refund_no }) => refund_no,
  );
  return [...redealt(win, true), ...[...reversals.values()].flatMap((rows) => redealt(rows, false))];
};

/** The reference's rows with the stored weights where those differ by no more than floats do. */
export const withStoredDigits = (rows: readonly Row[], stored: readonly StoredRow[]): Row[] => {
  const weights = storedWeights(stored);
  const deals = Map.groupBy(rows, (row) => keyOf(row.account_id, row.opportunity_id, row.model, ''));
  return [...deals.values()].flatMap((deal) =>
    withFloats.has(deal[0]?.model ?? '') ? settled(deal, weights) : deal,
  );
};
