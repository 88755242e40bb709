// A million events as a funnel has them: which types in which shares, who is known to whom, how often a name comes again. Seeded: the same
// index is the same event.
import type { EventType, FunnelEvent } from '@revloop/schemas/generated.ts';

type Draw = (below: number) => number;

/** CRMs, who send the stages, know accounts; marketing automation, who sends the touches, knows visitors and contacts. Shares by repetition. */
const stageTypes: readonly EventType[] = (
  [
    ['contact_identified', 8],
    ['mql_created', 7],
    ['mql_accepted', 4],
    ['mql_rejected', 2],
    ['lead_recycled', 2],
    ['opportunity_created', 3],
    ['opportunity_won', 2],
    ['opportunity_lost', 2],
  ] as const
).flatMap(([type, share]) => Array<EventType>(share).fill(type));

const touchSources = ['website', 'marketing-automation', 'webinars', 'community'];
const stageSources = ['crm', 'crm-emea', 'sales-engagement'];
const channels = [
  ...['paid_search', 'organic_search', 'email', 'linkedin', 'webinar', 'direct', 'referral'],
  ...['partner', 'events', 'display', 'review_sites', 'community'],
];
const reasons = ['no_budget', 'no_response', 'wrong_timing', 'competitor', 'not_a_fit', 'student'];
const currencies = ['EUR', 'EUR', 'EUR', 'USD', 'USD', 'GBP', 'SEK'];
const propertyNames = ['utm_term', 'device', 'country', 'form', 'page', 'variant', 'team', 'region'];

const accounts = 20_000;
const contactsPerAccount = 5;
const visitors = 300_000;
const day_ms = 86_400_000;

/** Numbers from one seed; the same seed gives the same numbers (mulberry32). */
const drawsFrom = (seed: number): Draw => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

const hex = (draw: Draw, digits: number): string =>
  draw(2 ** (4 * digits))
    .toString(16)
    .padStart(digits, '0');
const uuid = (draw: Draw): string =>
  `${hex(draw, 8)}-${hex(draw, 4)}-4${hex(draw, 3)}-a${hex(draw, 3)}-${hex(draw, 6)}${hex(draw, 6)}`;
const oneOf = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;
const numbered = (name: string, number: number): string => `${name}-${String(number).padStart(6, '0')}`;

/** Few are busy, most are quiet: the square of an even draw. */
const skewed = (draw: Draw, below: number): number => Math.floor((draw(65_536) / 65_536) ** 2 * below);

const propertiesOf = (draw: Draw): Record<string, string> => {
  const properties: Record<string, string> = {};
  for (let left = draw(4); left > 0; left -= 1) properties[oneOf(draw, propertyNames)] = `value-${draw(500)}`;
  return properties;
};

interface Who {
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly anonymous_id: string | null;
}

/** Of 100 touches 45 name a contact, 35 a visitor, 10 both; 10 name the account as well. Stage events name account and contact. */
const whoOf = (draw: Draw, type: EventType): Who => {
  const account = skewed(draw, accounts);
  const account_id = numbered('account', account);
  const contact_id = numbered('contact', account * contactsPerAccount + draw(contactsPerAccount));
  const anonymous_id = numbered('visitor', skewed(draw, visitors));
  if (type === 'contact_identified') return { account_id, contact_id, anonymous_id };
  if (type !== 'content_viewed') return { account_id, contact_id, anonymous_id: null };
  const percent = draw(100);
  if (percent < 45) return { account_id: null, contact_id, anonymous_id: null };
  if (percent < 80) return { account_id: null, contact_id: null, anonymous_id };
  if (percent < 90) return { account_id: null, contact_id, anonymous_id };
  return { account_id, contact_id, anonymous_id: null };
};

/** Fields of its type beyond the header. */
const bodyOf = (draw: Draw, type: EventType): object => {
  const reason = { reason: oneOf(draw, reasons) };
  const deal = {
    opportunity_id: numbered('opportunity', draw(60_000)),
    amount: `${1_000 + draw(250_000)}.${String(draw(100)).padStart(2, '0')}`,
    currency: oneOf(draw, currencies),
  };
  if (type === 'mql_rejected' || type === 'lead_recycled') return reason;
  if (type === 'opportunity_created' || type === 'opportunity_won') return deal;
  return type === 'opportunity_lost' ? { ...deal, ...reason } : {};
};

/**
 * Event number `index` of a stream that begins at `from` (UTC milliseconds) and brings an event every two seconds; of a hundred,
 * `touches_percent` are touches and the others stages.
 */
export const funnelEvent = (index: number, from: number, touches_percent = 70): FunnelEvent => {
  const draw = drawsFrom(index * 2_654_435_761 + 1);
  const isTouch = draw(100) < touches_percent;
  const type = isTouch ? 'content_viewed' : oneOf(draw, stageTypes);
  const received_at = from + index * 2_000;
  // One in twenty comes late, by up to three days; the others within two minutes.
  const late_ms = draw(20) === 0 ? draw(3 * day_ms) : draw(120_000);
  return {
    type,
    event_id: uuid(draw),
    occurred_at: received_at - late_ms,
    received_at,
    source: oneOf(draw, isTouch ? touchSources : stageSources),
    ...whoOf(draw, type),
    owner_id: isTouch ? null : numbered('owner', draw(120)),
    channel: isTouch || draw(2) === 0 ? oneOf(draw, channels) : null,
    campaign_id: isTouch && draw(10) < 8 ? numbered('campaign-2026', skewed(draw, 400)) : null,
    content_id: isTouch ? numbered('paper', skewed(draw, 2_000)) : null,
    properties: propertiesOf(draw),
    ...bodyOf(draw, type),
  } as FunnelEvent;
};
