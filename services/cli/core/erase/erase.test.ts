import { describe, expect, test } from 'vitest';
import { letterPattern } from './letter-pattern.ts';
import { idsOf, ownAccountsOf } from './person.ts';
import { remainingIn } from './remaining.ts';

const found = (ids: readonly string[], bytes: Buffer | string): boolean =>
  new RegExp(letterPattern(ids)).test(Buffer.from(bytes).toString('hex').toUpperCase());

describe('a dead letter is a person’s where its bytes hold the whole id', () => {
  test.each([
    ['contact-1'],
    ['{"contact_id":"contact-1"}'],
    ['a contact-1, among others'],
    ['contact-1-won'],
    ['source/contact-1'],
    [Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('contact-1'), Buffer.from([0x80])])],
    // Avro: the length 9 as zigzag, 18, before it, and the length of another text behind.
    [Buffer.concat([Buffer.from('x'), Buffer.from([18]), Buffer.from('contact-1'), Buffer.from('0')])],
  ])('%j', (bytes) => {
    expect(found(['somebody-else', 'contact-1'], bytes)).toBe(true);
  });

  test.each([['contact-12'], ['mycontact-1'], ['contact-'], [''], ['c-o-n-t-a-c-t-1']])(
    '%j is not',
    (bytes) => {
      expect(found(['contact-1'], bytes)).toBe(false);
    },
  );

  test('an id is found between bytes only, never across two halves of them', () => {
    // 41 42 holds "14" in hexadecimal, but no byte 0x14.
    expect(found(['\u0014'], 'AB')).toBe(false);
    expect(found(['\u0014'], '-\u0014-')).toBe(true);
  });

  test('an id longer than 63 bytes has two bytes of length', () => {
    const id = 'x'.repeat(70);
    expect(
      found([id], Buffer.concat([Buffer.from('y'), Buffer.from([0x8c, 0x01]), Buffer.from(`${id}z`)])),
    ).toBe(true);
    expect(found([id], `y${id}z`)).toBe(false);
  });

  test('an id in any script is found', () => {
    expect(found(['李'], '{"contact_id":"李"}')).toBe(true);
  });
});

test('a person has every id once, and stands for an account as a contact only', () => {
  const person = { contacts: ['ada'], visitors: ['cookie', 'ada'] };
  expect(idsOf(person)).toEqual(['ada', 'cookie']);
  expect(ownAccountsOf(person)).toEqual(['contact:ada']);
});

test('what remains in a topic is gone when its segment is closed and its retention over', () => {
  const day = 86_400_000;
  expect(
    remainingIn(
      [
        { topic: 'a', retention_ms: 30 * day, segment_ms: day },
        { topic: 'b', retention_ms: -1, segment_ms: day },
      ],
      Date.UTC(2026, 0, 1),
    ).map(({ topic, gone_by }) => [topic, gone_by]),
  ).toEqual([
    ['a', '2026-02-01T00:00:00.000Z'],
    ['b', null],
  ]);
});
