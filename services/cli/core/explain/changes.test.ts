// What changed between two moments of knowledge, and which events moved it.
import { describe, expect, test } from 'vitest';
import { changeObjects, changeSections } from './change-texts.ts';
import {
  changedDeals,
  differing,
  movedBy,
  type Arrival,
  type ChangedDeal,
  type CreditThen,
} from './changes.ts';
import { at } from './testing.ts';

const credit = (weight: string, amount: string, more: Partial<CreditThen> = {}): CreditThen => ({
  ...{ account_id: 'acme', opportunity_id: 'deal', model: 'linear', row_kind: 'touch' },
  ...{ channel: 'webinar', currency: 'EUR', weight, amount, won_at: at(70) },
  ...more,
});
/** The webinar's credit grew from a quarter to a half. */
const grown = (more: Partial<CreditThen> = {}): readonly ChangedDeal[] =>
  changedDeals([credit('0.25', '25', more)], [credit('0.5', '50', more)]);
const arrival = (more: Partial<Arrival> = {}): Arrival => ({
  ...{
    account_id: 'acme',
    event_id: 'late',
    source: 'web',
    type: 'content_viewed',
    occurred_at: at(60),
    received_at: at(80),
  },
  ...{
    contact_id: '',
    anonymous_id: '',
    merged_id: '',
    opportunity_id: '',
    channel: 'webinar',
    amount: null,
    currency: '',
  },
  ...more,
});

describe('changed deals', () => {
  test('are told by account and opportunity, with everything that changed and nothing else', () => {
    const [email, beta] = [{ channel: 'email' }, { account_id: 'beta', opportunity_id: 'b' }];
    const same = credit('0.1', '10', { channel: 'fair' });
    const deals = changedDeals(
      [credit('0.25', '25'), credit('0.65', '65', email), same, credit('1', '9', beta)],
      [credit('0.5', '50'), credit('0.4', '40', email), same, credit('1', '7', beta)],
    );
    expect(
      deals.map(({ account_id, changes }) => [account_id, changes.map(({ channel }) => channel)]),
    ).toEqual([
      ['acme', ['email', 'webinar']],
      ['beta', ['webinar']],
    ]);
  });

  test('one that left an account and came to another changed its account, and nothing else', () => {
    const before = [credit('0.25', '25', { account_id: 'old' })];
    expect(changedDeals(before, [credit('0.25', '25', { account_id: 'new' })])).toEqual([]);
    expect(changedDeals(before, [credit('0.5', '50', { account_id: 'new' })])).toMatchObject([
      {
        account_id: 'new',
        former_account_id: 'old',
        changes: [{ amount_before: 25_0000n, amount_after: 50_0000n }],
      },
    ]);
  });

  test('opportunities of the same id in two accounts stay two', () => {
    const beta = { account_id: 'beta' };
    const [before, after] = [
      [credit('0.25', '25'), credit('0.25', '25', beta)],
      [credit('0.5', '50'), credit('0.5', '50', beta)],
    ];
    expect(changedDeals(before, after)).toHaveLength(2);
  });

  test('are the same without the rows that did not differ', () => {
    const same = credit('0.1', '10', { channel: 'fair' });
    const [before, after] = differing([credit('0.25', '25'), same], [same, credit('0.5', '50')]);
    expect([before.length, after.length]).toEqual([1, 1]);
    expect(changedDeals(before, after)).toEqual(grown());
  });
});

describe('what moved a deal', () => {
  const [deal] = grown();
  const ids = (...arrivals: readonly Arrival[]): readonly string[] =>
    deal ? movedBy(deal, arrivals, 90).map(({ event_id }) => event_id) : [];

  test('is what happened up to the win, touches from the window only', () => {
    expect(
      ids(
        arrival(),
        arrival({ event_id: 'too-old', occurred_at: at(-25) }),
        arrival({ event_id: 'after', occurred_at: at(71) }),
        arrival({ event_id: 'early-mql', type: 'mql_created', occurred_at: at(-25) }),
        arrival({ event_id: 'other', account_id: 'beta' }),
      ),
    ).toEqual(['early-mql', 'late']);
  });

  test('its own corrections and identities move it whenever they happened', () => {
    expect(
      ids(
        arrival({ event_id: 'refund', type: 'opportunity_won', opportunity_id: 'deal', occurred_at: at(75) }),
        arrival({ event_id: 'known', type: 'contact_identified', occurred_at: at(90), received_at: at(95) }),
        arrival({
          event_id: 'merged',
          type: 'account_merged',
          merged_id: 'old',
          occurred_at: at(91),
          received_at: at(96),
        }),
      ),
    ).toEqual(['refund', 'known', 'merged']);
  });

  test('is named once, in the order it was received', () => {
    expect(
      ids(
        arrival({ event_id: 'b', received_at: at(82) }),
        arrival({ event_id: 'a', received_at: at(81) }),
        arrival({ event_id: 'b', received_at: at(82) }),
      ),
    ).toEqual(['a', 'b']);
  });
});

describe('changes', () => {
  const telling = {
    deal: grown()[0]!,
    moved_by: [arrival()],
    redefined: ['sales_view version 2'],
  };

  test('are told with what was before, what is after, and the events by name', () => {
    const [section] = changeSections([telling]);
    expect(section?.heading).toBe('deal of acme');
    expect(section?.rows[1]).toEqual([
      'linear',
      'webinar',
      '25.00 EUR',
      '50.00 EUR',
      '+25.00 EUR',
      '+25.00 %',
    ]);
    expect(section?.notes).toContain(
      '  received 22 Mar 2026 00:00:00.000: late of web: touch, webinar, of 2 Mar 2026',
    );
    expect(section?.notes.at(-1)).toBe('Custom models defined in between: sales_view version 2.');
  });

  test('of several deals are summed up by model and channel', () => {
    const other = { ...telling, deal: grown({ account_id: 'beta', opportunity_id: 'b' })[0]! };
    expect(changeSections([telling, other]).at(-1)).toMatchObject({
      heading: 'All together',
      rows: [[], ['linear', 'webinar', '50.00 EUR', '100.00 EUR', '+50.00 EUR']].map((one) =>
        one.length ? one : (expect.anything() as unknown),
      ),
    });
  });

  test('are one object each for programs', () => {
    expect(changeObjects(telling)).toEqual([
      expect.objectContaining({
        opportunity_id: 'deal',
        model: 'linear',
        channel: 'webinar',
        amount_change: '25.00',
        weight_after: '0.50',
        moved_by: [arrival()],
        redefined: [],
      }),
    ]);
  });
});
