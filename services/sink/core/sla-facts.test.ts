import { unsaidOfSlaFact, type SlaFact } from '@revloop/schemas/generated.ts';
import { expect, test } from 'vitest';
import { judgeFacts, type ReadFact } from './sla-facts.ts';

const at = Date.UTC(2026, 0, 10);
const fact: SlaFact = {
  ...unsaidOfSlaFact,
  fact_id: 'f1',
  fact: 'breached',
  level: 'breach',
  policy_id: 'mql',
  policy_version: 1,
  handoff_id: 'h1',
  account_id: 'acme',
  contact_id: 'ada',
  started_at: at - 3_600_000,
  due_at: at,
  at,
  derived_at: at + 5,
};

const place = { topic: 'funnel.sla', partition: 2 };
const message = (value: object, recordName = 'io.revloop.sla.SlaFact', offset = 9): ReadFact => ({
  message: { offset, key: null, value: Buffer.from([0]) },
  decoded: { ok: true, value, recordName },
});

test('a fact is a row with its place; absent texts are empty, times are texts', () => {
  const { rows, deadLetters } = judgeFacts([message(fact)], place, []);
  expect(deadLetters).toEqual([]);
  expect(rows).toMatchObject([
    {
      fact_id: 'f1',
      owner_id: '',
      business_seconds: null,
      due_at: '2026-01-10T00:00:00.000Z',
      _topic: 'funnel.sla',
      _partition: 2,
      _offset: '9',
    },
  ]);
});

test.each([
  ['an event', 'unknown_record', message({ type: 'content_viewed' }, 'io.revloop.events.ContentViewed')],
  ['a time no calendar knows', 'due_at_out_of_range', message({ ...fact, due_at: 8_900_000_000_000_000 })],
  ['a time before 1970', 'at_out_of_range', message({ ...fact, at: -1 })],
  ['a negative version', 'invalid_field', message({ ...fact, policy_version: -1 })],
  [
    'what cannot be read',
    'tombstone',
    { ...message({}), decoded: { ok: false, code: 'tombstone', message: 'the message has no value' } },
  ],
] as const)('%s is a dead letter (%s) and the fact beside it is stored', (_what, code, poison) => {
  const { rows, deadLetters } = judgeFacts([poison, message(fact)], place, []);
  expect(rows).toHaveLength(1);
  expect(deadLetters).toMatchObject([{ code, message: poison.message }]);
});

test('a fact that is stored from elsewhere is a repetition; the same message read again is its row', () => {
  const stored = { fact_id: 'f1', topic: 'funnel.sla', partition: 2, offset: '9' };
  const judged = judgeFacts([message(fact), message(fact, undefined, 12)], place, [stored]);
  expect(judged.rows).toHaveLength(1);
  expect(judged.repeated).toEqual([12]);
});

test('a fact that comes twice in a batch is one row', () => {
  const { rows, repeated } = judgeFacts([message(fact), message(fact, undefined, 10)], place, []);
  expect(rows.map(({ _offset }) => _offset)).toEqual(['9']);
  expect(repeated).toEqual([10]);
});

test('a fact about somebody who was erased after the clock had started is not stored again', () => {
  const isErased = (_kind: string, id: Uint8Array, started_at: number): boolean =>
    Buffer.from(id).toString() === 'ada' && started_at <= fact.started_at;
  const later = { ...fact, fact_id: 'f2', started_at: fact.started_at + 1 };
  const judged = judgeFacts([message(fact), message(later, undefined, 10)], place, [], isErased);
  expect(judged.erased).toEqual([9]);
  expect(judged.rows.map(({ fact_id }) => fact_id)).toEqual(['f2']);
});
