import type { ContentViewed } from '@revloop/schemas/generated.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, separateConflicts, type ReadMessage, type StoredKey } from './batch.ts';
import { eventRow, type EventRow } from './row.ts';

const received = Date.UTC(2026, 0, 10);

const viewed = (event_id: string, changes: Partial<ContentViewed> = {}): ContentViewed => ({
  type: 'content_viewed',
  event_id,
  occurred_at: received - 1_000,
  received_at: received,
  source: 'web',
  account_id: 'acme',
  contact_id: null,
  anonymous_id: null,
  owner_id: null,
  channel: 'email',
  campaign_id: null,
  content_id: null,
  properties: {},
  ...changes,
});

const message = (value: object, offset: bigint, partition = 0): ReadMessage => ({
  place: { topic: 'funnel.events', partition, offset },
  key: Buffer.from('acme'),
  value: Buffer.from([0]),
  decoded: { ok: true, value },
});

const batchOf = (...events: readonly ContentViewed[]) =>
  judge(events.map((event, offset) => message(event, BigInt(offset)))).candidates;

const storedFrom = (row: EventRow): StoredKey => ({
  event_key: row._event_key,
  content_key: row._content_key,
  topic: row._topic,
  partition: row._partition,
  offset: row._offset,
});

describe('by itself', () => {
  test('a good event is a row', () => {
    const { candidates, deadLetters } = judge([message(viewed('a'), 7n)]);
    expect(deadLetters).toEqual([]);
    expect(candidates[0]?.row).toMatchObject({ event_id: 'a', _topic: 'funnel.events', _offset: '7' });
  });

  test('what cannot be read is a dead letter with the decoder’s reason and its own bytes', () => {
    const unreadable: ReadMessage = {
      ...message({}, 3n),
      value: Buffer.from([9, 9]),
      decoded: { ok: false, code: 'wrong_magic_byte', message: 'the first byte is 9, not 0' },
    };
    expect(judge([unreadable]).deadLetters).toEqual([
      {
        message: unreadable,
        code: 'wrong_magic_byte',
        reason: 'the first byte is 9, not 0',
        event_id: '',
        source: '',
      },
    ]);
  });

  test.each([
    ['occurred_at_out_of_range', viewed('a', { occurred_at: 0 })],
    ['missing_field', viewed('a', { account_id: null })],
    ['received_at_out_of_range', viewed('a', { received_at: 8_900_000_000_000_000 })],
    ['received_at_out_of_range', viewed('a', { received_at: Date.UTC(9999, 0, 1) })],
    ['unknown_type', { event_id: 'a', source: 'web' }],
  ])('what breaks the rules is a dead letter: %s', (code, event) => {
    const { candidates, deadLetters } = judge([message(event, 0n)]);
    expect(candidates).toEqual([]);
    expect(deadLetters).toMatchObject([{ code, event_id: 'a', source: 'web' }]);
  });

  test('every message becomes one row or one dead letter, whatever times it states', () => {
    const times = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        fc.array(fc.record({ occurred_at: times, received_at: times }), { maxLength: 20 }),
        (list) => {
          const { candidates, deadLetters } = judge(
            list.map((changes, index) => message(viewed(`e${index}`, changes), BigInt(index))),
          );
          expect(candidates.length + deadLetters.length).toBe(list.length);
          for (const { row } of candidates) expect(row.received_at).toMatch(/^(19|20|21)\d\d-/);
        },
      ),
    );
  });
});

describe('against what is stored', () => {
  test('the same content again stays a row: the table collapses it', () => {
    const candidates = batchOf(viewed('a'), viewed('a', { received_at: received + 5_000 }));
    const { rows, deadLetters } = separateConflicts(candidates, []);
    expect(rows).toHaveLength(2);
    expect(deadLetters).toEqual([]);
  });

  test('other content under the same id is a dead letter; the first of the batch stands', () => {
    const candidates = batchOf(viewed('a'), viewed('a', { channel: 'social' }), viewed('b'));
    const { rows, deadLetters } = separateConflicts(candidates, []);
    expect(rows.map(({ event_id, channel }) => [event_id, channel])).toEqual([
      ['a', 'email'],
      ['b', 'email'],
    ]);
    expect(deadLetters).toMatchObject([{ code: 'conflicting_duplicate', event_id: 'a', source: 'web' }]);
    expect(deadLetters[0]?.reason).toContain('funnel.events-0 offset 0');
  });

  test('what was stored first stands, from whatever partition it came', () => {
    const first = eventRow(viewed('a'), { topic: 'funnel.events', partition: 3, offset: 41n });
    const { rows, deadLetters } = separateConflicts(batchOf(viewed('a', { channel: 'social' })), [
      storedFrom(first),
    ]);
    expect(rows).toEqual([]);
    expect(deadLetters[0]?.reason).toContain('funnel.events-3 offset 41');
  });

  test('the same id from another source is another event', () => {
    const candidates = batchOf(viewed('a'), viewed('a', { source: 'crm', channel: 'social' }));
    expect(separateConflicts(candidates, [])).toMatchObject({ rows: [{}, {}], deadLetters: [] });
  });

  test('the same message again is no conflict with itself', () => {
    const candidates = batchOf(viewed('a'));
    const [row] = candidates.map((candidate) => candidate.row);
    const key = { ...storedFrom(row!), content_key: '1' };
    expect(separateConflicts(candidates, [key])).toMatchObject({
      rows: [{ event_id: 'a' }],
      deadLetters: [],
    });
  });

  test('a batch that comes again after it was stored is judged the same', () => {
    const events = fc.array(
      fc.record({
        event_id: fc.constantFrom('a', 'b', 'c'),
        channel: fc.constantFrom('email', 'social'),
        source: fc.constantFrom('web', 'crm'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(events, (list) => {
        const candidates = batchOf(...list.map(({ event_id, ...changes }) => viewed(event_id, changes)));
        const first = separateConflicts(candidates, []);
        const stored = [
          ...new Map(first.rows.toReversed().map((row) => [row._event_key, storedFrom(row)])).values(),
        ];
        expect(separateConflicts(candidates, stored)).toEqual(first);
        // One content per event stands, and nothing is left out.
        expect(first.rows.length + first.deadLetters.length).toBe(list.length);
        const contents = new Set(first.rows.map((row) => `${row._event_key} ${row._content_key}`));
        expect(contents.size).toBe(new Set(first.rows.map((row) => row._event_key)).size);
      }),
    );
  });
});
