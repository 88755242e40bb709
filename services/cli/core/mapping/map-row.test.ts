// Rows into events, with the mappings that ship.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mapRow } from './map-row.ts';
import type { FileRules } from './mapping.ts';
import { readMapping } from './read-mapping.ts';
import type { Cells, Row } from './row.ts';

const now = Date.parse('2026-03-04T10:00:00Z');

const rulesOf = (mapping: string, role: string): FileRules => {
  const read = readMapping(readFileSync(new URL(`../../mappings/${mapping}.yaml`, import.meta.url), 'utf8'));
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const rules = read.mapping.files.find((file) => file.role === role);
  if (!rules) throw new Error(`no file ${role}`);
  return rules;
};

const rowOf = (cells: Cells, found: Row['found'] = {}): Row => ({
  cells,
  found,
  line: 2,
  number: 1,
  key: 'k1',
});
const eventsOf = (rules: FileRules, row: Row) => {
  const mapped = mapRow(rules, row, now);
  if (!mapped.ok) throw new Error(mapped.reason);
  return mapped.events;
};

describe('an Olist row', () => {
  const deal = (won_date: string, first_contact_date: string) =>
    eventsOf(
      rulesOf('olist', 'deals'),
      rowOf(
        { mql_id: 'a1', sdr_id: 'sdr', sr_id: 'sr', won_date, declared_monthly_revenue: '0' },
        { contact: { first_contact_date } },
      ),
    ).map(({ type, occurred_at }) => [type, occurred_at]);

  test('of a qualified contact is a touch of its landing page, then the MQL', () => {
    const contact = {
      mql_id: 'a1',
      first_contact_date: '01-02-2018',
      landing_page_id: 'p1',
      origin: 'direct_traffic',
    };
    expect(eventsOf(rulesOf('olist', 'contacts'), rowOf(contact))).toMatchObject([
      {
        type: 'content_viewed',
        occurred_at: '2018-02-01T00:00:00.000Z',
        channel: 'direct',
        content_id: 'p1',
        properties: { origin: 'direct_traffic' },
      },
      {
        type: 'mql_created',
        occurred_at: '2018-02-01T00:00:01.000Z',
        account_id: 'olist-a1',
        contact_id: 'a1',
      },
    ]);
  });
  test('without an origin has the channel unknown', () => {
    const contact = { mql_id: 'a1', first_contact_date: '01-02-2018', landing_page_id: 'p1', origin: '' };
    expect(eventsOf(rulesOf('olist', 'contacts'), rowOf(contact))[0]).toMatchObject({ channel: 'unknown' });
  });
  test('of a deal is accepted, opened and won at the moment it was won', () => {
    expect(deal('26-02-2018 19:58', '20-10-2017')).toEqual([
      ['mql_accepted', '2018-02-26T19:57:58.000Z'],
      ['opportunity_created', '2018-02-26T19:57:59.000Z'],
      ['opportunity_won', '2018-02-26T19:58:00.000Z'],
    ]);
  });
  test('of a deal won before its first contact is kept, right after that contact', () => {
    expect(deal('04-05-2018 11:15', '05-05-2018').map(([, at]) => at)).toEqual([
      '2018-05-05T00:00:02.000Z',
      '2018-05-05T00:00:03.000Z',
      '2018-05-05T00:00:04.000Z',
    ]);
  });
  test('of a deal whose contact is in no file does not fit', () => {
    const rules = rulesOf('olist', 'deals');
    expect(mapRow(rules, rowOf({ mql_id: 'a9', won_date: '26-02-2018 19:58' }), now)).toEqual({
      ok: false,
      reason: 'no row of contacts has mql_id "a9"',
    });
  });
});

describe('a CRM row', () => {
  const opportunity = {
    sales_agent: 'Ada Brook',
    product: 'Frame',
    account: 'Café Müller',
    engage_date: '1/5/2017',
    close_date: '3/1/2017',
    close_value: '1054',
  };
  const rules = rulesOf('crm', 'opportunities');

  test('that was won is an opportunity created and won', () => {
    expect(
      eventsOf(rules, rowOf({ ...opportunity, deal_stage: 'Won' }, { account: { sector: 'retail' } })),
    ).toMatchObject([
      {
        type: 'opportunity_created',
        event_id: 'crm-k1-created',
        account_id: 'cafe-muller',
        occurred_at: '2017-01-05T00:00:00.000Z',
        properties: { sector: 'retail' },
      },
      {
        type: 'opportunity_won',
        event_id: 'crm-k1-won',
        amount: '1054',
        currency: 'USD',
        owner_id: 'ada-brook',
        occurred_at: '2017-03-01T12:00:00.000Z',
      },
    ]);
  });
  test('that was lost says that the reason is not stated', () => {
    const [, lost] = eventsOf(rules, rowOf({ ...opportunity, deal_stage: 'Lost', close_value: '0' }));
    expect(lost).toMatchObject({ type: 'opportunity_lost', reason: 'not_stated' });
    expect(lost).not.toHaveProperty('amount');
  });
  test.each([
    [{ close_date: '31/1/2017' }, 'opportunity_won: date "31/1/2017" is not like M/D/YYYY or YYYY-MM-DD'],
    [{ close_value: '1,054' }, 'opportunity_won: amount "1,054" is not a decimal number'],
    [{ close_value: '' }, 'opportunity_won: amount is required'],
    [{ close_value: '1.234' }, 'opportunity_won: amount must be a decimal of at most 2 decimals in USD'],
    [{ engage_date: '' }, 'opportunity_created: has no date'],
    [{ close_date: '3/1/2027' }, 'opportunity_won: occurred_at is more than 24 hours in the future'],
    [{ account: '' }, 'opportunity_created: one of account_id, contact_id is required'],
  ])('with %j is taken as a whole or not at all', (change, reason) => {
    expect(mapRow(rules, rowOf({ ...opportunity, deal_stage: 'Won', ...change }), now)).toEqual({
      ok: false,
      reason,
    });
  });
});
