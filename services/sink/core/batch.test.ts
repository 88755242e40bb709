import { describe, expect, test } from 'vitest';
import { parseEvent } from '@revloop/schemas/parse-event.ts';
import type { FunnelEvent } from '@revloop/schemas/generated.ts';
import { judge, separateConflicts, type ReadMessage, type StoredKey } from './batch.ts';

const eventOf = (event_id: string, channel: string): FunnelEvent => {
  const parsed = parseEvent(
    { event_id, type: 'content_viewed', occurred_at: '2026-01-02T00:00:00Z', account_id: 'acme', channel },
    'web',
    Date.UTC(2026, 0, 3),
  );
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.event;
};

const message = (offset: bigint, value: object): ReadMessage => ({
  place: { topic: 'funnel.events', partition: 0, offset },
  key: null,
  value: null,
  decoded: { ok: true, value },
});

const storedAs = ({ row }: ReturnType<typeof judge>['candidates'][number]): StoredKey => ({
  event_key: row._event_key,
  content_key: row._content_key,
  topic: row._topic,
  partition: row._partition,
  offset: row._offset,
});

describe('a batch', () => {
  test('what cannot be read or breaks a rule is a dead letter, the rest are rows', () => {
    const { candidates, deadLetters } = judge([
      message(1n, eventOf('a', 'email')),
      { ...message(2n, {}), decoded: { ok: false, code: 'truncated', message: 'too short' } },
      message(3n, { ...eventOf('b', 'email'), occurred_at: 0 }),
    ]);
    expect(candidates.map(({ row }) => row.event_id)).toEqual(['a']);
    expect(deadLetters.map(({ code }) => code)).toEqual(['truncated', 'occurred_at_out_of_range']);
  });

  test('of two contents under one id the first in the batch stands', () => {
    const { candidates } = judge([
      message(1n, eventOf('a', 'email')),
      message(2n, eventOf('a', 'webinar')),
      message(3n, eventOf('a', 'email')),
    ]);
    const { rows, deadLetters } = separateConflicts(candidates, []);
    expect(rows.map(({ _offset }) => _offset)).toEqual(['1', '3']);
    expect(deadLetters).toMatchObject([{ code: 'conflicting_duplicate', event_id: 'a' }]);
  });

  test('what is stored stands before the batch', () => {
    const [before] = judge([message(1n, eventOf('a', 'email'))]).candidates;
    const { candidates } = judge([message(9n, eventOf('a', 'webinar'))]);
    expect(separateConflicts(candidates, before ? [storedAs(before)] : []).rows).toEqual([]);
  });

  test('the same message again is no conflict, whatever is stored of it', () => {
    const { candidates } = judge([message(1n, eventOf('a', 'email'))]);
    const stored = candidates.map((candidate) => ({ ...storedAs(candidate), content_key: '1' }));
    expect(separateConflicts(candidates, stored)).toMatchObject({
      rows: [{ event_id: 'a' }],
      deadLetters: [],
    });
  });

  test('when an event was received is not part of its content', () => {
    const later = { ...eventOf('a', 'email'), received_at: Date.UTC(2026, 5, 1) };
    const { candidates } = judge([message(1n, eventOf('a', 'email')), message(2n, later)]);
    expect(separateConflicts(candidates, []).deadLetters).toEqual([]);
  });
});
