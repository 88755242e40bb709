import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KnownHeaders, parseWriteKeys, sourceOf } from './write-keys.ts';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

describe('write keys', () => {
  test('one source may have several, so that they can be rotated with overlap', () => {
    const { sourceByHash, faults } = parseWriteKeys(
      `web:${sha256('old')}, web:${sha256('new')},crm:${sha256('c')}`,
    );
    expect(faults).toEqual([]);
    expect(sourceOf('Bearer old', { sourceByHash })).toBe('web');
    expect(sourceOf('Bearer new', { sourceByHash })).toBe('web');
    expect(sourceOf('bearer c', { sourceByHash })).toBe('crm');
  });

  test('every fault is told, and never the key', () => {
    const { sourceByHash, faults } = parseWriteKeys('we b:00,web:not-a-hash,,lonely');
    expect(sourceByHash.size).toBe(0);
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain('not-a-hash');
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic old', 'old', `Bearer ${'x'.repeat(513)}`])(
    'the header %s stands for nobody',
    (header) => {
      expect(sourceOf(header, parseWriteKeys(`web:${sha256('old')}`))).toBeUndefined();
    },
  );

  test('only a key that was configured opens', () => {
    const visible = fc.string({ minLength: 1, maxLength: 64 }).filter((text) => /^[\x21-\x7e]+$/.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(visible, { minLength: 2, maxLength: 6 }), ([wrong = '', ...right]) => {
        const keys = parseWriteKeys(right.map((key, index) => `source-${index}:${sha256(key)}`).join(','));
        expect(keys.faults).toEqual([]);
        right.forEach((key, index) => expect(sourceOf(`Bearer ${key}`, keys)).toBe(`source-${index}`));
        expect(sourceOf(`Bearer ${wrong}`, keys)).toBeUndefined();
        const known = new KnownHeaders(keys);
        for (const key of [...right, wrong, ...right, wrong])
          expect(known.sourceOf(`Bearer ${key}`)).toBe(sourceOf(`Bearer ${key}`, keys));
      }),
    );
  });
});
