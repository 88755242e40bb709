import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handoffsOf } from './handoff.ts';
import type { StageEventType } from './policy.ts';
import { stageEventTypes } from './policy.ts';
import type { StageEvent } from './stage-event.ts';
import { event } from './testing.ts';

const said = (...events: StageEvent[]): readonly string[] =>
  handoffsOf(events).map(
    ({ handoff_id, decision }) =>
      `${handoff_id} ${decision ? `${decision.outcome} by ${decision.event.event_id}` : 'open'}`,
  );

describe('a handoff', () => {
  test('is opened by mql_created and decided by the first decision', () => {
    expect(
      said(event('mql_created', 0, 'm'), event('mql_rejected', 2, 'r'), event('mql_accepted', 3, 'a')),
    ).toEqual(['crm/m rejected by r']);
  });

  test('is not opened twice: a contact that is qualified again while it waits keeps its clock', () => {
    expect(said(event('mql_created', 0, 'm1'), event('mql_created', 1, 'm2'))).toEqual(['crm/m1 open']);
  });

  test('is opened again after a rejection, and after an acceptance that is qualified again', () => {
    expect(
      said(
        event('mql_created', 0, 'm1'),
        event('mql_rejected', 1, 'r'),
        event('mql_created', 2, 'm2'),
        event('mql_accepted', 3, 'a'),
        event('mql_created', 4, 'm3'),
      ),
    ).toEqual(['crm/m1 rejected by r', 'crm/m2 accepted by a', 'crm/m3 open']);
  });

  const expiring: [string, StageEvent, boolean][] = [
    ['the contact is recycled', event('lead_recycled', 1, 'x'), true],
    ['the account is recycled', event('lead_recycled', 1, 'x', { contact_id: null }), true],
    ['another contact is recycled', event('lead_recycled', 1, 'x', { contact_id: 'd' }), false],
    ['an opportunity is lost', event('opportunity_lost', 1, 'x'), true],
    [
      'an opportunity of another contact is lost',
      event('opportunity_lost', 1, 'x', { contact_id: 'd' }),
      false,
    ],
    ['the account is won', event('opportunity_won', 1, 'x', { contact_id: 'd' }), true],
    ['an opportunity is created', event('opportunity_created', 1, 'x'), false],
  ];
  test.each(expiring)('when %s, it expires only if that concerns its contact', (_name, end, expires) => {
    expect(said(event('mql_created', 0, 'm'), end)).toEqual([expires ? 'crm/m expired by x' : 'crm/m open']);
  });

  test('a win said twice of the same opportunity is one win', () => {
    const wins = [event('opportunity_won', -2, 'w1'), event('opportunity_won', 1, 'w2')];
    expect(said(event('mql_created', 0, 'm'), ...wins)).toEqual(['crm/m open']);
  });

  test('events at the same millisecond are in order of their ids', () => {
    expect(said(event('mql_created', 0, 'b'), event('mql_accepted', 0, 'a'))).toEqual(['crm/b open']);
    expect(said(event('mql_created', 0, 'a'), event('mql_accepted', 0, 'b'))).toEqual([
      'crm/a accepted by b',
    ]);
  });
});

test('the order of arrival and duplicates change no handoff', () => {
  const events = fc.array(
    fc.record({
      type: fc.constantFrom<StageEventType>(...stageEventTypes),
      hour: fc.integer({ min: 0, max: 6 }),
      contact: fc.constantFrom('c', 'd', null),
    }),
    { maxLength: 9 },
  );
  fc.assert(
    fc.property(events, fc.infiniteStream(fc.nat()), (drafts, picks) => {
      const list = drafts.map(({ type, hour, contact }, at) =>
        event(type, hour, `e${at}`, { contact_id: type.startsWith('mql') ? (contact ?? 'c') : contact }),
      );
      const shuffled = [...list, ...list.filter((_, at) => at % 2 === 0)]
        .map((one) => ({ one, pick: picks.next().value as number }))
        .sort((a, b) => a.pick - b.pick)
        .map(({ one }) => one);
      expect(said(...shuffled)).toEqual(said(...list));
    }),
  );
});
