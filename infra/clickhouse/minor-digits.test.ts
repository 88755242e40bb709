// The minor units of currencies stand in schemas/currency.ts and, for lack of another way, in SQL: nowhere do they differ.
import { readdirSync, readFileSync } from 'node:fs';
import { minorDigitsExceptions } from '@revloop/schemas/currency.ts';
import { expect, test } from 'vitest';

const folder = new URL('./', import.meta.url);
const listing = /transform\([^[]*,\s*\[([^\]]*'JPY'[^\]]*)\],\s*\[([^\]]*)\],\s*2\)/g;

const listings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql') && file !== 'schema.sql')
  .flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(listing)].map(
      ([, codes = '', digits = '']) => [file, codes, digits] as const,
    ),
  );

test('amounts are dealt out and converted by the minor units of the contract', () => {
  expect(listings.map(([file]) => file).sort()).toEqual([
    'fragments/dealt_paths.sql',
    'fragments/reporting_digits.sql',
  ]);
});

test.each(listings)('%s has those of ISO 4217 as schemas/currency.ts has them', (_file, codes, digits) => {
  const values = digits.split(',').map(Number);
  const listed = [...codes.matchAll(/'([A-Z]{3})'/g)].map(([, code = ''], index) => [code, values[index]]);
  expect(new Map(listed as [string, number][])).toEqual(new Map(minorDigitsExceptions));
});
