// Fifth step of the reference: one opportunity → how it stands: won, when and for how much, what was refunded; open; or lost.
import type { Journey } from './journey.ts';
import { isWin, visitsOf, type Ledger, type Visit } from './ledger.ts';

export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

export interface Refund extends Amount {
  readonly refunded_at: number;
}

export type Outcome =
  | {
      readonly state: 'won';
      readonly journey: Journey;
      readonly stated: Amount;
      readonly refunds: readonly Refund[];
    }
  | { readonly state: 'open'; readonly stated: Amount | null }
  | { readonly state: 'lost' };

const statedBy = ({ fact: { amount, currency } }: Visit): Amount | null =>
  amount === undefined || currency === undefined ? null : { amount, currency };

/** "A repeated `opportunity_won` with a negative amount is a refund." A first win with one is just a negative amount. */
const isRefund = ({ stage, direction, fact }: Visit): boolean =>
  stage === 'won' && direction === 'repeat' && (fact.amount ?? '').startsWith('-');

/** "The value of an opportunity is the newest amount stated on its own events that is not a refund." */
const valueOf = (own: readonly Visit[]): Amount | null =>
  own
    .filter((visit) => !isRefund(visit))
    .map(statedBy)
    .findLast((stated) => stated !== null) ?? null;

/** A refund reverses the win it follows: one of an earlier win, which a loss ended, went with that win. */
const refundsSince = (conversion: Visit, own: readonly Visit[]): Refund[] =>
  own
    .filter((visit) => isRefund(visit) && visit.place > conversion.place)
    .flatMap((visit) => {
      const stated = statedBy(visit);
      return stated ? [{ ...stated, refunded_at: visit.entered_at }] : [];
    });

export const opportunitiesOf = ({ visits }: Ledger): string[] => [
  ...new Set(visits.filter(({ kind }) => kind === 'opportunity').map(({ subject_id }) => subject_id)),
];

/** How an opportunity stands. */
export const outcomeOf = (ledger: Ledger, opportunity_id: string): Outcome => {
  const own = visitsOf(ledger, opportunity_id);
  const newest = own.at(-1);
  if (!newest || newest.stage === 'engaged') return { state: 'lost' };
  const stated = valueOf(own);
  if (newest.stage === 'opportunity') return { state: 'open', stated };
  const conversion = own.findLast(isWin);
  if (!conversion || !stated) throw new Error(`${opportunity_id} is won without a win or an amount`);
  // One that is won without having been created was created by then.
  const created = own.find(({ stage }) => stage !== 'engaged') ?? conversion;
  const before = ledger.visits.findLast(
    (visit) => isWin(visit) && visit.subject_id !== opportunity_id && visit.place < created.place,
  );
  return {
    state: 'won',
    journey: { ledger, opportunity_id, conversion, start: before?.place ?? -1 },
    stated,
    refunds: refundsSince(conversion, own),
  };
};
