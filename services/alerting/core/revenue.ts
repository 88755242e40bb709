// An account's events → what is at risk while nobody answers: its open pipeline, else what the policy expects.
import { fromScaled, toScaled } from '@revloop/schemas/decimal.ts';
import { money_scale, type Money } from './money.ts';
import { inOrder, type StageEvent } from './stage-event.ts';

interface Deal {
  isOpen: boolean;
  money: Money | undefined;
}

/**
 * The sum of the amounts of the account's opportunities that were open at `at` (UTC milliseconds, its own included), by currency, in order of
 * the codes. An opportunity is open from an `opportunity_created` until it is won or lost, and again from the next; its amount is the newest
 * that any of its events stated by then. `expected` where they come to nothing; nothing where that is undefined too.
 * `events`: all of the account, in any order, each once.
 */
export const revenueAtRisk = (
  events: readonly StageEvent[],
  at: number,
  expected: Money | undefined,
): readonly Money[] => {
  const deals = new Map<string, Deal>();
  for (const event of events.filter(({ occurred_at }) => occurred_at <= at).toSorted(inOrder)) {
    const { opportunity_id, type, amount, currency } = event;
    if (opportunity_id === null) continue;
    const money = amount !== null && currency !== null ? { amount, currency } : undefined;
    deals.set(opportunity_id, {
      isOpen: type === 'opportunity_created',
      money: money ?? deals.get(opportunity_id)?.money,
    });
  }
  const open = [...deals.values()].flatMap(({ isOpen, money }) => (isOpen && money ? money : []));
  const sums = sumsOf(open).filter(({ amount }) => toScaled(amount, money_scale) !== 0n);
  return sums.length > 0 || !expected ? sums : [expected];
};

const sumsOf = (amounts: readonly Money[]): readonly Money[] => {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of amounts)
    sums.set(currency, (sums.get(currency) ?? 0n) + (toScaled(amount, money_scale) ?? 0n));
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: fromScaled(sum, money_scale), currency }));
};
