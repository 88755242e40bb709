// ClickHouse against the reference, on generated journeys sent over HTTP in any order and partly twice.
import { randomUUID } from 'node:crypto';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, eventually, type NativeEvent } from '../support/revloop.ts';
import { compared, ofCompared } from './compared.ts';
import { facts } from './credits.ts';
import { differences } from './difference.ts';
import { eventsOf, plan } from './journeys.ts';
import { eventsOfPair, pair } from './pairs.ts';
import { attribute, attributeLedgers, ledgersOf } from './reference/attribution.ts';
import { policies } from './reference/journey.ts';
import { sendShuffled, someOf, untilSettled } from './sending.ts';
import {
  ledgersTold,
  referenceTold,
  storedAttribution,
  storedCredits,
  storedLedgers,
  storedTold,
} from './told.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_101);
// REVLOOP_TEST_ACCOUNTS=3000 is the long form.
const accounts = Number(process.env['REVLOOP_TEST_ACCOUNTS'] ?? 100);
const pairs = Math.ceil(accounts / 6);
const windows = [30, 90, 365];
const boardSql = loadSql(import.meta.url, '../../services/console/sql/handoffs.sql');
const run = `oracle-${randomUUID().slice(0, 8)}-`;

const journeys = fc.sample(plan, { seed, numRuns: accounts }).map((own, index) => {
  const account_id = `${run}${index}`;
  return [account_id, eventsOf(account_id, own)] as const;
});
const pairedJourneys = fc.sample(pair, { seed, numRuns: pairs }).flatMap((own, index) => {
  const names = [`${run}pair${index}a`, `${run}pair${index}b`] as const;
  const events = eventsOfPair(names, own);
  return names.map((name) => [name, events] as const);
});
const eventsByAccount = new Map([...journeys, ...pairedJourneys]);
const all: readonly NativeEvent[] = [...new Set([...eventsByAccount.values()].flat())];
const ledgers = ledgersOf(facts(all));
const eventsOfAccount = (account_id: string): readonly NativeEvent[] => eventsByAccount.get(account_id) ?? [];

