// A readable table: columns aligned, numbers to the right.

type Cell = string | number;

const isNumeric = (cell: Cell): boolean => typeof cell === 'number' || /^-?[\d,]+(\.\d+)?$/.test(cell);
const textOf = (cell: Cell): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);

/** Rows as lines, two blanks between the columns, each line indented by two. */
export const table = (rows: readonly (readonly Cell[])[]): string => {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, textOf(cell).length);
  const line = (row: readonly Cell[]): string =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return isNumeric(cell) ? textOf(cell).padStart(width) : textOf(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}\n`).join('');
};
