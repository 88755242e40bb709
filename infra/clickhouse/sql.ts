// Loads the .sql file beside a module: statements live in files of their own.
import { readFileSync } from 'node:fs';

/** Text of the statement at `path`, relative to the module: `loadSql(import.meta.url, './sql/open.sql')`. */
export const loadSql = (moduleUrl: string, path: string): string =>
  readFileSync(new URL(path, moduleUrl), 'utf8').trim().replace(/;$/, '');

/** The statements of a file with several, each ended by a semicolon at the end of a line. */
export const statementsOf = (text: string): readonly string[] =>
  text
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--.*$/gm, '').trim() !== '');
