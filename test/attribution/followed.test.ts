// Relations that follow cycles, MQLs and opportunities against the reference, on generated journeys sent over HTTP.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, eventually, type NativeEvent } from '../support/revloop.ts';
import { facts } from './credits.ts';
import { differences } from './difference.ts';
import {
  failedCyclesTold,
  salesCyclesTold,
  storedFailedCycles,
  storedSalesCycles,
} from './followed-accounts.ts';
import {
  funnelTold,
  loopsTold,
  mqlOutcomesTold,
  segmentsOf,
  storedFunnel,
  storedLoops,
  storedMqlOutcomes,
} from './followed-figures.ts';
import { pipelineTold, storedPipeline, storedVelocity, velocityTold } from './followed-pipeline.ts';
import { eventsOf, plan } from './journeys.ts';
import { eventsOfPair, pair } from './pairs.ts';
import { ledgersOf } from './reference/attribution.ts';
import { byAccount } from './reference/identity.ts';
import { opportunitiesIn } from './reference/pipeline.ts';
import { sendShuffled, someOf, untilSettled } from './sending.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_102);
const accounts = 80;
const pairs = 30;
const run = `followed-${randomUUID().slice(0, 8)}-`;

/** Of as many decimals each, and of no other test. */
const currencies: Readonly<Record<string, string>> = { EUR: 'RON', JPY: 'VND', KWD: 'BHD' };

/** Channels and currencies of this run's own, some campaigns and content; now and then a segment is stated. */
const ofRun = (event: NativeEvent, index: number): NativeEvent => ({
  ...event,
  ...(event['channel'] !== undefined && { channel: `${run}${event['channel'] as string}` }),
  ...(event['currency'] !== undefined && { currency: currencies[event['currency'] as string] }),
  ...(event.type === 'content_viewed' &&
    index % 4 > 0 && { campaign_id: `campaign-${index % 4}`, content_id: `content-${index % 7}` }),
  ...(index % 5 === 2 && {
    properties: { ...(event['properties'] as object), segment: `${run}${['smb', 'enterprise'][index % 2]}` },
  }),
});

const journeys = fc.sample(plan, { seed, numRuns: accounts }).map((own, index) => {
  const account_id = `${run}${index}`;
  return [account_id, eventsOf(account_id, own).map(ofRun)] as const;
});
const pairedJourneys = fc.sample(pair, { seed, numRuns: pairs }).flatMap((own, index) => {
  const names = [`${run}pair${index}a`, `${run}pair${index}b`] as const;
  const events = eventsOfPair(names, own).map(ofRun);
  return names.map((name) => [name, events] as const);
});
const eventsByAccount = new Map([...journeys, ...pairedJourneys]);
const all: readonly NativeEvent[] = [...new Set([...eventsByAccount.values()].flat())];
const followed = { ledgers: ledgersOf(facts(all)), segments: segmentsOf(byAccount(facts(all))) };
const eventsOfAccount = (account_id: string): readonly NativeEvent[] => eventsByAccount.get(account_id) ?? [];
const opportunities = opportunitiesIn(followed.ledgers.values()).filter(({ currency }) => currency !== '');

describe(`${accounts} generated accounts and ${pairs} pairs of them, seed ${seed}`, () => {
  const warehouse = analyst();
  beforeAll(async () => {
    await sendShuffled([...all, ...someOf(all, seed)], seed);
    await untilSettled();
  });
  afterAll(() => warehouse.close());

  test('failed_cycles are those of the reference', async () => {
    const stored = await storedFailedCycles(warehouse, run);
    expect(differences(failedCyclesTold(followed.ledgers), stored, eventsOfAccount)).toBe('');
  });

  test('sales_cycles are those of the reference', async () => {
    const stored = await storedSalesCycles(warehouse, run);
    expect(differences(salesCyclesTold(followed.ledgers), stored, eventsOfAccount)).toBe('');
  });

  test('mql_outcomes are those of the reference', async () => {
    const expected = mqlOutcomesTold(followed, run);
    expect(expected.length).toBeGreaterThan(20);
    expect(await storedMqlOutcomes(warehouse, run)).toEqual(expected);
  });

  for (const dimension of ['channel', 'segment'] as const) {
    test(`funnel_by_${dimension} has the figures of the reference`, async () => {
      const expected = funnelTold(followed, dimension, run);
      expect(expected.length).toBeGreaterThan(20);
      expect(await storedFunnel(warehouse, dimension, run)).toEqual(expected);
    });

    test(`loops_by_${dimension} has the figures of the reference`, async () => {
      const expected = loopsTold(followed, dimension, run);
      expect(expected.length).toBeGreaterThan(20);
      expect(await storedLoops(warehouse, dimension, run)).toEqual(expected);
    });
  }

  test('marketing_pipeline has the figures of the reference; what is sourced is influenced, and both are part of all', async () => {
    expect(await storedPipeline(warehouse, Object.values(currencies))).toEqual(pipelineTold(opportunities));
    const wrong = await warehouse.query(
      'SELECT * FROM marketing_pipeline WHERE sourced_opportunities > influenced_opportunities OR influenced_opportunities > opportunities',
    );
    expect(wrong).toEqual([]);
  });

  test('pipeline_velocity has the figures of the reference', async () => {
    expect(await storedVelocity(warehouse, Object.values(currencies))).toEqual(velocityTold(opportunities));
  });

  test('segments add up to the funnel and its loops', async () => {
    const sums = (relation: string): Promise<unknown[]> =>
      warehouse.query(
        `SELECT period, stage_no, sum(entered_visits) AS visits, sum(entered_accounts) AS accounts, sum(loops) AS looped FROM ${relation} GROUP BY ALL ORDER BY ALL`,
      );
    expect(await sums('funnel_by_segment')).toEqual(await sums('funnel'));
    const loops = (relation: string): Promise<unknown[]> =>
      warehouse.query(
        `SELECT from_stage, to_stage, reason, period, sum(loops) AS loops, sum(returned) AS returned FROM ${relation} GROUP BY ALL ORDER BY ALL`,
      );
    expect(await loops('loops_by_segment')).toEqual(await loops('loops'));
    expect(await loops('loops_by_channel')).toEqual(await loops('loops'));
  });

  test('campaigns and content add up to their channels', async () => {
    const sums = (relation: string): Promise<unknown[]> =>
      warehouse.query(
        `SELECT model, stage_credit, lookback_days, period, channel, currency, sum(conversions) AS conversions, sum(revenue) AS revenue FROM ${relation}
         WHERE has({currencies:Array(String)}, currency) AND (startsWith(channel, {run:String}) OR channel = 'unattributed') GROUP BY ALL ORDER BY ALL`,
        { run, currencies: Object.values(currencies) },
      );
    const settled = async (): Promise<unknown[][]> => [
      await sums('attribution_by_channel'),
      await sums('attribution_by_campaign'),
      await sums('attribution_by_content'),
    ];
    const [channels, campaigns, content] = await eventually(
      'credits at rest',
      settled,
      ([first, second, third]) =>
        (first?.length ?? 0) > 100 && isDeepStrictEqual(first, second) && isDeepStrictEqual(first, third),
    );
    expect(campaigns).toEqual(channels);
    expect(content).toEqual(channels);
  });
});
