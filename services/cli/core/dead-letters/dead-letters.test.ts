// Places, times and bytes of dead letters.
import { encodeEvent } from '@revloop/schemas/codec.ts';
import type { OpportunityWon } from '@revloop/schemas/generated.ts';
import { eventRecords, type AvroRecord } from '@revloop/schemas/load.ts';
import { describe, expect, test } from 'vitest';
import { hexPreview } from './hex-preview.ts';
import { parsePlace, placeText } from './place.ts';
import { readPartialRecord } from './read-avro.ts';
import { parseSince } from './time-bound.ts';

test('a place is read and written the same', () => {
  expect(parsePlace('funnel.events/2/1047')).toEqual({ topic: 'funnel.events', partition: 2, offset: 1047 });
  expect(placeText({ topic: 'funnel.sla', partition: 0, offset: 3 })).toBe('funnel.sla/0/3');
  for (const text of ['funnel.events', 'funnel.events/2', 'funnel.events/x/1', '/1/2', 'a/1/2/3', 'a/1/-2'])
    expect(parsePlace(text), text).toBeUndefined();
});

test('a time bound is a time with a zone or how long ago', () => {
  const now = Date.UTC(2026, 2, 4);
  expect(parseSince('24h', now)).toBe(now - 86_400_000);
  expect(parseSince('90m', now)).toBe(now - 5_400_000);
  expect(parseSince('2026-03-04T10:30:00+01:00', now)).toBe(Date.UTC(2026, 2, 4, 9, 30));
  for (const text of ['yesterday', '2026-03-04', '10y', '2026-13-04T10:30:00Z'])
    expect(parseSince(text, now), text).toBeUndefined();
});

test('bytes are shown in hexadecimal and as text, cut at a limit that is told', () => {
  const shown = hexPreview(Buffer.from([0, 0, 0, 0, 7, ...Buffer.from('hello, funnel of events')]), 20);
  expect(shown).toBe(
    '00000000  00 00 00 00 07 68 65 6c 6c 6f 2c 20 66 75 6e 6e  |.....hello, funn|\n' +
      '00000010  65 6c 20 6f                                      |el o|\n' +
      '… 8 bytes more, --raw gives all\n',
  );
});

describe('an Avro record', () => {
  const won: OpportunityWon = {
    type: 'opportunity_won',
    event_id: 'e-1',
    occurred_at: Date.UTC(2026, 0, 1),
    received_at: Date.UTC(2026, 0, 2),
    source: 'crm',
    account_id: 'acme',
    contact_id: null,
    anonymous_id: null,
    owner_id: null,
    channel: null,
    campaign_id: null,
    content_id: null,
    properties: { a: 'ä' },
    opportunity_id: 'deal',
    amount: '-1234.5000',
    currency: 'EUR',
  };
  const schema = eventRecords.find(({ name }) => name === 'OpportunityWon') as AvroRecord;
  const body = encodeEvent(1, won).subarray(5);

  test('that is sound is read whole', () => {
    const { fields, fault, bytes_left } = readPartialRecord(schema, body);
    expect({ fault, bytes_left }).toEqual({ fault: undefined, bytes_left: 0 });
    expect(fields).toMatchObject({
      header: { event_id: 'e-1', occurred_at: '2026-01-01T00:00:00.000Z', properties: { a: 'ä' } },
      opportunity_id: 'deal',
      amount: '-1234.5000',
      currency: 'EUR',
    });
  });

  test('that was cut off at any byte gives what stood before, and says which field is missing', () => {
    for (let length = 0; length < body.length; length += 1) {
      const { fields, fault } = readPartialRecord(schema, body.subarray(0, length));
      expect(fault, `${length} bytes`).toMatch(/^field \w+ needs \d+ bytes, \d+ are left$/);
      if (length > 4) expect(fields).toMatchObject({ header: { event_id: 'e-1' } });
    }
  });

  test('with a text that is no UTF-8 says so', () => {
    const broken = Buffer.from(body);
    broken[1] = 0xff;
    expect(readPartialRecord(schema, broken).fault).toMatch(/^field event_id is not UTF-8: ff/);
  });
});
