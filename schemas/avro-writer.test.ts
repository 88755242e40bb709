import avro from 'avsc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AvroBytes, writerOf } from './avro-writer.ts';
import { encodeEvent, encodeRecord, recordNameOf } from './codec.ts';
import { parseEvent } from './parse-event.ts';
import { nearlyGoodEvents } from './testing-events.ts';

const received = Date.UTC(2026, 0, 10);

test('an event is written to the byte as avsc writes its header and body', () => {
  let written = 0;
  fc.assert(
    fc.property(nearlyGoodEvents, (json) => {
      const parsed = parseEvent(json, 'web', received);
      if (!parsed.ok) return;
      written += 1;
      const { event } = parsed;
      const byAvsc = encodeRecord(recordNameOf(event.type), 7, { ...event, header: event });
      expect(encodeEvent(7, event).equals(byAvsc)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(written).toBeGreaterThan(300);
});

test('longs and texts of any length are written as avsc writes them, whatever the buffer began with', () => {
  const types = {
    string: avro.Type.forSchema('string'),
    long: avro.Type.forSchema('long'),
  };
  const time = { type: 'long', logicalType: 'timestamp-millis' } as const;
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
      (text, long) => {
        const out = new AvroBytes(8);
        out.start(1);
        writerOf('string', types.string)(out, text);
        writerOf(time, types.long)(out, long);
        const expected = Buffer.concat([types.string.toBuffer(text), types.long.toBuffer(long)]);
        expect(out.taken().subarray(5).equals(expected)).toBe(true);
      },
    ),
  );
});

test('what is not of the schema is a bug and is thrown', () => {
  const event = parseEvent(
    { type: 'content_viewed', event_id: 'e', occurred_at: '2026-01-09T10:00:00Z', account_id: 'acme' },
    'web',
    received,
  );
  if (!event.ok) throw new Error(event.message);
  expect(() => encodeEvent(7, { ...event.event, event_id: 5 as unknown as string })).toThrow('not a text');
  expect(() => encodeEvent(7, { ...event.event, occurred_at: NaN })).toThrow('not a long');
});
