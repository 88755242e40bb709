// Events and messages for the tests of core, in the forms Kafka brings them.
import { encodeEvent, schemaJson } from '@revloop/schemas/codec.ts';
import type { EventType, FunnelEvent } from '@revloop/schemas/generated.ts';
import { eventRecords, typeName, type AvroRecord } from '@revloop/schemas/load.ts';
import { requiredPropertiesOf } from '@revloop/schemas/testing-events.ts';
import fc from 'fast-check';
import type { Messages } from './event-batch.ts';
import { createEventReader, type EventReader } from './event-reader.ts';

export const at = Date.UTC(2026, 0, 10);

export const viewed: FunnelEvent = {
  ...{ type: 'content_viewed', event_id: 'e1', occurred_at: at, received_at: at + 20, source: 'web' },
  ...{ account_id: 'acme', contact_id: null, anonymous_id: null, owner_id: null, channel: 'email' },
  ...{ campaign_id: null, content_id: 'paper', properties: {} },
};

const text = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'a\0b',
        'x'.repeat(max),
        'x'.repeat(max + 1),
        'é'.repeat(max),
        '\uFFFD',
        '✓'.repeat(max - 1),
      ),
    },
  );
const maybe = (max: number): fc.Arbitrary<string | null> => fc.option(text(max), { freq: 3 });
const money = fc.constantFrom(
  '0.00',
  '12.50',
  '-3.00',
  '99999999999999.99',
  '0.001',
  '1234.5678',
  '9007199254740.99',
);

/** Any event of any type; about half of them keep every rule. */
export const anyEvent: fc.Arbitrary<FunnelEvent> = fc.constantFrom(...eventRecords).chain((record) => {
  const own = record.fields
    .filter(({ name }) => name !== 'header')
    .map(({ name, type }) => {
      const isNullable = Array.isArray(type);
      if (name === 'amount') return [name, isNullable ? fc.option(money) : money] as const;
      if (name === 'currency') {
        const codes = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF', 'ZZZ', 'EU');
        return [name, isNullable ? fc.option(codes) : codes] as const;
      }
      return [name, isNullable ? maybe(128) : text(128)] as const;
    });
  const stated = fc.record({
    ...{ type: fc.constant(typeName(record) as EventType), event_id: text(128), source: text(64) },
    occurred_at: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: at - 10 ** 10, max: at }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -1, at + 10 ** 9, 2 ** 51) },
    ),
    received_at: fc.oneof(
      { weight: 20, arbitrary: fc.constant(at) },
      { weight: 1, arbitrary: fc.constantFrom(-1, Date.UTC(2200, 0, 1), 0) },
    ),
    ...{ account_id: maybe(128), contact_id: maybe(128), anonymous_id: maybe(128), owner_id: maybe(128) },
    ...{ channel: maybe(64), campaign_id: maybe(128), content_id: maybe(256) },
    properties: fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 6 }).filter((name) => name !== '__proto__'),
      text(1024),
      { maxKeys: 4 },
    ),
    ...Object.fromEntries(own),
  });
  return fc
    .tuple(stated, requiredPropertiesOf(record, text(128)))
    .map(([event, completed]) => completed(event) as unknown as FunnelEvent);
});

/** Readers of our own schemas, by a made-up id: the record's index. */
export const readers: ReadonlyMap<number, EventReader> = new Map(
  eventRecords.map((record, index) => [index, createEventReader(schemaJson(record))]),
);
export const idOfType = (type: string): number =>
  eventRecords.findIndex((record) => typeName(record) === type);
export const bytesOf = (event: FunnelEvent): Buffer => encodeEvent(idOfType(event.type), event);

/** A list as a fetch leaves it: all values in one piece of memory. */
export const messagesOf = (values: readonly (Buffer | null)[], first = 0): Messages => {
  const bytes = Buffer.concat(values.map((value) => value ?? Buffer.alloc(0)));
  const starts = values.map((_value, index) =>
    values.slice(0, index).reduce((sum, value) => sum + (value?.length ?? 0), 0),
  );
  return {
    ...{ length: values.length, bytes, start: -1, end: -1, offset: 0 },
    seek(index) {
      const value = values[index];
      const start = value ? (starts[index] ?? 0) : -1;
      Object.assign(this, { start, end: value ? start + value.length : -1, offset: first + index });
    },
    at: (index) => ({ offset: first + index, key: null, value: values[index] ?? null }),
  };
};

/** The record with some of its optional fields left out, as an older version of it had them. */
export const olderRecord = (record: AvroRecord, absent: ReadonlySet<string>): AvroRecord => {
  const without = (one: AvroRecord): AvroRecord => ({
    ...one,
    fields: one.fields
      .filter(({ name, default: byDefault }) => !(absent.has(name) && byDefault === null))
      .map((field) =>
        field.name === 'header' ? { ...field, type: without(field.type as AvroRecord) } : field,
      ),
  });
  return without(record);
};
