// Credit at two moments of knowledge → what changed of each opportunity, and which events received in between can have changed it.
import { moneyUnits, weightUnits } from './words.ts';

/** A row of attribution-credit-then.sql: what a channel earned of an opportunity, as known at one moment. Times are ISO 8601, weights and amounts decimal texts. */
export interface CreditThen {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly model: string;
  readonly row_kind: 'touch' | 'unattributed' | 'pending';
  readonly channel: string;
  readonly currency: string;
  readonly weight: string;
  readonly amount: string;
  readonly won_at: string | null;
}

/** An event and an account it concerns. */
export interface Arrival {
  readonly account_id: string;
  readonly event_id: string;
  readonly source: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly received_at: string;
  readonly contact_id: string;
  readonly anonymous_id: string;
  readonly merged_id: string;
  readonly opportunity_id: string;
  readonly channel: string;
  readonly amount: string | null;
  readonly currency: string;
}

/** Weights in 10^-12, amounts in ten-thousandths of the currency. */
export interface Change {
  readonly model: string;
  readonly row_kind: CreditThen['row_kind'];
  readonly channel: string;
  readonly currency: string;
  readonly weight_before: bigint;
  readonly weight_after: bigint;
  readonly amount_before: bigint;
  readonly amount_after: bigint;
}

export interface ChangedDeal {
  readonly account_id: string;
  /** Where it was before, if another account: it was merged or unmerged, or the contact turned out to be another's. */
  readonly former_account_id: string | undefined;
  readonly opportunity_id: string;
  /** Null where it was open or unknown. */
  readonly won_before: string | null;
  readonly won_after: string | null;
  readonly changes: readonly Change[];
}

const keyOf = ({ model, row_kind, channel, currency }: Change): string =>
  JSON.stringify([model, row_kind, channel, currency]);

/** Several changes (at least one) as one: the first's model, channel and currency, the sums of all. */
export const sumOf = (changes: readonly Change[]): Change =>
  changes.reduce((sum, one) => ({
    ...sum,
    weight_before: sum.weight_before + one.weight_before,
    weight_after: sum.weight_after + one.weight_after,
    amount_before: sum.amount_before + one.amount_before,
    amount_after: sum.amount_after + one.amount_after,
  }));

/** Changes of the same key added up, by model and channel; those that come to nothing are none. */
const added = (changes: readonly Change[]): readonly Change[] =>
  [...Map.groupBy(changes, keyOf).values()]
    .map(sumOf)
    .filter((one) => one.weight_before !== one.weight_after || one.amount_before !== one.amount_after)
    .sort((a, b) => compareTexts(keyOf(a), keyOf(b)));

interface SidedRow extends CreditThen {
  readonly isAfter: boolean;
}

const changeOf = ({ model, row_kind, channel, currency, isAfter, ...row }: SidedRow): Change => {
  const [weight, amount] = [weightUnits(row.weight), moneyUnits(row.amount)];
  return {
    ...{ model, row_kind, channel, currency },
    ...{ weight_before: isAfter ? 0n : weight, weight_after: isAfter ? weight : 0n },
    ...{ amount_before: isAfter ? 0n : amount, amount_after: isAfter ? amount : 0n },
  };
};

const dealOf = (rows: readonly SidedRow[]): ChangedDeal => {
  const won = (side: boolean): string | null =>
    rows.find(({ isAfter, won_at }) => isAfter === side && won_at !== null)?.won_at ?? null;
  return {
    account_id: rows[0]?.account_id ?? '',
    former_account_id: undefined,
    opportunity_id: rows[0]?.opportunity_id ?? '',
    won_before: won(false),
    won_after: won(true),
    changes: added(rows.map(changeOf)),
  };
};

const isGone = ({ changes }: ChangedDeal): boolean =>
  changes.every(({ weight_after }) => weight_after === 0n);
const isNew = ({ changes }: ChangedDeal): boolean =>
  changes.every(({ weight_before }) => weight_before === 0n);

/** An opportunity that left one account and came to another is one deal, whose account changed. */
const joined = (deals: readonly ChangedDeal[]): readonly ChangedDeal[] => {
  const [one, other] = deals;
  if (!one || !other || deals.length !== 2) return deals;
  const [left, come] = isGone(one) ? [one, other] : [other, one];
  if (!isGone(left) || !isNew(come)) return deals;
  const changes = added([...left.changes, ...come.changes]);
  return [{ ...come, former_account_id: left.account_id, won_before: left.won_before, changes }];
};

const wholeKeyOf = ({ won_at: _at, ...row }: CreditThen): string => JSON.stringify(Object.values(row));

/** Rows that one of both lists alone has; both come from the same statement, of the same accounts. */
export const differing = (
  before: readonly CreditThen[],
  after: readonly CreditThen[],
): readonly [before: readonly CreditThen[], after: readonly CreditThen[]] => {
  const [known, found] = [new Set(before.map(wholeKeyOf)), new Set(after.map(wholeKeyOf))];
  return [
    before.filter((row) => !found.has(wholeKeyOf(row))),
    after.filter((row) => !known.has(wholeKeyOf(row))),
  ];
};

/** Opportunities whose credit differs between the two moments, by account and id. */
export const changedDeals = (
  before: readonly CreditThen[],
  after: readonly CreditThen[],
): readonly ChangedDeal[] =>
  [
    ...Map.groupBy(
      [
        ...before.map((row) => ({ ...row, isAfter: false })),
        ...after.map((row) => ({ ...row, isAfter: true })),
      ],
      ({ opportunity_id }) => opportunity_id,
    ).values(),
  ]
    .flatMap((own) => joined([...Map.groupBy(own, ({ account_id }) => account_id).values()].map(dealOf)))
    .filter(({ changes }) => changes.length > 0)
    .sort(
      (a, b) => compareTexts(a.account_id, b.account_id) || compareTexts(a.opportunity_id, b.opportunity_id),
    );

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const day_ms = 86_400_000;
const isIdentity = (type: string): boolean => type === 'contact_identified' || /_(un)?merged$/.test(type);

/** What happened later than a win changes nothing of it, but for its own corrections; nor does a touch from before the window. */
const counts = (arrival: Arrival, won_at: string, lookback_days: number): boolean => {
  const [at, won] = [Date.parse(arrival.occurred_at), Date.parse(won_at)];
  return at <= won && (arrival.type !== 'content_viewed' || at >= won - lookback_days * day_ms);
};

/** Events that can have changed a deal's credit, in the order they were received. An identity may bring touches of any time. */
export const movedBy = (
  deal: ChangedDeal,
  arrivals: readonly Arrival[],
  lookback_days: number,
): readonly Arrival[] => {
  const accounts = [deal.account_id, deal.former_account_id];
  const wins = [deal.won_before, deal.won_after].filter((at) => at !== null);
  const own = arrivals.filter(
    (arrival) =>
      accounts.includes(arrival.account_id) &&
      (isIdentity(arrival.type) ||
        arrival.opportunity_id === deal.opportunity_id ||
        wins.length === 0 ||
        wins.some((won_at) => counts(arrival, won_at, lookback_days))),
  );
  const byEvent = new Map(own.map((arrival) => [`${arrival.source}\0${arrival.event_id}`, arrival]));
  return [...byEvent.values()].sort(
    (a, b) => compareTexts(a.received_at, b.received_at) || compareTexts(a.event_id, b.event_id),
  );
};
