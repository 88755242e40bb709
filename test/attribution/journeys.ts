// Generated journeys: the steps of one account as the events its emitters send.
import fc from 'fast-check';
import type { NativeEvent } from '../support/revloop.ts';
import { day_ms, steps, type Kind, type Step } from './walks.ts';

export interface Plan {
  readonly steps: readonly Step[];
  /** When each contact and visitor is identified, days after the beginning. */
  readonly known_days: readonly number[];
  readonly currency: string;
  readonly salt: number;
}

/** Far enough back that no generated event lies in the future. */
export const begin = Date.UTC(2024, 0, 1);

/** One account's journey, not yet named. */
export const plan: fc.Arbitrary<Plan> = fc.record({
  steps,
  known_days: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 6, maxLength: 6 }),
  currency: fc.constantFrom('EUR', 'EUR', 'JPY', 'KWD'),
  salt: fc.nat(999),
});

/** Emitters need not state one. */
const channels = ['direct', 'direct', 'paid_search', 'email', 'webinar', undefined];
const amounts: Readonly<Record<string, readonly string[]>> = {
  EUR: ['100000.00', '0.01', '0', '33.35', '1234567.89', '99999999999999.99', '0.07', '-50.05'],
  JPY: ['1', '100', '0', '7777777', '10007'],
  KWD: ['0.001', '12.345', '0', '99.999', '1000000.007'],
};
const refunds: Readonly<Record<string, readonly string[]>> = {
  EUR: ['-0.01', '-33.34', '-100000.00', '-0.10'],
  JPY: ['-1', '-10007'],
  KWD: ['-0.001', '-12.345'],
};
const one = <T>(list: readonly T[], pick: number): T => list[pick % list.length] as T;

/** A touch says as little as it may: account and contact, one of them, or only a visitor's cookie. */
const whoMet = (account_id: string, { contact, pick }: Step): object =>
  one(
    [
      { account_id, contact_id: `${account_id}-c${contact}` },
      { account_id, contact_id: `${account_id}-c${contact}` },
      { contact_id: `${account_id}-c${contact}` },
      { anonymous_id: `${account_id}-v${contact}` },
      { account_id },
      { anonymous_id: `${account_id}-stranger` },
    ],
    pick,
  );

const amountOf = ({ pick }: Step, currency: string): object => ({
  amount: one(amounts[currency] ?? [], pick),
  currency,
});

const touchOf = (account_id: string, step: Step): object => {
  // Not in step with who met us, which `pick` decides too.
  const channel = one(channels, Math.floor(step.pick / 6));
  return { type: 'content_viewed', ...(channel && { channel }), ...whoMet(account_id, step) };
};

/** Another contact of the account becomes part of this one, or is set apart again. */
const mergeOf = (account_id: string, { contact, pick }: Step): object => ({
  contact_id: `${account_id}-c${contact}`,
  properties: { merged_id: `${account_id}-c${(contact + 1 + (pick % 2)) % 3}` },
});

const sayingOf = (account_id: string, step: Step, currency: string): object => {
  const contact_id = `${account_id}-c${step.contact}`;
  const deal = { account_id, opportunity_id: `${account_id}-d${step.deal}` };
  const reason = one(['no_budget', 'timing', 'no_fit'], step.pick);
  const sayings: Readonly<Record<Kind, object>> = {
    touch: touchOf(account_id, step),
    mql: { type: 'mql_created', contact_id, ...(step.pick % 3 > 0 && { account_id }) },
    accepted: { type: 'mql_accepted', contact_id, account_id },
    rejected: { type: 'mql_rejected', contact_id, account_id, reason },
    recycled: { type: 'lead_recycled', contact_id, account_id, reason },
    recycledAll: { type: 'lead_recycled', account_id, reason },
    created: { type: 'opportunity_created', ...deal, ...(step.pick % 4 > 0 && amountOf(step, currency)) },
    won: {
      type: 'opportunity_won',
      ...deal,
      ...(step.pick % 2 > 0 && { contact_id }),
      ...amountOf(step, currency),
    },
    lost: {
      type: 'opportunity_lost',
      ...deal,
      contact_id,
      reason,
      ...(step.pick % 3 > 1 && amountOf(step, currency)),
    },
    lostAll: { type: 'opportunity_lost', ...deal, reason },
    refund: { type: 'opportunity_won', ...deal, amount: one(refunds[currency] ?? [], step.pick), currency },
    contactMerged: { type: 'contact_merged', ...mergeOf(account_id, step) },
    contactUnmerged: { type: 'contact_unmerged', ...mergeOf(account_id, step) },
  };
  return sayings[step.kind];
};

/** Ids that do not rise with time, so that equal times are put in order by them. */
const idOf = (account_id: string, index: number, salt: number): string =>
  `${account_id}-${String((index * 37 + salt) % 101).padStart(3, '0')}`;

const introductions = (account_id: string, { known_days }: Plan): NativeEvent[] =>
  known_days.map((day, index) => {
    const contact_id = `${account_id}-c${index % 3}`;
    return {
      type: 'contact_identified',
      event_id: `${account_id}-known${index}`,
      occurred_at: new Date(begin + day * day_ms).toISOString(),
      contact_id,
      ...(index < 3 ? { account_id } : { anonymous_id: `${account_id}-v${index % 3}` }),
    };
  });

/** The events of a plan, for an account of this name. */
export const eventsOf = (account_id: string, plan: Plan): NativeEvent[] => {
  let at = begin;
  const told = plan.steps.map((step, index) => {
    at += step.gap_ms;
    return {
      event_id: idOf(account_id, index, plan.salt),
      occurred_at: new Date(at).toISOString(),
      ...sayingOf(account_id, step, plan.currency),
    } as NativeEvent;
  });
  return [...introductions(account_id, plan), ...told];
};
