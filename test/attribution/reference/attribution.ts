// The reference as a whole: events → the rows of `attribution`, in plain steps that follow docs/semantics.md sentence by sentence.
import { bookedRows, inMinor, type Booked } from './booking.ts';
import { weightUnits } from './deal.ts';
import type { Fact } from './fact.ts';
import { byAccount } from './identity.ts';
import { eligibleTouches, type Journey, type Policy } from './journey.ts';
import { ledgerOf, type Ledger } from './ledger.ts';
import { models, weighers, type EffectsByModel, type Model, type Weigher } from './models.ts';
import { opportunitiesOf, outcomeOf } from './outcome.ts';
import { pathsOf } from './paths.ts';
import { removalEffects, type Effects, type MarkovModel } from './removal-effects.ts';
import type { CustomModel } from './rule-models.ts';
import { earnersOf } from './stage-credit.ts';
import { all, type Weights } from './weights.ts';

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

const weightsOf = (journey: Journey, weigh: Weigher, { lookback_days, policy }: View): Weights => {
  const eligible = eligibleTouches(journey, lookback_days);
  // "No eligible touch at all: one `unattributed` row of weight 1."
  if (eligible.length === 0) return all(null);
  return weigh({ eligible, earners: (milestone) => earnersOf(journey, milestone, policy, eligible) });
};

/** Rows of one opportunity by one model: none where it is lost, one where it is open. */
const rowsOf = (ledger: Ledger, opportunity_id: string, weigh: Weigher, view: View): Booked[] => {
  const outcome = outcomeOf(ledger, opportunity_id);
  if (outcome.state === 'lost') return [];
  if (outcome.state === 'open')
    return [
      {
        row_kind: 'pending',
        touch: null,
        converted_at: null,
        refund_no: 0,
        weight: weightUnits,
        minor: outcome.stated ? inMinor(outcome.stated) : 0n,
        currency: outcome.stated?.currency ?? '',
      },
    ];
  const { journey, stated, refunds } = outcome;
  const win = { ledger, won_at: journey.conversion.entered_at, stated, refunds };
  return bookedRows(win, weightsOf(journey, weigh, view));
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
  const chosen = [...weighers(view.models ?? models, view.custom ?? [], effects)];
  return [...ledgers].flatMap(([account_id, ledger]) =>
    opportunitiesOf(ledger).flatMap((opportunity_id) =>
      chosen.flatMap(([model, weigh]) =>
        rowsOf(ledger, opportunity_id, weigh, view).map((row) => ({
          account_id,
          opportunity_id,
          model,
          ...row,
        })),
      ),
    ),
  );
};

/** Attribution of every opportunity in the events received so far. */
export const attribute = (arrivals: readonly Fact[], view: View): Row[] =>
  attributeLedgers(ledgersOf(arrivals), view);