describe(`${accounts} generated accounts and ${pairs} pairs of them, seed ${seed}`, () => {
  const warehouse = analyst();
  beforeAll(async () => {
    await sendShuffled([...all, ...someOf(all, seed)], seed);
    await untilSettled();
  });
  afterAll(() => warehouse.close());

  test('stage_visits is the ledger of the reference', async () => {
    expect(differences(ledgersTold(ledgers), await storedLedgers(warehouse, run), eventsOfAccount)).toBe('');
  });

  test('the board finds every handoff that is open, though it reads the ledger of a few accounts alone', async () => {
    const open = await warehouse.query<{ handoff_id: string }>(
      `SELECT handoff_id FROM handoffs WHERE outcome = 'open' ORDER BY handoff_id`,
    );
    const board = await warehouse.query<{ handoff_id: string }>(boardSql, {
      ...{ state: 'open', owner: '', team: '', policy: '', account: '', rows_max: 1_000_000 },
    });
    expect(open.length).toBeGreaterThan(10);
    expect(board.map(({ handoff_id }) => handoff_id).sort()).toEqual(
      open.map(({ handoff_id }) => handoff_id).sort(),
    );
  });

  for (const lookback_days of windows)
    for (const policy of policies)
      test(`attribution_credits over ${lookback_days} days by policy ${policy} is the reference’s`, async () => {
        const view = { lookback_days, policy, models: compared };
        const difference = await eventually(
          'attribution_credits',
          async () => {
            const stored = ofCompared(await storedCredits(warehouse, run, lookback_days, policy));
            const expected = referenceTold(attributeLedgers(ledgers, view), stored);
            return differences(expected, storedTold(stored), eventsOfAccount);
          },
          (text) => text === '',
          60_000,
        );
        expect(difference).toBe('');
      });

  // Asked ad hoc, the same fragments answer: each window and the policies with most rules.
  test.each([
    [30, 'first'],
    [90, 'rescue'],
    [365, 'even'],
  ] as const)('attribution asked for %i days and policy %s says the same', async (lookback_days, policy) => {
    const stored = ofCompared(await storedAttribution(warehouse, run, lookback_days, policy));
    const credits = ofCompared(await storedCredits(warehouse, run, lookback_days, policy));
    expect(stored.length).toBeGreaterThan(1_000);
    expect(differences(storedTold(credits), storedTold(stored), eventsOfAccount)).toBe('');
  });

  test('touches older than a thousand half-lives share a deal as the reference has it', async () => {
    const account_id = `${run}decades`;
    const story: readonly NativeEvent[] = [
      {
        type: 'content_viewed',
        event_id: `${account_id}-a`,
        occurred_at: '2000-01-02T00:00:00.000Z',
        account_id,
      },
      {
        type: 'content_viewed',
        event_id: `${account_id}-b`,
        occurred_at: '2000-01-09T00:00:00.000Z',
        account_id,
      },
      {
        type: 'opportunity_won',
        event_id: `${account_id}-won`,
        occurred_at: '2024-01-01T00:00:00.000Z',
        account_id,
        opportunity_id: account_id,
        amount: '10.00',
        currency: 'EUR',
      },
    ];
    await sendShuffled(story, seed);
    await untilSettled();
    const view = { lookback_days: 10_000, policy: 'productive', models: compared } as const;
    const stored = ofCompared(
      await storedAttribution(warehouse, account_id, view.lookback_days, view.policy),
    );
    expect(
      differences(referenceTold(attribute(facts(story), view), stored), storedTold(stored), () => story),
    ).toBe('');
  });

  test('a visitor who turned out to be a contact that counts as another one’s earns credit in that one’s account', async () => {
    const account_id = `${run}visitor-of-a-merged`;
    const [kept, merged, anonymous_id] = [`${account_id}-kept`, `${account_id}-merged`, `${account_id}-v`];
    const at = (day: number): string => new Date(Date.UTC(2026, 2, day)).toISOString();
    const story: readonly NativeEvent[] = [
      {
        ...{ type: 'content_viewed', event_id: `${account_id}-a`, occurred_at: at(1), channel: 'webinar' },
        anonymous_id,
      },
      // It names no account: only what it was merged into does.
      {
        ...{ type: 'contact_identified', event_id: `${account_id}-b`, occurred_at: at(2) },
        ...{ anonymous_id, contact_id: merged },
      },
      {
        ...{ type: 'mql_created', event_id: `${account_id}-c`, occurred_at: at(3) },
        ...{ account_id, contact_id: kept },
      },
      {
        ...{ type: 'contact_merged', event_id: `${account_id}-d`, occurred_at: at(4), contact_id: kept },
        properties: { merged_id: merged },
      },
      {
        ...{ type: 'opportunity_won', event_id: `${account_id}-e`, occurred_at: at(5), account_id },
        ...{ opportunity_id: account_id, amount: '10.00', currency: 'EUR' },
      },
    ];
    await sendShuffled(story, seed);
    await untilSettled();
    const view = { lookback_days: 90, policy: 'productive', models: compared } as const;
    const difference = await eventually(
      'attribution_credits',
      async () => {
        const stored = ofCompared(
          await storedCredits(warehouse, account_id, view.lookback_days, view.policy),
        );
        const expected = referenceTold(attribute(facts(story), view), stored);
        return differences(expected, storedTold(stored), () => story);
      },
      (text) => text === '',
      60_000,
    );
    expect(difference).toBe('');
    expect(
      (await storedCredits(warehouse, account_id, view.lookback_days, view.policy)).map(
        (row) => row.touch_event_id,
      ),
    ).toContain(`${account_id}-a`);
  });

  test('a deal of a contact without an account counts, kept and asked for', async () => {
    const contact_id = `${run}of-no-account`;
    const account_id = `contact:${contact_id}`;
    const at = (day: number): string => new Date(Date.UTC(2026, 2, day)).toISOString();
    const story: readonly NativeEvent[] = [
      {
        ...{ type: 'content_viewed', event_id: `${contact_id}-a`, occurred_at: at(1), channel: 'webinar' },
        contact_id,
      },
      {
        ...{ type: 'opportunity_won', event_id: `${contact_id}-b`, occurred_at: at(2), contact_id },
        ...{ opportunity_id: contact_id, amount: '10.00', currency: 'EUR' },
      },
    ];
    await sendShuffled(story, seed);
    await untilSettled();
    const view = { lookback_days: 90, policy: 'productive', models: compared } as const;
    const asked = ofCompared(await storedAttribution(warehouse, account_id, view.lookback_days, view.policy));
    expect(asked.map((row) => row.touch_event_id)).toContain(`${contact_id}-a`);
    expect(
      differences(referenceTold(attribute(facts(story), view), asked), storedTold(asked), () => story),
    ).toBe('');
    await eventually(
      'attribution_credits',
      async () => {
        const kept = ofCompared(await storedCredits(warehouse, account_id, view.lookback_days, view.policy));
        return differences(storedTold(asked), storedTold(kept), () => story);
      },
      (text) => text === '',
      60_000,
    );
  });
});
