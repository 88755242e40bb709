// A CSV file → its rows one by one, streamed; what is not a proper row comes with the reason instead.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import type { Cells } from '../core/mapping/row.ts';

export interface GoodRow {
  readonly cells: Cells;
  readonly line: number;
  readonly number: number;
  readonly key: string;
}

export interface BadRow {
  readonly line: number;
  /** Undefined where it is not even CSV: the parser tells of those somewhat before or after their neighbours, so they have no number. */
  readonly number: number | undefined;
  readonly reason: string;
}

export interface ReadRow {
  readonly row: GoodRow | BadRow;
  /** Bytes of the file read so far. */
  readonly bytes: number;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number; readonly bytes: number };
}

export interface RowsOptions {
  readonly delimiter: string;
  /** False saves the memory that `key` takes. */
  readonly withKey: boolean;
}

const row_bytes_max = 1_000_000;

/** Rows of a file, the header not among them. Opens the file when the first is asked for. Throws where the file cannot be read. */
export async function* readRows(path: string, { delimiter, withKey }: RowsOptions): AsyncGenerator<ReadRow> {
  const skipped: BadRow[] = [];
  let number = 0;
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: row_bytes_max,
  });
  let last = '';
  parser.on('skip', (error: CsvError) => {
    const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
    const reason = faultOf(error);
    // A cell without an end is told again for each piece of it.
    if (last !== `${line} ${reason}`) skipped.push({ line, number: undefined, reason });
    last = `${line} ${reason}`;
  });
  const keys = withKey ? rowKeys() : () => '';
  let header: readonly string[] | undefined;
  // Errors reach the reader of the rows through the parser.
  pipeline(createReadStream(path), parser, () => undefined);
  for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
    for (const row of skipped.splice(0)) yield { row, bytes: info.bytes };
    if (!header) header = record;
    else
      yield { row: toRow(record, header, firstLine(record, info.lines), ++number, keys), bytes: info.bytes };
  }
  for (const row of skipped.splice(0)) yield { row, bytes: 0 };
}

const neverClosed =
  'is not CSV: a quote is opened and not closed, so that all that follows is taken for one cell';

const faults: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'is not CSV: a quote stands inside a cell; quote the whole cell and double the quotes in it',
  CSV_INVALID_CLOSING_QUOTE:
    'is not CSV: a closing quote is followed by more text; double the quotes inside a cell',
  CSV_QUOTE_NOT_CLOSED: neverClosed,
  CSV_MAX_RECORD_SIZE: neverClosed,
};

const faultOf = ({ code, message }: CsvError): string => faults[code] ?? `is not CSV: ${message}`;

const toRow = (
  record: readonly string[],
  header: readonly string[],
  line: number,
  number: number,
  keyOf: (record: readonly string[]) => string,
): GoodRow | BadRow => {
  const key = keyOf(record);
  if (record.length !== header.length)
    return { line, number, reason: `has ${record.length} cells where the header has ${header.length}` };
  const cells: Record<string, string> = {};
  for (const [index, name] of header.entries()) {
    const cell = record[index] ?? '';
    if (cell.includes('\uFFFD'))
      return { line, number, reason: `${name} is not UTF-8: convert the file to UTF-8` };
    cells[name] = cell;
  }
  return { cells, line, number, key };
};

/** The parser tells the line a record ends at; quoted cells may span several. */
const firstLine = (record: readonly string[], lastLine: number): number =>
  lastLine - record.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/** Hash of a row, followed by its number among identical rows from the second on. */
const rowKeys = (): ((record: readonly string[]) => string) => {
  const seen = new Map<string, number>();
  return (record) => {
    const hash = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 20);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return times === 1 ? hash : `${hash}-${times}`;
  };
};
