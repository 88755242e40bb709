// The worked example of docs/semantics.md, for any account: touches t1 to t6, a rejection, a second handoff, won on day 70 for 100,000.00.
import type { NativeEvent } from './revloop.ts';

export const day0 = Date.UTC(2026, 0, 1);
export const at = (day: number): string => new Date(day0 + day * 86_400_000).toISOString();

/** Its events in order. The first two touches are an anonymous visitor's, who is identified on day 2.5. */
export const workedExample = (account_id: string): readonly NativeEvent[] => {
  const contact_id = `${account_id}-ada`;
  const anonymous_id = `${account_id}-visitor`;
  const id = (name: string): string => `${account_id}-${name}`;
  const touch = (name: string, day: number, channel: string, who: object): NativeEvent => ({
    event_id: id(name),
    type: 'content_viewed',
    occurred_at: at(day),
    channel,
    content_id: `paper-${name}`,
    ...who,
  });
  const deal = { account_id, opportunity_id: id('deal'), currency: 'EUR' };
  return [
    touch('t1', 0, 'paid_search', { anonymous_id }),
    touch('t2', 2, 'webinar', { anonymous_id }),
    {
      event_id: id('known'),
      type: 'contact_identified',
      occurred_at: at(2.5),
      anonymous_id,
      contact_id,
      account_id,
    },
    { event_id: id('mql1'), type: 'mql_created', occurred_at: at(3), contact_id, account_id },
    {
      event_id: id('rejected'),
      type: 'mql_rejected',
      occurred_at: at(5),
      contact_id,
      account_id,
      reason: 'no_budget',
    },
    touch('t3', 40, 'email', { contact_id }),
    touch('t4', 45, 'linkedin', { contact_id }),
    { event_id: id('mql2'), type: 'mql_created', occurred_at: at(46), contact_id, account_id },
    {
      event_id: id('accepted'),
      type: 'mql_accepted',
      occurred_at: at(47),
      contact_id,
      account_id,
      owner_id: 'sam',
    },
    touch('t5', 50, 'content', { contact_id }),
    { event_id: id('opened'), type: 'opportunity_created', occurred_at: at(55), ...deal, amount: '90000.00' },
    touch('t6', 60, 'event', { contact_id }),
    { event_id: id('won'), type: 'opportunity_won', occurred_at: at(70), ...deal, amount: '100000.00' },
  ];
};

/** Credit of t1 to t6 by `model policy`, as docs/semantics.md states it. */
export const workedCredits: Readonly<Record<string, readonly string[]>> = {
  'linear productive': ['16666.67', '16666.67', '16666.67', '16666.67', '16666.66', '16666.66'],
  'position_based productive': ['40000', '5000', '5000', '5000', '5000', '40000'],
  'full_path productive': ['22500', '5000', '5000', '22500', '22500', '22500'],
  'full_path last': ['22500', '5000', '5000', '22500', '22500', '22500'],
  'full_path first': ['22500', '22500', '5000', '5000', '22500', '22500'],
  'full_path even': ['22500', '11250', '10000', '11250', '22500', '22500'],
  'full_path rescue': ['22500', '10000', '11250', '11250', '22500', '22500'],
  'first_touch productive': ['100000', '0', '0', '0', '0', '0'],
  'last_touch productive': ['0', '0', '0', '0', '0', '100000'],
};

/** Exact percentages of time_decay with a half-life of 7 days. */
export const workedDecay: readonly number[] = [0.1509, 0.184, 7.9236, 13.0, 21.3287, 57.4127];
