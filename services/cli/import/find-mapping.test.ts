// The mappings that ship, and the one in their manual.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMapping } from '../core/mapping/read-mapping.ts';
import { findMapping, shippedMappings } from './find-mapping.ts';

test('every mapping that ships is whole and is named like its file', () => {
  expect(shippedMappings()).toEqual(['crm', 'olist']);
  for (const name of shippedMappings()) expect(findMapping(name).mapping.name).toBe(name);
});

test('the example of the manual is a mapping', () => {
  const manual = readFileSync(new URL('../mappings/README.md', import.meta.url), 'utf8');
  const example = /```yaml\n([^]*?)```/.exec(manual)?.[1] ?? '';
  expect(readMapping(example)).toMatchObject({ ok: true, mapping: { name: 'deals' } });
});

test('a mapping that is nowhere is told with those that ship', () => {
  expect(() => findMapping('salesforce')).toThrow('one of crm, olist');
});
