import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, cutEncoded, oneLine } from './cut.ts';

test('a text that fits stays as it is, a longer one ends in an ellipsis within the limit', () => {
  expect(cut('overdue', 7)).toBe('overdue');
  expect(cut('overdue!', 7)).toBe('overdu…');
});

test('no character is halved, encoded or not', () => {
  expect(cut('ab😀cd', 4)).toBe('ab…');
  expect(cutEncoded('a&b&c', 7, (one) => (one === '&' ? '&amp;' : one))).toBe('a&amp;…');
});

test('the limit holds for any text and any limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, chars_max) => {
      const short = cut(text, chars_max);
      expect(short.length).toBeLessThanOrEqual(chars_max);
      expect(short === text).toBe(text.length <= chars_max);
      if (short !== text) expect(text.startsWith(short.slice(0, -1))).toBe(true);
    }),
  );
});

test('a line has no line ends and no control characters', () => {
  expect(oneLine(' Overdue\r\nBcc: all@example.com\u0000\u2028 now ')).toBe(
    'Overdue Bcc: all@example.com  now',
  );
});
