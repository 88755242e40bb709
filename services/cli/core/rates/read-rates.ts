// The rows of a rates file → rates, or every fault with its line: a file is taken whole or not at all.
import { columns, readRate, type Rate } from './rate.ts';

/** A row of a CSV file: its cells by the header's names, or why it is none. */
export type Row =
  | { readonly line: number; readonly cells: Readonly<Record<string, string>> }
  | { readonly line: number; readonly reason: string };

export interface Fault {
  readonly line: number;
  readonly reason: string;
}

export interface ReadRates {
  readonly rates: readonly Rate[];
  /** In the order of the lines. Where there is one, `rates` is not all that the file states. */
  readonly faults: readonly Fault[];
}

/** A column's name as it counts: `From Currency` is from_currency. */
export const columnName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** What is wrong with a header; undefined where it has exactly the four columns, in any order. */
export const headerFault = (header: readonly string[]): string | undefined => {
  const names = header.map(columnName);
  const fits = names.length === columns.length && columns.every((column) => names.includes(column));
  return fits
    ? undefined
    : `its header has ${header.join(', ') || 'nothing'}; it needs exactly the columns ${columns.join(', ')}`;
};

export const rateKey = ({ date, from_currency, to_currency }: Omit<Rate, 'rate'>): string =>
  `${date} ${from_currency} ${to_currency}`;

/** Collects row by row. */
export class RatesReader {
  readonly #stated = new Map<string, { rate: Rate; line: number }>();
  readonly #faults: Fault[] = [];

  get count(): number {
    return this.#stated.size;
  }

  add(row: Row): void {
    if ('reason' in row) this.#faults.push({ line: row.line, reason: row.reason });
    else this.#addCells(row.line, row.cells);
  }

  /** All rows were added. */
  end(): ReadRates {
    if (this.#stated.size === 0 && this.#faults.length === 0)
      this.#faults.push({ line: 1, reason: 'there is no rate below the header' });
    return {
      rates: [...this.#stated.values()].map(({ rate }) => rate),
      faults: this.#faults.toSorted((one, other) => one.line - other.line),
    };
  }

  #addCells(line: number, cells: Readonly<Record<string, string>>): void {
    const read = readRate(
      Object.fromEntries(Object.entries(cells).map(([name, cell]) => [columnName(name), cell])),
    );
    if (!read.ok) {
      this.#faults.push({ line, reason: read.faults.join('; ') });
      return;
    }
    const { rate } = read;
    const former = this.#stated.get(rateKey(rate));
    if (former === undefined) this.#stated.set(rateKey(rate), { rate, line });
    else if (former.rate.rate !== rate.rate)
      this.#faults.push({
        line,
        reason: `states ${rate.rate} where line ${former.line} states ${former.rate.rate} for the same day and currencies: keep one`,
      });
  }
}
