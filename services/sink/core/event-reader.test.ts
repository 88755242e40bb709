import avro from 'avsc';
import fc from 'fast-check';
import { createDecoder } from '@revloop/schemas/codec.ts';
import { DecimalType } from '@revloop/schemas/decimal.ts';
import { eventTypes, type FunnelEvent } from '@revloop/schemas/generated.ts';
import { eventRecords, type AvroRecord } from '@revloop/schemas/load.ts';
import { refusalOf } from '@revloop/schemas/rules.ts';
import { expect, test } from 'vitest';
import { textNames } from './event-plan.ts';
import { createEventReader, isRefusal } from './event-reader.ts';
import { EventScan } from './event-scan.ts';
import { anyEvent, bytesOf, idOfType, olderRecord, readers, viewed } from './testing.ts';
import { timeRefusal } from './time.ts';

const scan = new EventScan();
const utf8 = new TextDecoder();
const read = (bytes: Uint8Array, type: string) =>
  readers.get(idOfType(type))?.read(bytes, 0, bytes.length, scan) ?? { code: 'none', message: '' };

/** What the scan holds, as an event. */
const scanned = () => ({
  ...Object.fromEntries(
    textNames.map((name, slot) => [
      name,
      utf8.decode(scan.bytes.subarray(scan.starts[slot], scan.ends[slot])),
    ]),
  ),
  occurred_at: scan.occurred_at,
  received_at: scan.received_at,
  amount: scan.hasAmount ? (BigInt(scan.amount_high) << 32n) | BigInt(scan.amount_low) : null,
  properties: Object.fromEntries(
    Array.from({ length: scan.properties }, (_, one) => {
      const [a, b, c, d] = scan.propertyBounds.subarray(4 * one, 4 * one + 4);
      return [utf8.decode(scan.bytes.subarray(a, b)), utf8.decode(scan.bytes.subarray(c, d))];
    }),
  ),
});

const scaled = (amount: string): bigint => {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
};

/** The same, of the event itself; absent texts are empty. */
const expected = (event: FunnelEvent) => {
  const values = event as unknown as Readonly<Record<string, unknown>>;
  const amount = values['amount'] as string | null | undefined;
  return {
    ...Object.fromEntries(textNames.map((name) => [name, values[name] ?? ''])),
    occurred_at: event.occurred_at,
    received_at: event.received_at,
    amount: amount ? scaled(amount) : null,
    properties: event.properties,
  };
};

test('an event is read, or refused, exactly as the contract’s own rules say', () => {
  const stored = new Set<string>();
  const refused = new Set<string>();
  fc.assert(
    fc.property(anyEvent, (event) => {
      const outcome = read(bytesOf(event), event.type);
      const refusal = refusalOf(event) ?? timeRefusal({ received_at: event.received_at });
      (refusal ? refused : stored).add(event.type);
      if (refusal) expect(outcome).toEqual(refusal);
      else {
        expect(isRefusal(outcome) ? outcome : undefined).toBeUndefined();
        expect(scanned()).toEqual(expected(event));
      }
    }),
    { numRuns: 2_000 },
  );
  // Of every type there were both.
  expect([...stored].sort()).toEqual([...eventTypes].sort());
  expect([...refused].sort()).toEqual([...eventTypes].sort());
});

test('a merge is read with whom it merged; one that names only its survivor is refused', () => {
  const merge = (merged_id: string): FunnelEvent => ({
    ...{ ...viewed, type: 'account_merged', account_id: 'acme', channel: null, content_id: null },
    properties: { merged_id },
  });
  expect(read(bytesOf(merge('acme gmbh')), 'account_merged')).toMatchObject({ type: 'account_merged' });
  expect(scanned()).toEqual(expected(merge('acme gmbh')));
  expect(read(bytesOf(merge('acme')), 'account_merged')).toEqual({
    code: 'invalid_field',
    message: 'properties.merged_id must be another id than account_id',
  });
});

const write = (record: AvroRecord, event: FunnelEvent): Buffer => {
  const options = { logicalTypes: { decimal: DecimalType }, wrapUnions: 'auto' } as never;
  const type = avro.Type.forSchema(record as unknown as avro.Schema, options);
  return Buffer.concat([Buffer.from([0, 0, 0, 0, 9]), type.toBuffer({ ...event, header: event })]);
};

