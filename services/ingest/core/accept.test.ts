import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageKeyOf } from '@revloop/schemas/message-key.ts';
import { accept } from './accept.ts';
import { parseNdjsonBody, type Value } from './body.ts';

const received = Date.UTC(2026, 0, 10);
const viewed = (event_id: string, more: object = {}): object => ({
  type: 'content_viewed',
  event_id,
  occurred_at: '2026-01-09T10:00:00Z',
  account_id: 'acme',
  channel: 'email',
  ...more,
});
const valuesOf = (...values: readonly unknown[]): readonly Value[] =>
  values.map((value, index) => ({ index, value }));
const judged = (...values: readonly unknown[]) => accept(valuesOf(...values), 'web', received);

describe('events of a request', () => {
  test('good ones are accepted with the source of the key and the time of receipt', () => {
    const { events, duplicates, rejected } = judged(viewed('a'), viewed('b'));
    expect(events).toMatchObject([
      { event_id: 'a', source: 'web', received_at: received, occurred_at: Date.UTC(2026, 0, 9, 10) },
      { event_id: 'b' },
    ]);
    expect({ duplicates, rejected }).toEqual({ duplicates: 0, rejected: [] });
  });

  test('bad ones are rejected each with its index, id, code and a sentence; the others are accepted', () => {
    const { events, rejected } = judged(
      viewed('a'),
      17,
      viewed('b', { occured_at: 'x' }),
      viewed('c', { account_id: 5 }),
      {
        ...viewed('d'),
        type: 'content_seen',
      },
    );
    expect(events.map(({ event_id }) => event_id)).toEqual(['a']);
    expect(rejected.map(({ index, event_id, code }) => [index, event_id, code])).toEqual([
      [1, null, 'not_an_object'],
      [2, 'b', 'unknown_field'],
      [3, 'c', 'invalid_field'],
      [4, 'd', 'unknown_type'],
    ]);
    for (const { message } of rejected) expect(message).not.toBe('');
  });

  test('a line that is not JSON is rejected with its place, blank lines counted', () => {
    const body = parseNdjsonBody(
      `${JSON.stringify(viewed('a'))}\n\n{"type":\n${JSON.stringify(viewed('b'))}\n`,
    );
    if (!body.ok) throw new Error(body.message);
    const { events, rejected } = accept(body.values, 'web', received);
    expect(events.map(({ event_id }) => event_id)).toEqual(['a', 'b']);
    expect(rejected).toMatchObject([{ index: 2, event_id: null, code: 'invalid_json' }]);
  });

  test('a merge is accepted with whom it merged, and rejected where it names nobody or the survivor itself', () => {
    const merged = (event_id: string, more: object) =>
      viewed(event_id, { type: 'account_merged', channel: null, ...more });
    const { events, rejected } = judged(
      merged('a', { properties: { merged_id: 'acme gmbh' } }),
      merged('b', {}),
      merged('c', { properties: { merged_id: 'acme' } }),
      merged('d', { account_id: null, contact_id: 'ada', properties: { merged_id: 'acme' } }),
    );
    expect(events).toMatchObject([{ account_id: 'acme', properties: { merged_id: 'acme gmbh' } }]);
    expect(rejected.map(({ event_id, code, message }) => [event_id, code, message])).toEqual([
      ['b', 'missing_field', 'properties.merged_id is required'],
      ['c', 'invalid_field', 'properties.merged_id must be another id than account_id'],
      ['d', 'missing_field', 'account_id is required'],
    ]);
  });

  test('one repeated to the letter is accepted once and counted', () => {
    const { events, duplicates } = judged(viewed('a'), viewed('a'), viewed('a'));
    expect(events).toHaveLength(1);
    expect(duplicates).toBe(2);
  });

  test('the same id with other content goes on, after the first: which stands is not decided here', () => {
    const { events, duplicates } = judged(viewed('a'), viewed('a', { channel: 'social' }), viewed('b'));
    expect(duplicates).toBe(0);
    const ofA = events.filter(({ event_id }) => event_id === 'a').map(({ channel }) => channel);
    expect(ofA).toEqual(['email', 'social']);
  });

  test('a source that is not the key’s is rejected, the key’s own may be stated', () => {
    expect(judged(viewed('a', { source: 'crm' })).rejected).toMatchObject([{ code: 'source_mismatch' }]);
    expect(judged(viewed('a', { source: 'web' })).events).toHaveLength(1);
  });

  test('received_at is not the emitter’s to state', () => {
    expect(judged(viewed('a', { received_at: '2020-01-01T00:00:00Z' })).rejected).toHaveLength(1);
  });

  test('every value has one outcome, and whatever is sent, nothing is thrown', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc
        .record({ id: fc.constantFrom('a', 'b', 'c'), channel: fc.constantFrom('x', 'y') })
        .map(({ id, channel }) => viewed(id, { channel })),
      fc
        .record({ field: fc.string(), content: fc.jsonValue() })
        .map(({ field, content }) => viewed('z', { [field]: content })),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (list) => {
        const { events, duplicates, rejected } = judged(...list);
        expect(events.length + duplicates + rejected.length).toBe(list.length);
        expect(new Set(rejected.map(({ index }) => index)).size).toBe(rejected.length);
        for (const event of events) expect(event).toMatchObject({ source: 'web', received_at: received });
      }),
    );
  });
});

describe('the key of a record', () => {
  const keyed = (ids: object) => messageKeyOf(judged(viewed('a', ids)).events[0]!);

  test('is the account, else the contact, else the visitor', () => {
    const all = { contact_id: 'ada', anonymous_id: 'v1' };
    expect(keyed(all)).toBe('acme');
    expect(keyed({ ...all, account_id: null })).toBe('ada');
    expect(keyed({ ...all, account_id: null, contact_id: null })).toBe('v1');
  });
});
