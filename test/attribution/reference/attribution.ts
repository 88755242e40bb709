// The reference as a whole: events → the rows of `attribution`, in plain steps that follow docs/semantics.md sentence by sentence.
import { minorDigits } from '@revloop/schemas/currency.ts';
import { toScaled } from '@revloop/schemas/decimal.ts';
import { dealMoney, dealWeights, weightUnits } from './deal.ts';
import { byAccount, type Fact } from './fact.ts';
import {
  earnersOf,
  eligibleTouches,
  opportunitiesOf,
  outcomeOf,
  type Amount,
  type Journey,
  type Policy,
} from './journey.ts';
import { ledgerOf, type Ledger } from './ledger.ts';
import { models, weigh, type Model, type Weights } from './models.ts';

export interface Row {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly model: Model;
  readonly row_kind: 'touch' | 'unattributed' | 'pending';
  readonly touch: Fact | null;
  /** In 10^-12. */
  readonly weight: bigint;
  /** In minor units of the currency. */
  readonly minor: bigint;
  readonly currency: string;
}

export interface View {
  readonly lookback_days: number;
  readonly policy: Policy;
}

const inMinor = ({ amount, currency }: Amount): bigint => {
  const minor = toScaled(amount, minorDigits(currency));
  if (minor === undefined) throw new Error(`${amount} ${currency} is not an amount`);
  return minor;
};

const weightsOf = (journey: Journey, model: Model, { lookback_days, policy }: View): Weights => {
  const eligible = eligibleTouches(journey, lookback_days);
  if (eligible.length === 0) return new Map([[null, { over: 1n, under: 1n }]]);
  return weigh(model, {
    eligible,
    converted_at: journey.conversion.entered_at,
    earners: (milestone) => earnersOf(journey, milestone, policy, eligible),
  });
};

/** Rows of one opportunity and model, in the order of the touches, `unattributed` last; rows of weight 0 are left out. */
const rowsOf = (
  ledger: Ledger,
  opportunity_id: string,
  model: Model,
  view: View,
): Omit<Row, 'account_id'>[] => {
  const outcome = outcomeOf(ledger, opportunity_id);
  if (outcome.state === 'lost') return [];
  const currency = outcome.stated?.currency ?? '';
  const minor = outcome.stated ? inMinor(outcome.stated) : 0n;
  if (outcome.state === 'open')
    return [
      { opportunity_id, model, row_kind: 'pending', touch: null, weight: weightUnits, minor, currency },
    ];
  const weights = weightsOf(outcome.journey, model, view);
  const order = (holder: Fact | null): number =>
    holder ? ledger.touches.indexOf(holder) : Number.POSITIVE_INFINITY;
  const holders = [...weights.keys()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const units = dealWeights(holders.map((holder) => weights.get(holder) ?? { over: 0n, under: 1n }));
  const money = dealMoney(minor, units);
  return holders
    .map((touch, index) => ({
      opportunity_id,
      model,
      row_kind: touch ? ('touch' as const) : ('unattributed' as const),
      touch,
      weight: units[index] ?? 0n,
      minor: money[index] ?? 0n,
      currency,
    }))
    .filter(({ weight }) => weight > 0n);
};

/** Ledgers of all accounts. */
export const ledgersOf = (arrivals: readonly Fact[]): ReadonlyMap<string, Ledger> =>
  new Map([...byAccount(arrivals)].map(([account_id, facts]) => [account_id, ledgerOf(facts)]));

/** Attribution of every opportunity in ledgers, by every model. */
export const attributeLedgers = (ledgers: ReadonlyMap<string, Ledger>, view: View): Row[] =>
  [...ledgers].flatMap(([account_id, ledger]) =>
    opportunitiesOf(ledger).flatMap((opportunity_id) =>
      models.flatMap((model) =>
        rowsOf(ledger, opportunity_id, model, view).map((row) => ({ account_id, ...row })),
      ),
    ),
  );

/** Attribution of every opportunity in the events received so far, by every model. */
export const attribute = (arrivals: readonly Fact[], view: View): Row[] =>
  attributeLedgers(ledgersOf(arrivals), view);
