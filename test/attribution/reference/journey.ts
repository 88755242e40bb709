// Third step of the reference: one opportunity → when it was won, for how much, which touches are eligible, which visits may earn a milestone's credit.
import type { Fact } from './fact.ts';
import { rankOf, type Ledger, type Visit } from './ledger.ts';

export const policies = ['first', 'last', 'even', 'productive', 'rescue'] as const;
export type Policy = (typeof policies)[number];

export type Milestone = 'mql' | 'opportunity';

export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

export interface Journey {
  readonly ledger: Ledger;
  readonly opportunity_id: string;
  readonly conversion: Visit;
  /** Place of the win it starts after, or -1. */
  readonly start: number;
}

export type Outcome =
  | { readonly state: 'won'; readonly journey: Journey; readonly stated: Amount }
  | { readonly state: 'open'; readonly stated: Amount | null }
  | { readonly state: 'lost' };

const visitsOf = ({ visits }: Ledger, opportunity_id: string): Visit[] =>
  visits.filter(({ kind, subject_id }) => kind === 'opportunity' && subject_id === opportunity_id);

const isWin = ({ stage, direction }: Visit): boolean => stage === 'won' && direction === 'forward';

const statedBy = ({ fact: { amount, currency } }: Visit): Amount | null =>
  amount === undefined || currency === undefined ? null : { amount, currency };

export const opportunitiesOf = ({ visits }: Ledger): string[] => [
  ...new Set(visits.filter(({ kind }) => kind === 'opportunity').map(({ subject_id }) => subject_id)),
];

/** How an opportunity stands. */
export const outcomeOf = (ledger: Ledger, opportunity_id: string): Outcome => {
  const own = visitsOf(ledger, opportunity_id);
  const newest = own.at(-1);
  if (!newest || newest.stage === 'engaged') return { state: 'lost' };
  if (newest.stage === 'opportunity')
    return { state: 'open', stated: own.map(statedBy).findLast((stated) => stated !== null) ?? null };
  const conversion = own.findLast(isWin);
  const stated = statedBy(newest);
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
  };
};

/** The account's touches with T − lookback ≤ t ≤ T, in order. */
export const eligibleTouches = ({ ledger, conversion }: Journey, lookback_days: number): Fact[] =>
  ledger.touches.filter(
    ({ occurred_at }) =>
      occurred_at <= conversion.entered_at &&
      occurred_at >= conversion.entered_at - lookback_days * 86_400_000,
  );

const within = ({ start, conversion }: Journey, { place }: Visit): boolean =>
  place > start && place <= conversion.place;

const candidatesOf = (journey: Journey, milestone: Milestone): Visit[] =>
  (milestone === 'mql'
    ? journey.ledger.visits.filter(({ stage }) => stage === 'mql')
    : visitsOf(journey.ledger, journey.opportunity_id).filter(({ stage }) => stage === 'opportunity')
  ).filter((visit) => within(journey, visit));

const thrownBack = ({ ledger, conversion }: Journey, candidate: Visit): boolean => {
  const sentBack = ledger.visits.some(
    (visit) =>
      visit.kind === candidate.kind &&
      visit.subject_id === candidate.subject_id &&
      visit.direction === 'back' &&
      visit.place > candidate.place &&
      rankOf(visit.stage) < rankOf(candidate.stage) &&
      visit.entered_at < conversion.entered_at,
  );
  const restarted = ledger.restarts.some(
    ({ contact_id, because, place, at }) =>
      candidate.kind === 'contact' &&
      contact_id === candidate.subject_id &&
      because === 'loss' &&
      place > candidate.place &&
      at < conversion.entered_at,
  );
  return sentBack || restarted;
};

const rescuerOf = (
  journey: Journey,
  milestone: Milestone,
  productive: Visit,
  eligible: readonly Fact[],
): Fact | null => {
  const loop = journey.ledger.visits.findLast(
    (visit) =>
      visit.direction === 'back' &&
      visit.place > journey.start &&
      visit.place < productive.place &&
      (milestone === 'mql' || (visit.kind === 'opportunity' && visit.subject_id === journey.opportunity_id)),
  );
  if (!loop) return null;
  return (
    eligible.find(
      ({ occurred_at }) => occurred_at > loop.entered_at && occurred_at <= productive.entered_at,
    ) ?? null
  );
};

/** Who earns a milestone's credit: equal parts, null for one without an eligible anchor; none where it never happened. */
export const earnersOf = (
  journey: Journey,
  milestone: Milestone,
  policy: Policy,
  eligible: readonly Fact[],
): (Fact | null)[] => {
  const candidates = candidatesOf(journey, milestone);
  const anchorOf = ({ anchor }: Visit): Fact | null => (anchor && eligible.includes(anchor) ? anchor : null);
  const newest = candidates.at(-1);
  if (!candidates[0] || !newest) return [];
  if (policy === 'first') return [anchorOf(candidates[0])];
  if (policy === 'last') return [anchorOf(newest)];
  if (policy === 'even') return candidates.map(anchorOf);
  const productive = candidates.findLast((candidate) => !thrownBack(journey, candidate)) ?? newest;
  const rescuer = policy === 'rescue' ? rescuerOf(journey, milestone, productive, eligible) : null;
  return rescuer ? [anchorOf(productive), rescuer] : [anchorOf(productive)];
};
