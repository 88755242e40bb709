// What is at risk together, as a sentence. Pure.
import { formatMoneyShort } from '../format.ts';
import { riskTotal } from './risk-total.ts';

/** ` €1.2M at risk, each account counted once.`; '' where nothing is known. */
export const riskSaid = (rows: Parameters<typeof riskTotal>[0]): string => {
  const total = riskTotal(rows).map(({ amount, currency }) => formatMoneyShort(amount, currency));
  return total.length === 0 ? '' : ` ${total.join(' + ')} at risk, each account counted once.`;
};
