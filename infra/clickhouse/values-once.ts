// A named value of a statement is visible in all its subqueries: those that define the same once more need not. Measured, each of a dozen copies of
// the same scalar subquery was analysed again.
import { entriesOf } from './inline-tables.ts';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The text without the definition, which may be one of several of its WITH clause, or the only one. */
const without = (text: string, entry: string): string => {
  const one = literal(entry);
  return text
    .replace(new RegExp(`\\bWITH\\s+${one}\\s*,`, 'g'), 'WITH ')
    .replace(new RegExp(`\\bWITH\\s+${one}\\s*(?=SELECT\\b)`, 'g'), '')
    .replace(new RegExp(`,\\s*${one}(?=\\s*(?:,|SELECT\\b))`, 'g'), '');
};

/** A statement in which nothing defines a value again that its outermost WITH clause defines in the same words: neither a subquery nor a later value. */
export const valuesOnce = (sql: string): string => {
  const at = /^WITH\b/m.exec(sql)?.index;
  if (at === undefined) return sql;
  const { entries, select } = entriesOf(sql, at + 4);
  const values: string[] = [];
  for (const entry of entries) values.push(values.reduce(without, entry));
  // In their order: without the first ones a copy of a later one has become the same words.
  return `${sql.slice(0, at)}WITH ${values.join(', ')} ${values.reduce(without, sql.slice(select))}`;
};
