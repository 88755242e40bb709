// Every .sql of the project: says what it answers, and the database it makes is the one checked in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { checkedIn, schemaSnapshot } from '@revloop/infra/clickhouse/snapshot.ts';
import { statementsOf } from '@revloop/infra/clickhouse/sql.ts';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { afterAll, expect, test } from 'vitest';
import { services } from '../support/revloop.ts';
import { samplesFor } from './samples.ts';

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

const isQuery = (sql: string): boolean => /^\s*(SELECT|WITH)\b/.test(sql.replace(/^\s*--.*\n/gm, ''));
const textOf = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
/** Relations, and what includes fragments, are composed before the server sees them; services send the others as they are. */
const isComposed = (file: string): boolean => file.startsWith('infra/') || textOf(file).includes('(INCLUDE ');
const statementsIn = (file: string): readonly string[] =>
  statementsOf(isComposed(file) ? compose(textOf(file)) : textOf(file));
/** Fragments that want a source stand in whatever gives them one. */
const whole = files.filter((file) => !/\(INCLUDE (?:[a-z_]+ FROM )?source\)/.test(textOf(file)));

// Never EXPLAIN a plan here: of the widest views that takes the server's memory.
test.each(whole)('%s is understood: columns and types of a query, grammar of all else', async (file) => {
  for (const sql of statementsIn(file)) {
    const samples = samplesFor(sql);
    if (isQuery(sql))
      expect((await clickhouse.query(`DESCRIBE TABLE (${sql}\n)`, samples)).length).toBeGreaterThan(0);
    else await clickhouse.run(`EXPLAIN AST ${sql}`, samples);
  }
});

test('a query with a column that does not exist is not understood', async () => {
  const wrong = clickhouse.query('DESCRIBE TABLE (SELECT no_such_column FROM stored_events)');
  await expect(wrong).rejects.toMatchObject({ code: 'clickhouse_47' });
});

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
