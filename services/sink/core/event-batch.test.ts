import fc from 'fast-check';
import type { EventType, FunnelEvent } from '@revloop/schemas/generated.ts';
import { expect, test } from 'vitest';
import type { Claim } from './decide.ts';
import { EventBatch, type Knowledge } from './event-batch.ts';
import { bytesOf, messagesOf, readers, viewed } from './testing.ts';

const place = { topic: 'funnel.events', partition: 1 };
const nothingKnown: Knowledge = { readers, mayBeClaimed: () => false, isErased: undefined };

/** Claims as ClickHouse would hold them: the first claim on a key stands. */
class ClaimBook {
  readonly claims = new Map<bigint, Claim>();

  /** Carries a batch as the sink does: read, look up, settle, claim. Offsets of its rows, repetitions and conflicts. */
  carry(values: readonly (Buffer | null)[], first = 0) {
    const batch = new EventBatch();
    batch.read(messagesOf(values, first), { ...nothingKnown, mayBeClaimed: () => true });
    const keys = batch.candidates.map((row) => batch.eventKeyOf(row));
    const found = new Map(
      keys.flatMap((key) => (this.claims.has(key) ? [[key, this.claims.get(key) as Claim]] : [])),
    );
    batch.settle(found, place, nothingKnown);
    const outcomes = values.map((_value, index) => batch.outcomeAt(index));
    values.forEach((_value, index) => {
      if (outcomes[index] !== 'stored') return;
      const row = keys.length === values.length ? index : -1;
      const key = batch.eventKeyOf(row);
      if (!this.claims.has(key))
        this.claims.set(key, { ...place, offset: first + index, content_key: batch.contentKeyOf(row) });
    });
    return { outcomes, rows: batch.columns.rows, repeated: batch.repeated, deadLetters: batch.deadLetters };
  }
}

const event = (event_id: string, content: string): Buffer =>
  bytesOf({ ...viewed, event_id, content_id: content });

test('the first content of an event is stored, the same again is a repetition, another is a dead letter that says which came first', () => {
  const { outcomes, repeated, deadLetters } = new ClaimBook().carry(
    [event('a', 'x'), event('a', 'x'), event('a', 'y'), event('b', 'y')],
    7,
  );
  expect(outcomes).toEqual(['stored', 'repeated', 'conflicting_duplicate', 'stored']);
  expect(repeated).toEqual([8]);
  expect(deadLetters).toMatchObject([
    { code: 'conflicting_duplicate', event_id: 'a', source: 'web', message: { offset: 9 } },
  ]);
  expect(deadLetters[0]?.reason).toContain('funnel.events-1 offset 7');
});

test('when it was received, and in which order properties are listed, is no other content', () => {
  const book = new ClaimBook();
  const listed = (properties: Record<string, string>, received_at: number): Buffer =>
    bytesOf({ ...viewed, properties, received_at });
  expect(book.carry([listed({ a: '1', b: '2' }, viewed.received_at)]).outcomes).toEqual(['stored']);
  expect(book.carry([listed({ b: '2', a: '1' }, viewed.received_at + 9)], 1).outcomes).toEqual(['repeated']);
  expect(book.carry([listed({ b: '1', a: '2' }, viewed.received_at)], 2).outcomes).toEqual([
    'conflicting_duplicate',
  ]);
});

test('however a stream is cut into batches, and whichever of them are read twice, every message meets the same fate', () => {
  const stream = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y')), {
    minLength: 1,
    maxLength: 25,
  });
  const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), again: fc.boolean() }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(stream, cuts, (events, batches) => {
      const values = events.map(([id, content]) => event(id, content));
      const whole = new ClaimBook().carry(values).outcomes;
      const book = new ClaimBook();
      const parts: string[] = [];
      for (let at = 0, turn = 0; at < values.length; turn += 1) {
        const { size, again } = batches[turn % batches.length] ?? { size: 1, again: false };
        const first = book.carry(values.slice(at, at + size), at).outcomes;
        if (again) expect(book.carry(values.slice(at, at + size), at).outcomes).toEqual(first);
        parts.push(...first);
        at += size;
      }
      expect(parts).toEqual(whole);
    }),
  );
});

test('poison is a dead letter with its reason, and what stands beside it is stored', () => {
  const good = bytesOf(viewed);
  const unknown = Buffer.from(good);
  unknown.writeUInt32BE(4_000_000_000, 1);
  const batch = new EventBatch();
  batch.read(
    messagesOf(
      [null, Buffer.from([0, 0]), Buffer.from([9, 0, 0, 0, 1, 1]), unknown, good.subarray(0, 30), good],
      40,
    ),
    nothingKnown,
  );
  expect(batch.deadLetters.map(({ code, message }) => [code, message.offset])).toEqual([
    ['tombstone', 40],
    ['truncated', 41],
    ['wrong_magic_byte', 42],
    ['unknown_schema_id', 43],
    ['undecodable', 44],
  ]);
  expect(batch.columns.rows).toBe(1);
});

test('an event of somebody who was erased is neither stored nor a dead letter', () => {
  const batch = new EventBatch();
  const isErased: Knowledge['isErased'] = (kind, id, received_at) =>
    kind === 'contact' && Buffer.from(id).toString() === 'ada' && received_at <= viewed.received_at;
  const of = (contact_id: string, received_at = viewed.received_at): Buffer =>
    bytesOf({ ...viewed, event_id: `${contact_id}-${received_at}`, contact_id, received_at });
  batch.read(messagesOf([of('ada'), of('bob'), of('ada', viewed.received_at + 1)], 5), {
    ...nothingKnown,
    isErased,
  });
  expect(batch.erased).toEqual([5]);
  expect(batch.outcomeAt(0)).toBe('erased');
  expect(batch.columns.rows).toBe(2);
  expect(batch.deadLetters).toEqual([]);
});

test('a merge is stored without saying which contact belongs to which account, unless it names both', () => {
  const links = (type: EventType, ids: object): number => {
    const batch = new EventBatch();
    const blank = { account_id: null, contact_id: null, properties: { merged_id: 'the other' } };
    batch.read(messagesOf([bytesOf({ ...viewed, ...blank, type, ...ids } as FunnelEvent)]), nothingKnown);
    expect(batch.columns.rows).toBe(1);
    return batch.columns.links;
  };
  const [account, contact] = [{ account_id: 'acme' }, { contact_id: 'ada', anonymous_id: 'v1' }];
  expect(links('account_merged', account)).toBe(0);
  expect(links('account_unmerged', account)).toBe(0);
  expect(links('contact_merged', contact)).toBe(0);
  expect(links('contact_unmerged', contact)).toBe(0);
  expect(links('contact_merged', { ...account, ...contact })).toBe(1);
});

test('only candidates have to be looked up: keys that may be claimed, and keys that come twice', () => {
  const batch = new EventBatch();
  batch.read(messagesOf([event('a', 'x'), event('b', 'x'), event('a', 'x')]), nothingKnown);
  expect(batch.candidates).toEqual([2]);
});
