// Every .sql of the project: says what it answers, and the database it makes is the one checked in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedIn, schemaSnapshot } from '@revloop/infra/clickhouse/snapshot.ts';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { minorDigitsExceptions } from '@revloop/schemas/currency.ts';
import { afterAll, expect, test } from 'vitest';
import { services } from '../support/revloop.ts';

const clickhouse = services();
afterAll(() => clickhouse.close());

const files = ['infra', 'services']
  .flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(folder, file),
    ),
  )
  .filter((file) => file.endsWith('.sql') && !file.includes('node_modules') && !file.endsWith('schema.sql'));

test.each(files.filter((file) => !file.includes('/migrations/')))(
  '%s opens with its question, its parameters and its grain',
  (file) => {
    const head = readFileSync(join(projectRoot, file), 'utf8')
      .split('\n')
      .filter((_line, index, lines) => lines.slice(0, index + 1).every((former) => former.startsWith('--')))
      .join('\n');
    expect(head).toMatch(/\?|^-- (Makes|Computes|Question)/m);
    expect(head).toMatch(/Parameters?:|create|Grain:/);
  },
);

test('migrations are numbered without a gap', () => {
  const numbers = files
    .filter((file) => file.includes('/migrations/'))
    .map((file) => Number(/(\d{4})_/.exec(file)?.[1]))
    .sort((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
});

test('the checked-in schema is what migrations and views make', async () => {
  expect(await schemaSnapshot(clickhouse), 'run node infra/clickhouse/snapshot.ts beside npm run stack').toBe(
    checkedIn(),
  );
});

test('the minor units in SQL are those of the contract', () => {
  const sql = readFileSync(join(projectRoot, 'infra', 'clickhouse', 'fragments', 'credit_rows.sql'), 'utf8');
  const [codes = '', digits = ''] =
    /transform\(currency,\s*\[([^\]]*)\],\s*\[([^\]]*)\], 2\)/.exec(sql)?.slice(1) ?? [];
  const values = digits.split(',').map(Number);
  const listed = new Map(
    [...codes.matchAll(/'([A-Z]{3})'/g)].map(([, code], index) => [code ?? '', values[index] ?? -1]),
  );
  expect(listed).toEqual(new Map(minorDigitsExceptions));
});
