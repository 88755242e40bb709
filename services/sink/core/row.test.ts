import { parseEvent } from '@revloop/schemas/parse-event.ts';
import { describe, expect, test } from 'vitest';
import { eventRow, timeText } from './row.ts';

const place = { topic: 'funnel.events', partition: 1, offset: 2n ** 60n };
const received = Date.UTC(2026, 0, 10);

const rowOf = (value: object, received_at = received) => {
  const parsed = parseEvent(
    { event_id: 'e1', occurred_at: '2026-01-02T03:04:05.678Z', ...value },
    'crm',
    received_at,
  );
  if (!parsed.ok) throw new Error(parsed.message);
  return eventRow(parsed.event, place);
};
const won = {
  type: 'opportunity_won',
  account_id: 'acme',
  opportunity_id: 'o1',
  amount: '0.10',
  currency: 'EUR',
};

describe('an event’s row', () => {
  test('holds what the event says, and empty texts where it says nothing', () => {
    expect(
      rowOf({ type: 'content_viewed', anonymous_id: 'v1', properties: { region: 'emea' } }),
    ).toMatchObject({
      type: 'content_viewed',
      source: 'crm',
      occurred_at: '2026-01-02T03:04:05.678Z',
      received_at: '2026-01-10T00:00:00.000Z',
      anonymous_id: 'v1',
      account_id: '',
      channel: '',
      opportunity_id: '',
      amount: null,
      currency: '',
      properties: { region: 'emea' },
    });
  });

  test('keeps money a decimal text', () => {
    expect(rowOf(won)).toMatchObject({ amount: '0.10', currency: 'EUR', opportunity_id: 'o1' });
  });

  test('says where the message was read, offsets beyond 2^53 included', () => {
    expect(rowOf(won)).toMatchObject({
      _topic: 'funnel.events',
      _partition: 1,
      _offset: '1152921504606846976',
    });
  });

  test('has the same content however late it was received, and another one when anything else differs', () => {
    const first = rowOf(won);
    const later = rowOf(won, received + 60_000);
    const dearer = rowOf({ ...won, amount: '0.11' });
    expect(later._content_key).toBe(first._content_key);
    expect(dearer._content_key).not.toBe(first._content_key);
    expect(dearer._event_key).toBe(first._event_key);
  });

  test('does not mind in which order properties were written', () => {
    const one = rowOf({ ...won, properties: { a: '1', b: '2' } });
    const other = rowOf({ ...won, properties: { b: '2', a: '1' } });
    expect(one._content_key).toBe(other._content_key);
  });
});

test('times are texts in UTC, to the millisecond', () => {
  expect(timeText(Date.UTC(2026, 1, 3, 4, 5, 6, 7))).toBe('2026-02-03T04:05:06.007Z');
});
