// Generated pairs of accounts that turn out to be one, or share a contact, and are set apart again: every merge stays within the pair.
import fc from 'fast-check';
import type { NativeEvent } from '../support/revloop.ts';
import { begin, eventsOf, plan, type Plan } from './journeys.ts';
import { day_ms } from './walks.ts';

interface Merge {
  readonly type: 'account_merged' | 'account_unmerged' | 'contact_merged' | 'contact_unmerged';
  readonly day: number;
  /** Which of the two accounts, or whose contact, the other one becomes part of. */
  readonly survivor: 0 | 1;
  readonly contacts: readonly [number, number];
}

export interface Pair {
  readonly plans: readonly [Plan, Plan];
  readonly merges: readonly Merge[];
}

const merge: fc.Arbitrary<Merge> = fc.record({
  type: fc.constantFrom(
    'account_merged',
    'account_merged',
    'account_unmerged',
    'contact_merged',
    'contact_unmerged',
  ),
  // Often the same day, so that ids decide which is the newest.
  day: fc.nat(4),
  survivor: fc.constantFrom(0, 0, 0, 1),
  contacts: fc.tuple(fc.nat(2), fc.nat(2)),
});

/** Two accounts' journeys and what is said about who is who. */
export const pair: fc.Arbitrary<Pair> = fc.record({
  plans: fc.tuple(plan, plan),
  merges: fc.array(merge, { minLength: 1, maxLength: 4 }),
});

type Names = readonly [string, string];

const mergeEvent = (names: Names, { type, day, survivor, contacts }: Merge, index: number): NativeEvent => {
  const other = survivor === 0 ? 1 : 0;
  const contact = (which: 0 | 1): string => `${names[which]}-c${contacts[which]}`;
  return {
    type,
    event_id: `${names[0]}-merge${index}`,
    occurred_at: new Date(begin + day * day_ms).toISOString(),
    ...(type.startsWith('account')
      ? { account_id: names[survivor], properties: { merged_id: names[other] } }
      : { contact_id: contact(survivor), properties: { merged_id: contact(other) } }),
  };
};

/** The events of a pair, for accounts of these names. */
export const eventsOfPair = (names: Names, { plans, merges }: Pair): NativeEvent[] => [
  ...eventsOf(names[0], plans[0]),
  ...eventsOf(names[1], plans[1]),
  ...merges.map((own, index) => mergeEvent(names, own, index)),
];
