// The reference as a whole: events → the rows of `attribution`, in plain steps that follow docs/semantics.md sentence by sentence.
import { bookedRows, inMinor, type Booked } from './booking.ts';
import { weightUnits } from './deal.ts';
import type { Fact } from './fact.ts';
import { byAccount } from './identity.ts';
import { eligibleTouches, type Journey, type Policy } from './journey.ts';
import { ledgerOf, type Ledger } from './ledger.ts';
import { models, weighers, type EffectsByModel, type Model, type Weigher } from './models.ts';
import { opportunitiesOf, outcomeOf, type Amount } from './outcome.ts';
import { pathsOf } from './paths.ts';
import type { Claims } from './positions.ts';
import { removalEffects, type Effects, type MarkovModel } from './removal-effects.ts';
import type { CustomModel } from './rule-models.ts';
import { earnersOf } from './stage-credit.ts';
import { all } from './weights.ts';

export interface Row extends Booked {
  readonly account_id: string;
  readonly opportunity_id: string;
  /** One of `models`, or the name of a custom one. */
  readonly model: string;
}

export interface View {
  readonly lookback_days: number;
  readonly policy: Policy;
  /** All where not stated. */
  readonly models?: readonly Model[];
  /** Besides those. */
  readonly custom?: readonly CustomModel[];
}

type Weighers = ReadonlyMap<string, Weigher>;
type DealRow = Omit<Row, 'account_id' | 'opportunity_id'>;

const pendingRow = (stated: Amount | null): Booked => ({
  row_kind: 'pending',
  touch: null,
  converted_at: null,
  refund_no: 0,
  weight: weightUnits,
  minor: stated ? inMinor(stated) : 0n,
  currency: stated?.currency ?? '',
});

/** Who may claim credit for a won opportunity; nobody: "one `unattributed` row of weight 1". */
const claimsOn = (journey: Journey, { lookback_days, policy }: View): Claims | null => {
  const eligible = eligibleTouches(journey, lookback_days);
  if (eligible.length === 0) return null;
  return { eligible, earners: (milestone) => earnersOf(journey, milestone, policy, eligible) };
};

/** Rows of one opportunity: none where it is lost, one for each model where it is open. */
const rowsOf = (ledger: Ledger, opportunity_id: string, chosen: Weighers, view: View): DealRow[] => {
  const outcome = outcomeOf(ledger, opportunity_id);
  if (outcome.state === 'lost') return [];
  if (outcome.state === 'open')
    return [...chosen.keys()].map((model) => ({ model, ...pendingRow(outcome.stated) }));
  const { journey, stated, refunds } = outcome;
  const win = { ledger, won_at: journey.conversion.entered_at, stated, refunds };
  const claims = claimsOn(journey, view);
  return [...chosen].flatMap(([model, weigh]) =>
    bookedRows(win, claims ? weigh(claims) : all(null)).map((row) => ({ model, ...row })),
  );
};

/** Ledgers of all accounts. */
export const ledgersOf = (arrivals: readonly Fact[]): ReadonlyMap<string, Ledger> =>
  new Map([...byAccount(arrivals)].map(([account_id, facts]) => [account_id, ledgerOf(facts)]));

/** Removal effects over all paths of a lookback window, each computed when it is first asked for. */
export const effectsIn = (ledgers: ReadonlyMap<string, Ledger>, lookback_days: number): EffectsByModel => {
  const known = new Map<MarkovModel, Effects>();
  return (model) => {
    const effects = known.get(model) ?? removalEffects(pathsOf(ledgers.values(), lookback_days), model);
    known.set(model, effects);
    return effects;
  };
};

/** Attribution of every opportunity in ledgers, by every model the view asks for; `effects` where others than these ledgers' paths count. */
export const attributeLedgers = (
  ledgers: ReadonlyMap<string, Ledger>,
  view: View,
  effects: EffectsByModel = effectsIn(ledgers, view.lookback_days),
): Row[] => {
  const chosen = weighers(view.models ?? models, view.custom ?? [], effects);
  return [...ledgers].flatMap(([account_id, ledger]) =>
    opportunitiesOf(ledger).flatMap((opportunity_id) =>
      rowsOf(ledger, opportunity_id, chosen, view).map((row) => ({ account_id, opportunity_id, ...row })),
    ),
  );
};

/** Attribution of every opportunity in the events received so far. */
export const attribute = (arrivals: readonly Fact[], view: View): Row[] =>
  attributeLedgers(ledgersOf(arrivals), view);
