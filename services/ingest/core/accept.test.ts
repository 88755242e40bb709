import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accept, keyOf } from './accept.ts';
import { parseJsonBody, parseNdjsonBody } from './body.ts';

const received = Date.UTC(2026, 0, 10);
const event = (event_id: string, more: object = {}) => ({
  event_id,
  type: 'content_viewed',
  occurred_at: '2026-01-02T00:00:00Z',
  account_id: 'acme',
  ...more,
});
const judged = (...values: unknown[]) =>
  accept(
    values.map((value, index) => ({ index, value })),
    'web',
    received,
  );

describe('a request is judged event by event', () => {
  test('every value is accepted, a repetition, or rejected', () => {
    const value = fc.oneof(
      fc.constantFrom('a', 'b', 'c').map((id) => event(id)),
      fc.constant(event('d', { typo: 1 })),
      fc.constant(7),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        const { events, duplicates, rejected } = judged(...values);
        expect(events.length + duplicates + rejected.length).toBe(values.length);
        expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
      }),
    );
  });

  test('rejections name their place', () => {
    expect(judged(event('a'), { type: 'nothing' }).rejected).toMatchObject([
      { index: 1, event_id: null, code: 'unknown_type' },
    ]);
  });

  test('the same id with other content goes on: one rule decides, in the sink', () => {
    expect(judged(event('a'), event('a', { channel: 'email' }))).toMatchObject({
      duplicates: 0,
      events: [{ channel: null }, { channel: 'email' }],
    });
  });

  test('the key is the account, else the contact, else the visitor', () => {
    const [known, unknown] = judged(
      event('a', { contact_id: 'c' }),
      event('b', { account_id: null, anonymous_id: 'v' }),
    ).events;
    expect([known && keyOf(known), unknown && keyOf(unknown)]).toEqual(['acme', 'v']);
  });
});

describe('a body', () => {
  test('is one event, an array, or a line for each', () => {
    expect(parseJsonBody('{"a":1}')).toEqual({ ok: true, values: [{ index: 0, value: { a: 1 } }] });
    expect(parseJsonBody('[1,2]')).toMatchObject({ values: [{ index: 0 }, { index: 1 }] });
    expect(parseNdjsonBody('{"a":1}\n\n{"b":2}\n')).toMatchObject({ values: [{ index: 0 }, { index: 2 }] });
  });

  test('a line that does not parse is a fault of its own', () => {
    expect(parseNdjsonBody('{"a":1}\noops')).toMatchObject({
      ok: true,
      values: [{ value: { a: 1 } }, { index: 1, fault: expect.any(String) as string }],
    });
  });

  test('nothing, or no JSON, is refused whole', () => {
    expect(parseJsonBody('[]')).toMatchObject({ ok: false, code: 'empty' });
    expect(parseNdjsonBody('\n\n')).toMatchObject({ ok: false, code: 'empty' });
    expect(parseJsonBody('{')).toMatchObject({ ok: false, code: 'invalid_json' });
  });
});
