// Statements are composed from fragments before ClickHouse sees them: `(INCLUDE name)` stands for the fragment's SELECT in brackets, and
// `(INCLUDE name WITH parameter = value, …)` for it with parameters replaced; `(INCLUDE name FROM other WITH …)` puts `other` where the fragment says
// `source`; common table expressions are put where they are used.
// ClickHouse could do both itself, at a price: it analyses a parameterised view inside another twice (eight levels: 0.73 s of CPU for one account
// against 0.45 s composed, asked as one statement), and CREATE VIEW copies a chain of common table expressions 2^n times (ten: out of 1 GB).
import { readFileSync } from 'node:fs';
import { viewOfMerges } from './current-merges.ts';
import { inlineTables } from './inline-tables.ts';
import { valuesOnce } from './values-once.ts';

const withoutComments = (sql: string): string => sql.replace(/^\s*--.*\n/gm, '').replace(/ -- .*$/gm, '');

const fragment = (name: string): string =>
  readFileSync(new URL(`./fragments/${name}.sql`, import.meta.url), 'utf8');

const include =
  /\(INCLUDE ([a-z_]+)(?: FROM ([a-z_]+))?(?: WITH ((?:[a-z_]+ = (?:'[^']*'|\[[^\]]*\]|\{[^}]*\}|\d+)(?:,\s+)?)+))?\)/g;

/** Where a fragment wants its source, or hands it on: `(INCLUDE source)`, `(INCLUDE other FROM source)`. */
const wanted = /\(INCLUDE ((?:[a-z_]+ FROM )?)source\)/g;

const bind = (sql: string, bindings: string): string =>
  [...bindings.matchAll(/([a-z_]+) = ('[^']*'|\[[^\]]*\]|\{[^}]*\}|\d+)/g)].reduce(
    (text, [, name, value]) =>
      text.replace(
        new RegExp(`\\{${name}:([A-Za-z0-9()]+)\\}`, 'g'),
        (_all, type: string) => `CAST(${value}, '${type}')`,
      ),
    sql,
  );

const composed = (sql: string): string =>
  valuesOnce(
    inlineTables(withoutComments(sql)).replace(
      include,
      (_all, name: string, source: string | undefined, bindings: string | undefined) => {
        const text = fragment(name);
        const inner = composed(
          source === undefined ? text : text.replace(wanted, `(INCLUDE $1${source})`),
        ).trim();
        return `(${bindings === undefined ? inner : bind(inner, bindings)})`;
      },
    ),
  );

/** A statement with all its fragments in place. Throws where a fragment's file is missing. */
export const compose = (sql: string): string =>
  viewOfMerges(composed(sql), composed(fragment('merges')).trim());
