import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compose } from './compose.ts';
import { viewFiles } from './migrate.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const withoutTexts = (sql: string): string => sql.replace(/'(?:[^'\\]|\\.|'')*'/g, "''");
const count = (sql: string, character: string): number => withoutTexts(sql).split(character).length - 1;

describe('a statement', () => {
  test('loses its comments, also those behind code', () => {
    expect(compose('-- What?\nSELECT 1 AS x -- one\nFROM t').trim()).toBe('SELECT 1 AS x\nFROM t');
  });

  test('has a fragment in brackets where it includes it', () => {
    const sql = compose('SELECT * FROM (INCLUDE rule_credits) AS known');
    expect(sql).toMatch(/^SELECT \* FROM \(SELECT/);
    expect(sql).toMatch(/\) AS known$/);
  });

  test('replaces parameters of the fragment by the values it states, cast to their types', () => {
    const sql = compose(
      "SELECT * FROM (INCLUDE credit_rows FROM rule_credits WITH lookbacks = [{lookback_days:UInt16}], policies = ['even'])",
    );
    expect(sql).toContain("CAST([{lookback_days:UInt16}], 'Array(UInt16)')");
    expect(sql).toContain("CAST(['even'], 'Array(String)')");
    expect(sql).not.toMatch(/\{(lookbacks|policies):/);
  });

  test('may state values over several lines', () => {
    const sql = compose(
      "SELECT * FROM (INCLUDE rule_credits WITH lookbacks = [90],\n    policies = ['even'])",
    );
    expect(sql).not.toContain('INCLUDE');
    expect(sql).toContain("CAST(['even'], 'Array(String)')");
  });

  test('leaves the fragment’s parameters to the caller, or replaces them by a text', () => {
    expect(compose('SELECT * FROM (INCLUDE contact_of_visitor FROM all_links)')).toContain(
      '{as_of:DateTime64(3)}',
    );
    const bound = compose(
      "SELECT * FROM (INCLUDE contact_of_visitor FROM all_links WITH as_of = '2299-12-31 00:00:00')",
    );
    expect(bound).toContain("CAST('2299-12-31 00:00:00', 'DateTime64(3)')");
    expect(bound).not.toContain('{as_of');
  });

  test('asks the view for merges as of the end of time, and the events for those as of an earlier one', () => {
    const asked = 'SELECT * FROM (INCLUDE contact_of_visitor FROM all_links WITH as_of = ';
    expect(compose(`${asked}'2299-12-31 00:00:00')`)).toContain('(SELECT merges FROM current_merges)');
    expect(compose(`${asked}'2026-01-01 00:00:00')`)).not.toContain('current_merges');
  });

  test('puts the fragment it names as the source where the other one wants one', () => {
    const sql = compose('SELECT * FROM (INCLUDE credit_rows FROM stored_credits)');
    expect(sql).toContain('FROM account_attribution FINAL');
    // Through another fragment, which wants one as well.
    expect(sql).toContain('reversals');
    expect(sql).not.toContain('INCLUDE');
  });

  test('that includes a fragment nobody wrote is refused', () => {
    expect(() => compose('SELECT * FROM (INCLUDE no_such_fragment)')).toThrow(/no_such_fragment/);
  });
});

describe('every view', () => {
  test.each(viewFiles())('%s is composed whole: nothing included is left over, brackets match', (file) => {
    const sql = compose(read(`./${file}`));
    expect(sql).not.toMatch(/\(INCLUDE /);
    expect(sql).not.toMatch(/^\s*--/m);
    for (const [open, close] of ['()', '[]', '{}'] as const)
      expect(count(sql, open!), `${open}${close}`).toBe(count(sql, close!));
  });

  test('comes after those it reads from', () => {
    const names = viewFiles().map((file) => /([a-z_]+)\.sql$/.exec(file)?.[1] ?? '');
    viewFiles().forEach((file, index) => {
      const later = names.slice(index + 1);
      const readFrom = [...read(`./${file}`).matchAll(/\b(?:FROM|JOIN) ([a-z_]+)\b/g)].map(
        ([, name]) => name,
      );
      expect(
        readFrom.filter((name) => later.includes(name ?? '')),
        file,
      ).toEqual([]);
    });
  });
});
