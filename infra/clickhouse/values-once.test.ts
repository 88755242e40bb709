import { expect, test } from 'vitest';
import { valuesOnce } from './values-once.ts';

const flat = (sql: string): string => valuesOnce(sql).replace(/\s+/g, ' ').trim();

test('a subquery that defines a value of the statement in the same words reads that one', () => {
  expect(flat('WITH (SELECT 1) AS one SELECT one FROM (WITH (SELECT 1) AS one SELECT one + 1 FROM t)')).toBe(
    'WITH (SELECT 1) AS one SELECT one FROM (SELECT one + 1 FROM t)',
  );
});

test('its other values stay, before and behind', () => {
  expect(
    flat(
      'WITH (SELECT 1) AS one SELECT * FROM (WITH 2 AS two, (SELECT 1) AS one, 3 AS three SELECT two FROM (WITH (SELECT 1) AS one, 4 AS four SELECT four FROM t))',
    ),
  ).toBe(
    'WITH (SELECT 1) AS one SELECT * FROM (WITH 2 AS two, 3 AS three SELECT two FROM (WITH 4 AS four SELECT four FROM t))',
  );
});

test('a value that defines an earlier one within itself reads that one, and so does every copy of it', () => {
  const two = '(SELECT two FROM (WITH (SELECT 1) AS one SELECT one + 1 AS two)) AS two';
  expect(flat(`WITH (SELECT 1) AS one, ${two} SELECT * FROM (WITH ${two} SELECT two FROM t)`)).toBe(
    'WITH (SELECT 1) AS one, (SELECT two FROM (SELECT one + 1 AS two)) AS two SELECT * FROM (SELECT two FROM t)',
  );
});

test('a value of the same name in other words stays its own', () => {
  const sql = 'WITH (SELECT 1) AS one SELECT * FROM (WITH (SELECT 2) AS one SELECT one FROM t)';
  expect(flat(sql)).toBe(sql);
});

test('a statement without values is left as it is', () => {
  expect(flat('SELECT * FROM (WITH 1 AS one SELECT one)')).toBe('SELECT * FROM (WITH 1 AS one SELECT one)');
});
