import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventTypes } from './generated.ts';
import { judged } from './parse-event.ts';
import { plainEvent } from './plain-event.ts';
import { nearlyGoodEvents } from './testing-events.ts';

const received = Date.UTC(2026, 0, 10);

test('what the short way takes, the long way takes as the same event', () => {
  const taken = new Map<string, number>();
  fc.assert(
    fc.property(nearlyGoodEvents, (json) => {
      const event = plainEvent(json, 'web', received);
      if (!event) return;
      taken.set(event.type, (taken.get(event.type) ?? 0) + 1);
      expect(judged(json, 'web', received)).toEqual({ ok: true, event });
    }),
    { numRuns: 3_000 },
  );
  // Those with an amount go the long way, or may.
  for (const type of eventTypes)
    if (!type.startsWith('opportunity_')) expect(taken.get(type) ?? 0, type).toBeGreaterThan(0);
});

test('an ordinary touch takes the short way; one with an amount or an offset does not', () => {
  const touch = {
    type: 'content_viewed',
    event_id: 'e',
    occurred_at: '2026-01-09T10:00:00.123Z',
    account_id: 'acme',
  };
  expect(plainEvent(touch, 'web', received)).toMatchObject({
    event_id: 'e',
    channel: null,
    properties: {},
    source: 'web',
  });
  expect(plainEvent({ ...touch, occurred_at: '2026-01-09T10:00:00+01:00' }, 'web', received)).toBeUndefined();
  const won = { ...touch, type: 'opportunity_won', opportunity_id: 'o', amount: '5', currency: 'EUR' };
  expect(plainEvent(won, 'web', received)).toBeUndefined();
});
