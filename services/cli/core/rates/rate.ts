// A row of a rates file → a rate, or every fault it has.
import { isCurrency } from '@revloop/schemas/currency.ts';
import { fromScaled, toScaled } from '@revloop/schemas/decimal.ts';

/** What one unit of `from_currency` is worth in `to_currency` from `date` on. */
export interface Rate {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly from_currency: string;
  readonly to_currency: string;
  /** Decimal text, at least two decimals, no other trailing zeros. */
  readonly rate: string;
}

export const columns = ['date', 'from_currency', 'to_currency', 'rate'] as const;

export type ReadRate =
  { readonly ok: true; readonly rate: Rate } | { readonly ok: false; readonly faults: readonly string[] };

const scale = 12;
/** 0.000000001 and 1,000,000,000: two rates multiplied and inverted stay exact to 18 decimals within ClickHouse's 38 digits. */
const units_min = 10n ** 3n;
const units_end = 10n ** 21n;

/** 1970-01-01 is the time before the first rate, in fragments/rates_to.sql. */
const year_min = 1971;
const year_max = 2148;

/** Cells by column. */
export const readRate = (cells: Readonly<Record<string, string>>): ReadRate => {
  const { date = '', from_currency = '', to_currency = '', rate = '' } = cells;
  const faults = [
    dateFault(date),
    currencyFault('from_currency', from_currency),
    currencyFault('to_currency', to_currency),
    from_currency !== '' && from_currency === to_currency
      ? `${from_currency} needs no rate to itself`
      : undefined,
    rateFault(rate),
  ].filter((fault) => fault !== undefined);
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, rate: { date, from_currency, to_currency, rate: plainRate(rate) } };
};

/** The same number always as the same text: `1.0800` and `1.08`. */
export const plainRate = (text: string): string => fromScaled(toScaled(text, scale) ?? 0n, scale);

const dateFault = (text: string): string | undefined => {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isDay = year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDay) return `date "${text}" is no day like 2026-03-31`;
  return Number(year) < year_min || Number(year) > year_max
    ? `date "${text}" is not in the years ${year_min} to ${year_max}`
    : undefined;
};

const currencyFault = (column: string, text: string): string | undefined =>
  isCurrency(text) ? undefined : `${column} "${text}" is no code of ISO 4217 in capitals, like EUR`;

const rateFault = (text: string): string | undefined => {
  if (!/^\d+(\.\d+)?$/.test(text)) return `rate "${text}" is no decimal like 1.0845`;
  const units = toScaled(text, scale);
  if (units === undefined)
    return `rate "${text}" has more than ${scale} decimals: give the rate the other way round, or round it`;
  return units < units_min || units >= units_end
    ? `rate "${text}" is not from 0.000000001 to 999999999.999999999999`
    : undefined;
};
