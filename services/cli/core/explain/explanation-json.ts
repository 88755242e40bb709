// One opportunity explained, for programs.
import { earnedBy } from './earned.ts';
import { reasonsOf } from './reasons.ts';
import type { Told } from './rows.ts';
import { amountText, weightText } from './words.ts';

/** Weights and amounts are decimal texts; `touch_no` 0 is `unattributed`. */
export const explanationOf = (told: Told): object => {
  const { account_id, opportunity_id, lookback_days, stage_credit, as_of, steps, holders, credits } = told;
  const [first] = steps;
  return {
    ...{ account_id, opportunity_id, lookback_days, stage_credit, as_of: as_of ?? null },
    state: first?.opportunity_state,
    won_at: first?.won_at ?? null,
    currency: credits[0]?.currency ?? '',
    steps,
    positions: holders,
    models: earnedBy(told).map(({ model, earnings }) => {
      const { rule, notes, of } = reasonsOf(model, told);
      const earned = earnings.map((earning) => ({
        touch_no: earning.touch_no,
        weight: weightText(earning.weight),
        amount: amountText(earning.amount),
        refunded: amountText(earning.refunded),
        why: of(earning),
      }));
      return { model, rule, notes, earned };
    }),
  };
};
