// Sixth step of the reference: which visit earns a milestone's credit, by stage-credit policy.
import type { Fact } from './fact.ts';
import type { Journey, Policy } from './journey.ts';
import { rankOf, visitsOf, type Visit } from './ledger.ts';

export type Milestone = 'mql' | 'accepted' | 'opportunity';

const within = ({ start, conversion }: Journey, { place }: Visit): boolean =>
  place > start && place <= conversion.place;

/** For mql and accepted the account's visits to that stage in the journey; for opportunity those of that very opportunity. */
const candidatesOf = (journey: Journey, milestone: Milestone): Visit[] => {
  const { ledger, opportunity_id } = journey;
  const visits = milestone === 'opportunity' ? visitsOf(ledger, opportunity_id) : ledger.visits;
  return visits.filter((visit) => visit.stage === milestone && within(journey, visit));
};

/** Thrown back: before T its subject makes a loop to a lower stage, or restarts by a loss. */
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

/** The first eligible touch after the newest loop before the productive visit, up to its entry: whoever won the buyer back. */
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
      (milestone !== 'opportunity' ||
        (visit.kind === 'opportunity' && visit.subject_id === journey.opportunity_id)),
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
