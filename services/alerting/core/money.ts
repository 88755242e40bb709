// Amounts of money as people write them: "12000 EUR".
import { isCurrency } from '@revloop/schemas/currency.ts';
import { toScaled } from '@revloop/schemas/decimal.ts';

/** `amount`: a decimal text; `currency`: its ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Decimals that amounts of events keep. */
export const money_scale = 4;

/** "12000 EUR", "99.50 USD" → money; undefined where it is none, or not more than nothing. */
export const readMoney = (text: string): Money | undefined => {
  const [, amount = '', currency = ''] = /^(\d{1,14}(?:\.\d+)?) ([A-Z]{3})$/.exec(text.trim()) ?? [];
  return isCurrency(currency) && (toScaled(amount, money_scale) ?? 0n) > 0n
    ? { amount, currency }
    : undefined;
};
