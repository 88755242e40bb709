import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRecords } from '@revloop/schemas/load.ts';
import { afterAll, expect, test } from 'vitest';
import { readSchemaIds, writeSchemaIds } from './schema-ids.ts';

const home = mkdtempSync(join(tmpdir(), 'revloop-schema-ids-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const ids = Object.fromEntries(allRecords.map(({ name }, index) => [name, index + 1]));

test('nothing is remembered before the first start', () => {
  expect(readSchemaIds(join(home, 'none.json'))).toEqual({});
});

test('ids are remembered, in a folder that is made, and no half-written file stays', () => {
  const file = join(home, 'new', 'schema-ids.json');
  writeSchemaIds(file, ids);
  expect(readSchemaIds(file)).toEqual(ids);
  expect(readdirSync(join(home, 'new'))).toEqual(['schema-ids.json']);
});

test('an id given for another schema than the present one is forgotten', () => {
  const file = join(home, 'changed.json');
  writeSchemaIds(file, ids);
  const remembered = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
  remembered['MqlCreated'] = { id: 99, schema_sha256: 'of an older version' };
  writeFileSync(file, JSON.stringify(remembered));
  const { MqlCreated: _changed, ...others } = ids;
  expect(readSchemaIds(file)).toEqual(others);
});

test('a record nobody knows any more is not remembered', () => {
  const file = join(home, 'unknown.json');
  writeSchemaIds(file, { ...ids, Gone: 7 });
  expect(readSchemaIds(file)).toEqual(ids);
});
