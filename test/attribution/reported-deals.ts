// Deals in several currencies with the numbers that they come to in others, worked out by hand (rational numbers, rounded half away from zero).
import type { NativeEvent } from '../support/revloop.ts';

const columns = 'date,from_currency,to_currency,rate';

/** EUR–JPY, EUR–KWD and JPY–KWD meet in USD. */
export const firstRates = [
  columns,
  '2024-01-01,EUR,USD,1.08',
  '2024-03-10,EUR,USD,1.10',
  '2024-06-01,EUR,USD,1.20',
  '2024-01-01,USD,JPY,140.5',
  '2024-02-10,USD,JPY,160',
  '2024-01-01,KWD,USD,3.25',
].join('\n');

export const correction = [columns, '2024-03-10,EUR,USD,1.1111'].join('\n');

interface Deal {
  readonly name: string;
  readonly currency?: string;
  readonly amount?: string;
  /** Undefined: still open. */
  readonly won_on?: string;
  readonly refund?: { readonly amount: string; readonly on: string };
}

export const deals: readonly Deal[] = [
  { name: 'euro', currency: 'EUR', amount: '100.00', won_on: '2024-01-15' },
  { name: 'dollar', currency: 'USD', amount: '-250.55', won_on: '2024-01-20' },
  { name: 'tie', currency: 'USD', amount: '-1.00', won_on: '2024-01-20' },
  { name: 'yen', currency: 'JPY', amount: '1000001', won_on: '2024-02-15' },
  {
    name: 'dinar',
    currency: 'KWD',
    amount: '12.345',
    won_on: '2024-03-05',
    refund: { amount: '-2.001', on: '2024-03-20' },
  },
  { name: 'early', currency: 'JPY', amount: '5000', won_on: '2023-12-31' },
  { name: 'peso', currency: 'MXN', amount: '5000.00', won_on: '2024-02-15' },
  { name: 'open', currency: 'EUR', amount: '99.99' },
  { name: 'untold' },
];

/** Three touches before the win; an open deal's are of the same month. */
export const eventsOfDeal = (run: string, deal: Deal): readonly NativeEvent[] => {
  const { name, currency, amount, won_on, refund } = deal;
  const account_id = `${run}${name}`;
  const event = (type: string, part: string, at: string, more: object): NativeEvent => ({
    type,
    event_id: `${account_id}-${part}`,
    occurred_at: at,
    account_id,
    ...more,
  });
  const opportunity = { opportunity_id: account_id };
  const price = amount === undefined ? {} : { amount, currency };
  return [
    ...['2023-12-05', '2023-12-10', '2023-12-20'].map((day, index) =>
      event('content_viewed', `t${index + 1}`, `${day}T08:00:00.000Z`, { channel: `channel-${index}` }),
    ),
    event('opportunity_created', 'opened', '2023-12-21T00:00:00.000Z', { ...opportunity, ...price }),
    // The last millisecond of the day, UTC: it has that day's rate.
    ...(won_on
      ? [event('opportunity_won', 'won', `${won_on}T23:59:59.999Z`, { ...opportunity, ...price })]
      : []),
    ...(refund
      ? [
          event('opportunity_won', 'refund', `${refund.on}T00:00:00.000Z`, {
            ...opportunity,
            amount: refund.amount,
            currency,
          }),
        ]
      : []),
  ];
};

/** deal and day, reporting currency: `rate by`, rate, day of the rate, amount; the same amount at the newest rate. */
export const workedReports: Readonly<Record<string, readonly string[]>> = {
  'euro 2024-01-15 EUR': ['same', '1', '-', '100', '100'],
  'euro 2024-01-15 USD': ['direct', '1.08', '2024-01-01', '108', '120'],
  'euro 2024-01-15 JPY': ['through USD', '151.74', '2024-01-01', '15174', '19200'],
  'euro 2024-01-15 KWD': ['through USD', '0.332307692307692307', '2024-01-01', '33.231', '36.923'],
  'dollar 2024-01-20 EUR': ['inverse', '0.925925925925925926', '2024-01-01', '-231.99', '-208.79'],
  'dollar 2024-01-20 USD': ['same', '1', '-', '-250.55', '-250.55'],
  'dollar 2024-01-20 JPY': ['direct', '140.5', '2024-01-01', '-35202', '-40088'],
  'dollar 2024-01-20 KWD': ['inverse', '0.307692307692307692', '2024-01-01', '-77.092', '-77.092'],
  // -140.5 is half way.
  'tie 2024-01-20 JPY': ['direct', '140.5', '2024-01-01', '-141', '-160'],
  'yen 2024-02-15 EUR': ['through USD', '0.005787037037037037', '2024-01-01', '5787.04', '5208.34'],
  'yen 2024-02-15 USD': ['inverse', '0.00625', '2024-02-10', '6250.01', '6250.01'],
  'yen 2024-02-15 KWD': ['through USD', '0.001923076923076923', '2024-01-01', '1923.079', '1923.079'],
  'dinar 2024-03-05 EUR': ['through USD', '3.00925925925925926', '2024-01-01', '37.15', '33.43'],
  'dinar 2024-03-05 USD': ['direct', '3.25', '2024-01-01', '40.12', '40.12'],
  'dinar 2024-03-05 JPY': ['through USD', '520', '2024-01-01', '6419', '6419'],
  // The refund by the rate of its own day.
  'dinar 2024-03-20 EUR': ['through USD', '2.954545454545454546', '2024-01-01', '-5.91', '-5.42'],
  'dinar 2024-03-20 JPY': ['through USD', '520', '2024-01-01', '-1041', '-1041'],
  'open - EUR': ['same', '1', '-', '99.99', '99.99'],
  'open - USD': ['direct', '1.2', '2024-06-01', '119.99', '119.99'],
};

/** After the correction: what it changes. */
export const correctedReports: Readonly<Record<string, readonly string[]>> = {
  'dinar 2024-03-20 EUR': ['through USD', '2.925029250292502925', '2024-01-01', '-5.85', '-5.42'],
};

/** deal, reporting currency: why there is no number. */
export const missingReports: Readonly<Record<string, string>> = {
  'early EUR': 'first rate from JPY to EUR is of 2024-01-01',
  'early USD': 'first rate from JPY to USD is of 2024-01-01',
  'peso EUR': 'no rate from MXN to EUR',
  'peso JPY': 'no rate from MXN to JPY',
  'untold EUR': 'no currency stated',
};
