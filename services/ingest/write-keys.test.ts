import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWriteKeys, sourceOf } from './write-keys.ts';

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

test('a key stands for its source, and no other text does', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 40 }).filter((key) => !/[\r\n]/.test(key)),
      fc.string({ maxLength: 40 }),
      (key, other) => {
        const keys = parseWriteKeys(`web:${hashOf(key)}`);
        expect(sourceOf(`Bearer ${key}`, keys)).toBe('web');
        if (other !== key) expect(sourceOf(`Bearer ${other}`, keys)).toBeUndefined();
      },
    ),
  );
});

test('a source may have two keys while one replaces the other', () => {
  const keys = parseWriteKeys(`web:${hashOf('old')},web:${hashOf('new')}`);
  expect([sourceOf('Bearer old', keys), sourceOf('bearer new', keys), sourceOf(undefined, keys)]).toEqual([
    'web',
    'web',
    undefined,
  ]);
});

test('all faults are told together', () => {
  expect(parseWriteKeys(`we b:${hashOf('x')},crm:short`).faults).toHaveLength(2);
});
