// Laws of merges: attribute(merge of A and B into A) = attribute(the stream with B replaced by A), and an unmerge restores.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NativeEvent } from '../../support/revloop.ts';
import { eventsOf, plan, type Plan } from '../journeys.ts';
import { eventsOfPair, pair } from '../pairs.ts';
import { holds, reported } from './generated.ts';

const runs = 40;
const plans = fc.tuple(plan, plan, plan);
const three = ([a, b, c]: readonly [Plan, Plan, Plan]): NativeEvent[] => [
  ...eventsOf('a', a),
  ...eventsOf('b', b),
  ...eventsOf('c', c),
];
/** Any day: what counts is which is the newest. */
const days = fc.nat(400);

type Saying = readonly ['merged' | 'unmerged', string, string];

/** One after the other from this day on: survivor, the other one. */
const said = (entity: 'account' | 'contact', day: number, ...sayings: readonly Saying[]): NativeEvent[] =>
  sayings.map(([what, survivor, merged_id], index) => ({
    type: `${entity}_${what}`,
    event_id: `said${9 - index}`,
    occurred_at: new Date(Date.UTC(2024, 0, 1 + day + index)).toISOString(),
    [`${entity}_id`]: survivor,
    properties: { merged_id },
  }));

const replaced = (events: readonly NativeEvent[], ids: Readonly<Record<string, string>>): NativeEvent[] => {
  const standing = (id: unknown): unknown => ids[id as string] ?? id;
  return events.map((event) => ({
    ...event,
    ...('account_id' in event && { account_id: standing(event['account_id']) }),
    ...('contact_id' in event && { contact_id: standing(event['contact_id']) }),
  }));
};

describe('accounts', () => {
  test('merging B into A is giving A’s id to all that is B’s', () => {
    holds(
      fc.tuple(plans, days),
      ([own, day]) => {
        const events = three(own);
        expect(reported([...events, ...said('account', day, ['merged', 'a', 'b'])])).toEqual(
          reported(replaced(events, { b: 'a' })),
        );
      },
      runs,
    );
  });

  test('chains of merges are followed, in whatever order they were said', () => {
    holds(
      fc.tuple(plans, days),
      ([own, day]) => {
        const events = three(own);
        const links: readonly Saying[] = [
          ['merged', 'a', 'b'],
          ['merged', 'b', 'c'],
        ];
        const one = reported(replaced(events, { b: 'a', c: 'a' }));
        expect(reported([...events, ...said('account', day, ...links)])).toEqual(one);
        expect(reported([...events, ...said('account', day, ...links.toReversed())])).toEqual(one);
      },
      runs,
    );
  });

  test('an unmerge restores, and a merge said again after it counts again', () => {
    holds(
      fc.tuple(plans, days),
      ([own, day]) => {
        const events = three(own);
        const apart = said('account', day, ['merged', 'a', 'b'], ['unmerged', 'a', 'b']);
        expect(reported([...events, ...apart])).toEqual(reported(events));
        const again = said(
          'account',
          day,
          ['merged', 'c', 'b'],
          ['unmerged', 'c', 'b'],
          ['merged', 'a', 'b'],
        );
        expect(reported([...events, ...again])).toEqual(reported(replaced(events, { b: 'a' })));
      },
      runs,
    );
  });

  test('merges in a circle cancel out, and who was merged into it stays as well', () => {
    holds(
      fc.tuple(plans, days),
      ([own, day]) => {
        const events = three(own);
        const circle = said('account', day, ['merged', 'a', 'b'], ['merged', 'b', 'a'], ['merged', 'b', 'c']);
        expect(reported([...events, ...circle])).toEqual(reported(events));
      },
      runs,
    );
  });

  test('which name an account has says nothing', () => {
    holds(
      plan,
      (own) => {
        const named = replaced(eventsOf('a', own), { a: 'z' });
        expect(reported(named)).toEqual(
          reported(eventsOf('a', own)).map((row) => row.replace(/^(\w+) a /, '$1 z ')),
        );
      },
      runs,
    );
  });
});

describe('contacts', () => {
  test('merging one into another is giving its id to all that is the other’s, across accounts as well; an unmerge restores', () => {
    holds(
      fc.tuple(plans, days, fc.constantFrom('a-c0', 'a-c2', 'b-c0'), fc.constantFrom('a-c1', 'b-c1')),
      ([own, day, survivor, merged]) => {
        const events = three(own).filter(
          ({ type }) => !type.startsWith('contact_m') && !type.includes('unm'),
        );
        const one = said('contact', day, ['merged', survivor, merged]);
        expect(reported([...events, ...one])).toEqual(reported(replaced(events, { [merged]: survivor })));
        const apart = said('contact', day, ['merged', survivor, merged], ['unmerged', survivor, merged]);
        expect(reported([...events, ...apart])).toEqual(reported(events));
      },
      runs,
    );
  });
});

describe('pairs', () => {
  test('unmerging everything that was ever merged leaves what there was without merges', () => {
    holds(
      pair,
      (own) => {
        const events = eventsOfPair(['a', 'b'], own);
        const isMerge = ({ type }: NativeEvent): boolean => /merged$/.test(type);
        const undone = events.filter(isMerge).map((event, index) => ({
          ...event,
          event_id: `undone${index}`,
          type: event.type.replace(/_(un)?merged/, '_unmerged'),
          occurred_at: '2026-01-01T00:00:00.000Z',
        }));
        expect(reported([...events, ...undone])).toEqual(reported(events.filter((event) => !isMerge(event))));
      },
      runs,
    );
  });
});