test('an event written with an older version of its schema is read the same, without what that version did not know', () => {
  const optional = ['owner_id', 'channel', 'campaign_id', 'content_id', 'anonymous_id'];
  fc.assert(
    fc.property(fc.constantFrom(...eventRecords), fc.subarray(optional), (record, absent) => {
      const older = olderRecord(record, new Set(absent));
      const event = {
        ...viewed,
        contact_id: 'ada',
        opportunity_id: 'deal',
        reason: 'price',
        amount: '10.50',
        currency: 'EUR',
        properties: { merged_id: 'bob', handoff_id: 'crm/m', action: 'paused', actor: 'sam' },
      } as unknown as FunnelEvent;
      const bytes = write(older, event);
      const reader = createEventReader(JSON.stringify(older));
      const outcome = reader.read(bytes, 0, bytes.length, scan);
      expect(isRefusal(outcome) ? outcome : undefined).toBeUndefined();
      const decoded = createDecoder(JSON.stringify(older)).decode(bytes);
      expect(decoded.ok && scanned()).toEqual(decoded.ok && expected(decoded.value as FunnelEvent));
    }),
  );
});

test('fields a newer version brings are stepped over', () => {
  const [record] = eventRecords.filter(({ name }) => name === 'ContentViewed');
  const more = [
    { name: 'score', type: ['null', 'double'], default: null },
    { name: 'tags', type: { type: 'array', items: 'string' }, default: [] },
    { name: 'shape', type: { type: 'record', name: 'Shape', fields: [{ name: 'side', type: 'long' }] } },
    { name: 'level', type: { type: 'enum', name: 'Level', symbols: ['low', 'high'] } },
  ];
  const newer = { ...record, fields: [...(record?.fields ?? []), ...more] } as unknown as AvroRecord;
  const bytes = write(newer, {
    ...viewed,
    score: 1.5,
    tags: ['a', 'b'],
    shape: { side: 3 },
    level: 'high',
  } as unknown as FunnelEvent);
  const outcome = createEventReader(JSON.stringify(newer)).read(bytes, 0, bytes.length, scan);
  expect(isRefusal(outcome) ? outcome : undefined).toBeUndefined();
  expect(scanned()).toEqual(expected(viewed));
});

test('bytes that were cut, prolonged or changed are an event or a refusal, never an error, and never take long', () => {
  const harm = fc.record({
    cut: fc.nat(300),
    at: fc.nat(300),
    byte: fc.nat(255),
    more: fc.uint8Array({ maxLength: 9 }),
  });
  fc.assert(
    fc.property(anyEvent, harm, (event, { cut, at, byte, more }) => {
      const bytes = Buffer.concat([bytesOf(event).subarray(0, 5 + cut), more]);
      if (at + 5 < bytes.length) bytes[at + 5] = byte;
      const outcome = read(bytes, event.type);
      expect('code' in outcome || 'steps' in outcome).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test('a map that claims to hold more than the message has bytes for is refused at once', () => {
  const bytes = bytesOf({ ...viewed, properties: { a: 'b' } });
  const lying = Buffer.concat([
    bytes.subarray(0, -6),
    Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    Buffer.from('xx'),
  ]);
  expect(read(lying, 'content_viewed')).toMatchObject({ code: 'undecodable' });
});

test('a text that is no UTF-8 is refused, not mended', () => {
  const bytes = bytesOf({ ...viewed, content_id: 'paper' });
  bytes[bytes.indexOf('paper')] = 0xff;
  expect(read(bytes, 'content_viewed')).toMatchObject({ code: 'invalid_utf8' });
});

test('who sent which event is told of what is refused, where it can be read', () => {
  const bytes = bytesOf({ ...viewed, occurred_at: 0 });
  expect(readers.get(idOfType('content_viewed'))?.identify(bytes)).toEqual({ event_id: 'e1', source: 'web' });
  expect(readers.get(idOfType('content_viewed'))?.identify(bytes.subarray(0, 9))).toEqual({
    event_id: '',
    source: '',
  });
});
