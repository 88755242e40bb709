import { describe, expect, test } from 'vitest';
import { compose } from './compose.ts';
import { inlineTables } from './inline-tables.ts';
import { statementsOf } from './sql.ts';

const flat = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

describe('composed statements', () => {
  test('tables of a WITH clause stand where they are used, values stay', () => {
    const sql = `WITH\n 2 AS two,\n a AS (SELECT 1 AS x),\n b AS (SELECT x + two AS y FROM a)\nSELECT y FROM b AS c JOIN a ON true`;
    expect(flat(inlineTables(sql))).toBe(
      'WITH 2 AS two SELECT y FROM (WITH 2 AS two SELECT x + two AS y FROM (SELECT 1 AS x) AS a) AS c JOIN (WITH 2 AS two SELECT 1 AS x) AS a ON true',
    );
  });

  test('a statement without tables stays as it is', () => {
    expect(inlineTables('SELECT 1')).toBe('SELECT 1');
    expect(flat(inlineTables('WITH 1 AS one\nSELECT one'))).toBe('WITH 1 AS one SELECT one');
  });

  test('a fragment comes with its parameters, or with values in their place', () => {
    expect(compose('SELECT * FROM (INCLUDE contact_of_visitor)')).toContain('{as_of:DateTime64(3)}');
    const bound = compose("SELECT * FROM (INCLUDE contact_of_visitor WITH as_of = '2299-12-31 00:00:00')");
    expect(bound).toContain("CAST('2299-12-31 00:00:00', 'DateTime64(3)')");
    expect(bound).not.toContain('{as_of');
  });

  test('a fragment that does not exist is an error', () => {
    expect(() => compose('SELECT * FROM (INCLUDE nothing_of_the_kind)')).toThrow();
  });

  test('a file of statements is split at semicolons that end a line', () => {
    expect(statementsOf("-- one\nSELECT ';' AS x;\nSELECT 2;\n-- the end\n")).toEqual([
      "-- one\nSELECT ';' AS x",
      'SELECT 2',
    ]);
  });
});
