// Files that rows of other files look things up in: kept in memory by their key, only the columns that are read.
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { FileRules, Mapping } from '../core/mapping/mapping.ts';
import { columnsOf } from '../core/mapping/references.ts';
import type { Cells, Row } from '../core/mapping/row.ts';
import type { MatchedFile } from './match-files.ts';
import { readRows, type GoodRow } from './read-rows.ts';

const lookup_rows_max = 2_000_000;

type Index = ReadonlyMap<string, Cells>;

export interface Lookups {
  /** A row with what its file's lookups found for it. */
  readonly attach: (rules: FileRules, row: GoodRow) => Row;
  /** Sentences about keys that are not unique. */
  readonly notes: readonly string[];
}

/** Reads every file that a lookup names, once for each of its key columns. Of rows with the same key the first stands. */
export const loadLookups = async (mapping: Mapping, files: readonly MatchedFile[]): Promise<Lookups> => {
  const indexes = new Map<string, Index>();
  const notes: string[] = [];
  for (const { file, column } of mapping.files.flatMap(({ lookups }) => lookups)) {
    const target = files.find(({ rules }) => rules.role === file);
    if (!target || indexes.has(`${file} ${column}`)) continue;
    const { index, repeated } = await loadIndex(target, column, columnsOf(mapping, file));
    indexes.set(`${file} ${column}`, index);
    if (repeated > 0)
      notes.push(
        `${repeated} rows of ${file} repeat the ${column} of an earlier one: lookups use the earlier one`,
      );
  }
  const attach = (rules: FileRules, row: GoodRow): Row => {
    const found: Record<string, Cells | undefined> = {};
    const complete = { ...row, found };
    for (const { name, file, column, key } of rules.lookups)
      found[name] = indexes.get(`${file} ${column}`)?.get(key.read(complete));
    return complete;
  };
  return { attach, notes };
};

const loadIndex = async (
  { path, rules }: MatchedFile,
  column: string,
  columns: ReadonlySet<string>,
): Promise<{ index: Index; repeated: number }> => {
  const index = new Map<string, Cells>();
  let repeated = 0;
  for await (const { row } of readRows(path, { delimiter: rules.delimiter, withKey: false })) {
    if ('reason' in row) continue;
    const key = row.cells[column] ?? '';
    if (index.has(key)) repeated += 1;
    else index.set(key, Object.fromEntries([...columns].map((name) => [name, row.cells[name] ?? ''])));
    if (index.size > lookup_rows_max)
      throw new SurroundingsError(
        'lookup_too_large',
        `${path} has more than ${lookup_rows_max} rows to look up: split it and the file that refers to it`,
        { retriable: false },
      );
  }
  return { index, repeated };
};
