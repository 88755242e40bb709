// One row of a CSV file as the mapping sees it: its cells, the rows found for it in other files, and where it stands.

export type Cells = Readonly<Record<string, string>>;

export interface Row {
  readonly cells: Cells;
  /** Lookup name → the row it found in another file. */
  readonly found: Readonly<Record<string, Cells | undefined>>;
  /** Line of the file the row begins at, from 1, the header included. */
  readonly line: number;
  /** Row of the file, from 1, the header not counted: `{@row}`. */
  readonly number: number;
  /** Hash of all cells, made unique among identical rows by their order: `{@row_key}`. */
  readonly key: string;
}
