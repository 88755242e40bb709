// The table behind every chart, and the tables that stand by themselves.
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** The first such column heads its row. */
  readonly head?: boolean;
  readonly foot?: ReactNode;
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
  /** On a narrow screen each row is a card, its cells under their labels. */
  readonly cards?: boolean;
}

export const DataTable = <Row,>({ caption, columns, rows, rowKey, rowClass, cards = false }: Props<Row>) => {
  const footed = columns.some((column) => column.foot !== undefined);
  return (
    <div
      className={cards ? 'table-scroll cards' : 'table-scroll'}
      role="group"
      aria-label={caption}
      tabIndex={0}
    >
      {/* The roles are stated because a card's styles would take them away. */}
      <table role="table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.label} scope="col" role="columnheader" className={column.align}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={rowClass?.(row)}>
              {columns.map((column) => (
                <Cell key={column.label} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        {footed && (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td key={column.label} className={column.align}>
                  {column.foot}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
};

const Cell = <Row,>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) => {
  const content = column.cell(row);
  if (column.head)
    return (
      <th scope="row" role="rowheader" className={column.align}>
        {content}
      </th>
    );
  const classes = [column.align, content === '–' && 'nothing'].filter(Boolean).join(' ');
  return (
    <td role="cell" data-label={column.label} className={classes || undefined}>
      {content}
    </td>
  );
};
