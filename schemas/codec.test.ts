import { describe, expect, test } from 'vitest';
import { createDecoder, encodeEvent, recordNameOf, schemaIdOf, schemaJson } from './codec.ts';
import { eventRecords } from './load.ts';
import { parseEvent } from './parse-event.ts';

const received = Date.UTC(2026, 0, 10);
const won = {
  event_id: 'e1',
  type: 'opportunity_won',
  occurred_at: '2026-01-02T03:04:05.678+01:00',
  account_id: 'acme',
  opportunity_id: 'o1',
  amount: '100000.00',
  currency: 'EUR',
};
const schemaOf = (name: string) =>
  schemaJson(eventRecords.find((record) => record.name === name) ?? eventRecords[0]!);

describe('the wire format', () => {
  test('an event comes back as it was sent', () => {
    const parsed = parseEvent({ ...won, properties: { region: 'emea' } }, 'crm', received);
    if (!parsed.ok) throw new Error(parsed.message);
    const bytes = encodeEvent(7, parsed.event);
    expect(schemaIdOf(bytes)).toEqual({ ok: true, value: 7 });
    const decoded = createDecoder(schemaOf(recordNameOf('opportunity_won'))).decode(bytes);
    expect(decoded).toEqual({ ok: true, value: parsed.event });
    expect(parsed.event).toMatchObject({
      amount: '100000.00',
      occurred_at: Date.UTC(2026, 0, 2, 2, 4, 5, 678),
      channel: null,
    });
  });

  test('truncated, foreign and empty messages are refused with a reason', () => {
    expect(schemaIdOf(null)).toMatchObject({ code: 'tombstone' });
    expect(schemaIdOf(Buffer.from([0, 0]))).toMatchObject({ code: 'truncated' });
    expect(schemaIdOf(Buffer.from([9, 0, 0, 0, 1, 5]))).toMatchObject({ code: 'wrong_magic_byte' });
    expect(createDecoder(schemaOf('OpportunityWon')).decode(Buffer.from([0, 0, 0, 0, 7, 250]))).toMatchObject(
      { ok: false, code: 'undecodable' },
    );
    expect(
      createDecoder('{"type":"record","name":"Other","fields":[]}').decode(Buffer.from([0, 0, 0, 0, 7])),
    ).toMatchObject({ code: 'unknown_record' });
  });
});

describe('native JSON', () => {
  const refusals: [string, object, string][] = [
    ['a missing field', { ...won, opportunity_id: undefined }, 'missing_field'],
    ['an unknown type', { ...won, type: 'opportunity_guessed' }, 'unknown_type'],
    ['an unknown field', { ...won, acount_id: 'x' }, 'unknown_field'],
    ['an amount without currency', { ...won, currency: null }, 'invalid_field'],
    ['a currency that does not exist', { ...won, currency: 'EUX' }, 'invalid_field'],
    ['a fraction of a minor unit', { ...won, amount: '1.001' }, 'invalid_field'],
    ['yen with decimals', { ...won, amount: '1.5', currency: 'JPY' }, 'invalid_field'],
    ['an overflowing amount', { ...won, amount: '1e400' }, 'invalid_field'],
    ['a date without zone', { ...won, occurred_at: '2026-01-02T03:04:05' }, 'invalid_field'],
    ['a date that does not exist', { ...won, occurred_at: '2026-02-30T03:04:05Z' }, 'invalid_field'],
    ['a date far in the future', { ...won, occurred_at: '9999-01-02T03:04:05Z' }, 'occurred_at_out_of_range'],
    ['a date at the epoch', { ...won, occurred_at: '1970-01-01T00:00:00Z' }, 'occurred_at_out_of_range'],
    ['nobody to follow', { ...won, account_id: undefined }, 'missing_field'],
    ['another source', { ...won, source: 'web' }, 'source_mismatch'],
    ['an empty id', { ...won, account_id: '' }, 'invalid_field'],
    ['half a character', { ...won, account_id: 'a\ud800' }, 'invalid_field'],
    ['half a character in properties', { ...won, properties: { note: '\udc00' } }, 'invalid_field'],
  ];
  test.each(refusals)('%s is refused', (_name, value, code) => {
    expect(parseEvent(JSON.parse(JSON.stringify(value)), 'crm', received)).toMatchObject({
      ok: false,
      code,
      event_id: 'e1',
    });
  });

  test('an amount may be a number', () => {
    expect(parseEvent({ ...won, amount: 12.5 }, 'crm', received)).toMatchObject({
      ok: true,
      event: { amount: '12.5' },
    });
  });
});
