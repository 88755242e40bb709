// Common table expressions → subqueries where they are used.

/** Text up to the bracket that closes the one at `open`, both excluded. */
const bracketed = (text: string, open: number): string => {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(open + 1, at);
  }
  throw new Error(`a bracket is never closed: ${text.slice(open, open + 60)}`);
};

/** Where a character of `wanted` or the word SELECT stands outside of all brackets, from `from` on. */
const outermost = (text: string, from: number): { at: number; found: 'comma' | 'select' } => {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if ('([{'.includes(text[at] ?? ' ')) depth += 1;
    if (')]}'.includes(text[at] ?? ' ')) depth -= 1;
    if (depth === 0 && text[at] === ',') return { at, found: 'comma' };
    if (depth === 0 && /^SELECT\b/.test(text.slice(at, at + 7))) return { at, found: 'select' };
  }
  throw new Error(`no SELECT after WITH: ${text.slice(from, from + 60)}`);
};

/** The entries of the WITH clause that begins at `from`, and where its SELECT begins. */
export const entriesOf = (text: string, from: number): { entries: readonly string[]; select: number } => {
  const entries: string[] = [];
  for (let start = from; ;) {
    const { at, found } = outermost(text, start);
    entries.push(text.slice(start, at).trim());
    if (found === 'select') return { entries, select: at };
    start = at + 1;
  }
};

const tableEntry = /^([a-z_]+) AS\s*\(\s*SELECT\b/;

const substitute = (text: string, name: string, body: string): string =>
  text.replace(
    new RegExp(`\\b(FROM|JOIN)\\s+${name}\\b(?!\\s*\\()(\\s+AS\\s+[a-z_]+)?`, 'g'),
    (_all, word: string, alias: string | undefined) => `${word} (${body})${alias ?? ` AS ${name}`}`,
  );

/** A statement whose outermost WITH clause defines no tables any more; its named values stay. */
export const inlineTables = (sql: string): string => {
  const at = /^WITH\b/m.exec(sql)?.index;
  if (at === undefined) return sql;
  const { entries, select } = entriesOf(sql, at + 4);
  const tables: { name: string; body: string }[] = [];
  for (const entry of entries) {
    const name = tableEntry.exec(entry)?.[1];
    if (name === undefined) continue;
    const body = bracketed(entry, entry.indexOf('('));
    tables.push({
      name,
      body: tables.reduce((text, table) => substitute(text, table.name, table.body), body),
    });
  }
  const values = entries.filter((entry) => !tableEntry.test(entry));
  // A named value may be used inside of a table: each table gets them all.
  const clause = values.length > 0 ? `WITH ${values.join(', ')} ` : '';
  const rest = tables.reduce(
    (text, { name, body }) => substitute(text, name, clause + body),
    sql.slice(select),
  );
  return sql.slice(0, at) + clause + rest;
};
