// Changed credit for people and for programs.
import { sumOf, type Arrival, type Change, type ChangedDeal } from './changes.ts';
import type { Section } from './explanation.ts';
import { amountText, day, listed, money, moment, moneyUnits, percent, plural, weightText } from './words.ts';

/** Events told of one deal; --json tells all. */
const events_max = 20;

export interface TellingOf {
  readonly deal: ChangedDeal;
  readonly moved_by: readonly Arrival[];
  /** Custom models that got another version in between, as `sales_view version 2`. */
  readonly redefined: readonly string[];
}

const channelText = ({ row_kind, channel }: Change): string =>
  row_kind === 'touch' ? channel || 'no channel' : row_kind;

const signed = (units: bigint, text: string): string => (units > 0n ? `+${text}` : text);

const changeRow = (change: Change): readonly string[] => {
  const { model, currency, weight_before, weight_after, amount_before, amount_after } = change;
  const moved = amount_after - amount_before;
  const weight = weight_after - weight_before;
  return [
    model,
    channelText(change),
    money(amount_before, currency),
    money(amount_after, currency),
    signed(moved, money(moved, currency)),
    signed(weight, percent(weight)),
  ];
};

const sayings: Readonly<Record<string, (arrival: Arrival) => string>> = {
  content_viewed: ({ channel }) => `touch, ${channel || 'no channel'}`,
  contact_identified: ({ contact_id, anonymous_id }) =>
    anonymous_id ? `visitor ${anonymous_id} is ${contact_id}` : `contact ${contact_id} identified`,
  account_merged: ({ merged_id }) => `account ${merged_id} merged into it`,
  account_unmerged: ({ merged_id }) => `account ${merged_id} unmerged`,
  contact_merged: ({ contact_id, merged_id }) => `contact ${merged_id} merged into ${contact_id}`,
  contact_unmerged: ({ contact_id, merged_id }) => `contact ${merged_id} unmerged from ${contact_id}`,
};

const whatHappened = (arrival: Arrival): string => {
  const said = sayings[arrival.type]?.(arrival);
  if (said !== undefined) return said;
  const who = arrival.opportunity_id || arrival.contact_id;
  const amount = arrival.amount === null ? '' : `, ${money(moneyUnits(arrival.amount), arrival.currency)}`;
  return `${arrival.type.replaceAll('_', ' ')}${who && ` ${who}`}${amount}`;
};

const eventText = (arrival: Arrival): string =>
  `received ${moment(arrival.received_at)}: ${arrival.event_id} of ${arrival.source}: ${whatHappened(arrival)}, of ${day(arrival.occurred_at)}`;

const dealSection = ({ deal, moved_by, redefined }: TellingOf): Section => {
  const moved = deal.former_account_id === undefined ? '' : ` (before: of ${deal.former_account_id})`;
  const newest = moved_by.slice(-events_max);
  return {
    heading: `${deal.opportunity_id} of ${deal.account_id}${moved}`,
    rows: [['model', 'channel', 'before', 'after', 'change', 'of the deal'], ...deal.changes.map(changeRow)],
    notes: [
      ...(moved_by.length > 0 ? ['Moved by:'] : []),
      ...(moved_by.length > newest.length
        ? [`  ${plural(moved_by.length - newest.length, 'earlier event')}, see --json`]
        : []),
      ...newest.map((arrival) => `  ${eventText(arrival)}`),
      ...(redefined.length > 0 ? [`Custom models defined in between: ${listed(redefined)}.`] : []),
    ],
  };
};

/** Sums of all deals by model and channel. */
const totals = (tellings: readonly TellingOf[]): readonly (readonly string[])[] => {
  const changes = tellings.flatMap(({ deal }) => deal.changes);
  const groups = [
    ...Map.groupBy(changes, (one) => JSON.stringify([one.model, channelText(one), one.currency])).values(),
  ];
  return groups.map((own) => changeRow(sumOf(own)).slice(0, 5));
};

/** What people read: each deal with its events, then the sums. */
export const changeSections = (tellings: readonly TellingOf[]): readonly Section[] => [
  ...tellings.map(dealSection),
  ...(tellings.length > 1
    ? [
        {
          heading: 'All together',
          rows: [['model', 'channel', 'before', 'after', 'change'], ...totals(tellings)],
          notes: [],
        },
      ]
    : []),
];

/** One object for each change, with all its events. */
export const changeObjects = ({ deal, moved_by, redefined }: TellingOf): readonly object[] =>
  deal.changes.map((one) => ({
    account_id: deal.account_id,
    former_account_id: deal.former_account_id ?? null,
    opportunity_id: deal.opportunity_id,
    ...{ model: one.model, row_kind: one.row_kind, channel: one.channel, currency: one.currency },
    amount_before: amountText(one.amount_before),
    amount_after: amountText(one.amount_after),
    amount_change: amountText(one.amount_after - one.amount_before),
    weight_before: weightText(one.weight_before),
    weight_after: weightText(one.weight_after),
    moved_by,
    redefined: redefined.filter((text) => text.startsWith(`${one.model} `)),
  }));
