// Eleventh step of the reference: weights of one won opportunity → its rows: the win's, and for each refund a reversal.
import { minorDigits } from '@revloop/schemas/currency.ts';
import { toScaled } from '@revloop/schemas/decimal.ts';
import { dealMoney, dealWeights } from './deal.ts';
import type { Fact } from './fact.ts';
import { zero } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import type { Amount, Refund } from './outcome.ts';
import type { Weights } from './weights.ts';

export interface Booked {
  readonly row_kind: 'touch' | 'unattributed' | 'pending';
  readonly touch: Fact | null;
  /** When the opportunity was won, or for a reversal when it was refunded; null while open. */
  readonly converted_at: number | null;
  /** 0 for the win; refunds in order, from 1 on. */
  readonly refund_no: number;
  /** In 10^-12; 0 for a reversal. */
  readonly weight: bigint;
  /** In minor units of the currency. */
  readonly minor: bigint;
  readonly currency: string;
}

export const inMinor = ({ amount, currency }: Amount): bigint => {
  const minor = toScaled(amount, minorDigits(currency));
  if (minor === undefined) throw new Error(`${amount} ${currency} is not an amount`);
  return minor;
};

export interface Win {
  readonly ledger: Ledger;
  readonly won_at: number;
  readonly stated: Amount;
  readonly refunds: readonly Refund[];
}

/** Rows in the order of the touches, `unattributed` last; who earns less than 10^-12 has none, nor a reversal of less than a minor unit. */
export const bookedRows = ({ ledger, won_at, stated, refunds }: Win, weights: Weights): Booked[] => {
  const order = (holder: Fact | null): number =>
    holder ? ledger.touches.indexOf(holder) : Number.POSITIVE_INFINITY;
  const holders = [...weights.keys()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const units = dealWeights(holders.map((holder) => weights.get(holder) ?? zero));
  const booked = (money: Amount, converted_at: number, refund_no: number): Booked[] => {
    const parts = dealMoney(inMinor(money), units);
    return holders.map((touch, index) => ({
      row_kind: touch ? ('touch' as const) : ('unattributed' as const),
      touch,
      converted_at,
      refund_no,
      weight: refund_no === 0 ? (units[index] ?? 0n) : 0n,
      minor: parts[index] ?? 0n,
      currency: money.currency,
    }));
  };
  return [
    ...booked(stated, won_at, 0).filter(({ weight }) => weight > 0n),
    // "Rows with the same touches, weight 0, amounts that sum to exactly the refund, dealt out like the amount."
    ...refunds.flatMap((refund, index) =>
      booked(refund, refund.refunded_at, index + 1).filter(({ minor }) => minor !== 0n),
    ),
  ];
};
