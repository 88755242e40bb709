// The header of each file against the columns that the mapping reads, before the first row is sent.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { Mapping } from '../core/mapping/mapping.ts';
import { columnsOf } from '../core/mapping/references.ts';
import { UsageError } from '@revloop/infra/runtime/exit-codes.ts';
import type { MatchedFile } from './match-files.ts';

/** Throws a UsageError that lists what every file lacks. */
export const checkHeaders = async (mapping: Mapping, files: readonly MatchedFile[]): Promise<void> => {
  const faults: string[] = [];
  for (const { rules, path } of files) {
    const header = await readHeader(path, rules.delimiter);
    const missing = [...columnsOf(mapping, rules.role)].filter((column) => !header.includes(column));
    const doubled = header.filter((column, index) => header.indexOf(column) !== index);
    const name = basename(path);
    if (header.length === 0) faults.push(`${name} is empty: it needs a header line`);
    else if (missing.length > 0)
      faults.push(`${name} has no column ${missing.join(', ')}; its header has ${header.join(', ')}`);
    if (doubled.length > 0) faults.push(`${name} has the column ${doubled.join(', ')} twice`);
  }
  if (faults.length > 0) throw new UsageError(faults.join('\n  '));
};

/** The cells of a file's first line; none where it is empty. Throws a UsageError where it cannot be read. */
export const readHeader = async (path: string, delimiter: string): Promise<readonly string[]> => {
  const parser = createReadStream(path).pipe(parse({ delimiter, bom: true, trim: true, to: 1 }));
  try {
    for await (const record of parser) return record as string[];
  } catch (error) {
    throw new UsageError(`${path} has no readable header: ${reasonOf(error)}`);
  }
  return [];
};
