import { expect, test } from 'vitest';
import type { DeadLetter } from './core/event-batch.ts';
import { deadLetterRecord, deadLetterRow } from './dead-letter.ts';

const place = { topic: 'funnel.events', partition: 3 };
const bytes = Buffer.from([9, 0, 255, 128]);
const letter: DeadLetter = {
  message: { offset: 12, key: Buffer.from([0xff]), value: bytes },
  code: 'wrong_magic_byte',
  reason: 'the first byte is 9, not 0',
  event_id: '',
  source: '',
};

test('the record has key and bytes untouched, and Kafka Connect’s headers', () => {
  const record = deadLetterRecord(letter, place);
  expect(record.key).toBe(letter.message.key);
  expect(record.value).toBe(bytes);
  expect(record.headers).toMatchObject({
    '__connect.errors.topic': 'funnel.events',
    '__connect.errors.partition': '3',
    '__connect.errors.offset': '12',
    '__connect.errors.exception.class.name': 'wrong_magic_byte',
    '__connect.errors.exception.message': 'the first byte is 9, not 0',
  });
});

test('the row carries any bytes; a tombstone is empty', () => {
  expect(deadLetterRow(letter, place, 0)).toMatchObject({
    key_base64: '/w==',
    value_base64: bytes.toString('base64'),
  });
  const tombstone = { ...letter, message: { ...letter.message, value: null } };
  expect(deadLetterRow(tombstone, place, 0).value_base64).toBe('');
  expect(deadLetterRecord(tombstone, place).value).toBeNull();
});
