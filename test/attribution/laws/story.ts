// Short stories of one account for tests that state numbers: touches, moves and a deal by day.
import { at } from '../../support/worked-example.ts';

export const account_id = 'acme';
export const deal = { account_id, opportunity_id: 'deal' };
export const contact = { account_id, contact_id: 'ada' };

export type Told = Readonly<Record<string, unknown>>;

export const touch = (name: string, day: number, channel?: string): Told => ({
  type: 'content_viewed',
  event_id: name,
  occurred_at: at(day),
  account_id,
  ...(channel !== undefined && { channel }),
});

export const happened = (type: string, day: number, more: object): Told => ({
  type,
  event_id: `${type}${day}`,
  occurred_at: at(day),
  ...more,
});

export const won = (day: number, amount = '50.00'): Told => ({
  ...happened('opportunity_won', day, deal),
  event_id: `won${day}`,
  amount,
  currency: 'EUR',
});
