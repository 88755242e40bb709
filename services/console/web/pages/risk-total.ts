// Rows with what is at risk → what is at risk together. Pure.
import type { Money, Risk } from '../../core/sla-rows.ts';

type Row = Risk & { readonly account_id: string; readonly contact_id: string };

const digits = 4;

/** One amount for each currency, largest first. Rows of one account have the same at risk: it counts once, at its largest. */
export const riskTotal = (rows: readonly Row[]): readonly Money[] => {
  const largest = new Map<string, Map<string, bigint>>();
  for (const { at_risk, account_id, contact_id } of rows)
    for (const { currency, amount } of at_risk) {
      const accounts = largest.get(currency) ?? new Map<string, bigint>();
      const whose = account_id || `contact ${contact_id}`;
      const known = accounts.get(whose) ?? 0n;
      const scaled = scaledOf(amount);
      accounts.set(whose, scaled > known ? scaled : known);
      largest.set(currency, accounts);
    }
  return [...largest]
    .map(([currency, accounts]) => ({ currency, total: [...accounts.values()].reduce((a, b) => a + b, 0n) }))
    .sort((a, b) => (a.total > b.total ? -1 : a.total < b.total ? 1 : 0))
    .map(({ currency, total }) => ({ currency, amount: textOf(total) }));
};

const scaledOf = (amount: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits));
};

const textOf = (scaled: bigint): string => {
  const text = scaled.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};
