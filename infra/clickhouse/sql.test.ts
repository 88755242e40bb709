import { expect, test } from 'vitest';
import { loadSql, statementsOf } from './sql.ts';

test('a statement is loaded from beside the module, without its closing semicolon', () => {
  const sql = loadSql(import.meta.url, './sql/applied-migrations.sql');
  expect(sql).toContain('SELECT');
  expect(sql.endsWith(';')).toBe(false);
});

test('a file is split at semicolons that end a line, not at those inside', () => {
  expect(statementsOf("SELECT ';' AS a, 1;\nSELECT 2; -- no: not the end\n;  \n\nSELECT 3")).toEqual([
    "SELECT ';' AS a, 1",
    'SELECT 2; -- no: not the end',
    'SELECT 3',
  ]);
});

test('a statement keeps its head comment; comments alone are no statement', () => {
  expect(statementsOf('-- What?\nSELECT 1;\n-- the end\n')).toEqual(['-- What?\nSELECT 1']);
});
