// A named value of a statement is visible in all its subqueries: those that define the same once more need not. Measured, each of a dozen copies of
// the same scalar subquery was analysed again.
import { entriesOf, tableEntry } from './inline-tables.ts';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The text without the definition, which may be one of several of its WITH clause, or the only one. */
const without = (text: string, entry: string): string => {
  const one = literal(entry);
  return text
    .replace(new RegExp(`\\bWITH\\s+${one}\\s*,`, 'g'), 'WITH ')
    .replace(new RegExp(`\\bWITH\\s+${one}\\s*(?=SELECT\\b)`, 'g'), '')
    .replace(new RegExp(`,\\s*${one}(?=\\s*(?:,|SELECT\\b))`, 'g'), '');
};

/** A statement in which no subquery defines a value again that the outermost WITH clause defines in the same words. */
export const valuesOnce = (sql: string): string => {
  const at = /^WITH\b/m.exec(sql)?.index;
  if (at === undefined) return sql;
  const { entries, select } = entriesOf(sql, at + 4);
  const values = entries.filter((entry) => !tableEntry.test(entry));
  return sql.slice(0, select) + values.reduceRight(without, sql.slice(select));
};
