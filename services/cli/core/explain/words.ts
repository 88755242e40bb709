// Numbers, times and names as people read them.
import { minorDigits } from '@revloop/schemas/currency.ts';
import { fromScaled, toScaled } from '@revloop/schemas/decimal.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2 Feb 2026` (UTC) of an ISO 8601 time. */
export const day = (iso: string): string => {
  const at = new Date(iso);
  return `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
};

/** `2 Feb 2026 10:30:00.250` (UTC). */
export const moment = (iso: string): string => `${day(iso)} ${new Date(iso).toISOString().slice(11, -1)}`;

const amountScale = 4;
const weightScale = 12;

/** Ten-thousandths of the currency; the decimal texts ClickHouse gives always fit. */
export const moneyUnits = (amount: string): bigint => toScaled(amount, amountScale) ?? 0n;
/** Units of 10^-12. */
export const weightUnits = (weight: string): bigint => toScaled(weight, weightScale) ?? 0n;

/** Decimal texts for programs. */
export const amountText = (units: bigint): string => fromScaled(units, amountScale);
export const weightText = (units: bigint): string => fromScaled(units, weightScale);

/** `22,500.00 EUR`; ten-thousandths of the currency, in its minor units. */
export const money = (units: bigint, currency: string): string => {
  const digits = minorDigits(currency);
  const text = (units < 0n ? -units : units).toString().padStart(amountScale + 1, '0');
  const whole = BigInt(text.slice(0, -amountScale)).toLocaleString('en-US');
  const fraction = text.slice(-amountScale).slice(0, digits);
  return `${units < 0n ? '-' : ''}${whole}${digits > 0 ? `.${fraction}` : ''} ${currency}`.trimEnd();
};

const hundredths = 10n ** BigInt(weightScale - 4);

/** `22.50 %` of units of 10^-12; what is smaller than a hundredth of a percent is said to be. */
export const percent = (units: bigint): string => {
  const size = units < 0n ? -units : units;
  const rounded = (size + hundredths / 2n) / hundredths;
  const sign = units < 0n ? '-' : '';
  if (rounded === 0n && size > 0n) return `${sign}<0.01 %`;
  return `${sign}${rounded / 100n}.${(rounded % 100n).toString().padStart(2, '0')} %`;
};

/** `22.5 %` of a part from 0 to 1, at most two decimals. */
export const share = (part: number): string => `${Number((part * 100).toFixed(2))} %`;

/** `a, b and c`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Stages as people say them, with their article. */
export const stageNames: Readonly<Record<string, string>> = {
  engaged: 'engaged',
  mql: 'MQL',
  accepted: 'accepted lead',
  opportunity: 'opportunity',
  won: 'win',
};
