// Small journeys: what the emitters tell of one account, from the first touch to the deal.
import type { Prng } from '../../../services/cli/core/demo/prng.ts';
import type { NativeEvent } from '../../support/revloop.ts';

const channels = ['email', 'webinar', 'paid_search', 'linkedin', 'direct'] as const;
const minute_ms = 60_000;
const day_ms = 86_400_000;

/** Makes stories; ids are its own (`name` keeps those of two tellers apart). Times lie in the month before `now`. */
export const createStoryteller = (name: string, prng: Prng, now: number) => {
  let told = 0;
  return (): readonly NativeEvent[] => {
    told += 1;
    const account_id = `${name}-${told}`;
    const contact_id = `${account_id}-ada`;
    const anonymous_id = `${account_id}-visitor`;
    let at = now - prng.integer(20, 30) * day_ms;
    let count = 0;
    const event = (type: string, fields: object): NativeEvent => {
      count += 1;
      at += prng.integer(1, 60) * minute_ms;
      return {
        type,
        event_id: `${account_id}/${count}`,
        occurred_at: new Date(at).toISOString(),
        ...fields,
      };
    };
    const touch = (who: object): NativeEvent =>
      event('content_viewed', {
        channel: prng.pick(channels),
        content_id: `paper-${prng.integer(1, 9)}`,
        ...who,
      });
    const of = { contact_id, account_id };
    const deal = { ...of, opportunity_id: `${account_id}-deal`, currency: 'EUR' };
    const amount = `${prng.integer(1_000, 90_000)}.${prng.integer(10, 99)}`;
    return [
      touch({ anonymous_id }),
      touch({ anonymous_id }),
      event('contact_identified', { anonymous_id, ...of }),
      event('mql_created', of),
      ...(prng.chance(0.4)
        ? [event('mql_rejected', { ...of, reason: 'no_budget' }), touch(of), event('mql_created', of)]
        : []),
      event('mql_accepted', { ...of, owner_id: 'sam' }),
      touch(of),
      event('opportunity_created', { ...deal, amount }),
      touch(of),
      prng.chance(0.7)
        ? event('opportunity_won', { ...deal, amount })
        : event('opportunity_lost', {
            ...of,
            opportunity_id: deal.opportunity_id,
            reason: 'price',
          }),
    ];
  };
};
