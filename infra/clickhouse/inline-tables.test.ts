import { describe, expect, test } from 'vitest';
import { inlineTables } from './inline-tables.ts';

/** Layout does not count. */
const plain = (sql: string): string => sql.replace(/\s+/g, ' ').trim();
const inlined = (sql: string): string => plain(inlineTables(sql));

describe('common table expressions', () => {
  test('are put where they are used, under their name', () => {
    expect(inlined('WITH a AS (SELECT 1 AS x)\nSELECT x FROM a')).toBe('SELECT x FROM (SELECT 1 AS x) AS a');
  });

  test('keep the alias they are used under, and are put into each place', () => {
    expect(inlined('WITH a AS (SELECT 1 AS x)\nSELECT * FROM a AS l JOIN a AS r ON l.x = r.x')).toBe(
      'SELECT * FROM (SELECT 1 AS x) AS l JOIN (SELECT 1 AS x) AS r ON l.x = r.x',
    );
  });

  test('may use earlier ones', () => {
    expect(inlined('WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a)\nSELECT x FROM b')).toBe(
      'SELECT x FROM (SELECT x FROM (SELECT 1 AS x) AS a) AS b',
    );
  });

  test('leave named values, which every table gets', () => {
    expect(inlined('WITH 7 AS days, a AS (SELECT days AS x)\nSELECT x + days FROM a')).toBe(
      'WITH 7 AS days SELECT x + days FROM (WITH 7 AS days SELECT days AS x) AS a',
    );
  });

  test('that are values only stay where they are', () => {
    expect(inlined('WITH 1 AS one\nSELECT one')).toBe('WITH 1 AS one SELECT one');
  });

  test('commas and brackets inside of them do not end them', () => {
    expect(inlined('WITH a AS (SELECT f(1, [2, 3]), (4, 5) AS x)\nSELECT x FROM a')).toBe(
      'SELECT x FROM (SELECT f(1, [2, 3]), (4, 5) AS x) AS a',
    );
  });

  test('do not touch other relations, columns or functions of the same name', () => {
    expect(
      inlined(
        'WITH a AS (SELECT 1 AS x)\nSELECT a.x, aa.y FROM a JOIN aa ON true JOIN a(days = 1) AS v ON true',
      ),
    ).toBe('SELECT a.x, aa.y FROM (SELECT 1 AS x) AS a JOIN aa ON true JOIN a(days = 1) AS v ON true');
  });

  test('follow what comes before the WITH clause', () => {
    expect(inlined('CREATE VIEW v AS\nWITH a AS (SELECT 1 AS x)\nSELECT x FROM a')).toBe(
      'CREATE VIEW v AS SELECT x FROM (SELECT 1 AS x) AS a',
    );
  });
});

test('a statement without them stays as it is', () => {
  expect(inlineTables('SELECT 1 AS x')).toBe('SELECT 1 AS x');
});

test('a bracket that is never closed is told', () => {
  expect(() => inlineTables('WITH a AS (SELECT 1\nSELECT x FROM a')).toThrow(
    /no SELECT after WITH|never closed/,
  );
});
