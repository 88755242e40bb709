// Relations that follow cycles, MQLs and opportunities against the reference, on generated journeys sent over HTTP.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyst, type NativeEvent } from '../support/revloop.ts';
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
import { eventsOf, plan } from './journeys.ts';
import { eventsOfPair, pair } from './pairs.ts';
import { ledgersOf } from './reference/attribution.ts';
import { byAccount } from './reference/identity.ts';
import { sendShuffled, someOf, untilSettled } from './sending.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_102);
const accounts = 220;
const pairs = 30;
const run = `followed-${randomUUID().slice(0, 8)}-`;

/** Channels of this run's own, and now and then a segment is stated. */
const ofRun = (event: NativeEvent, index: number): NativeEvent => ({
  ...event,
  ...(event['channel'] !== undefined && { channel: `${run}${event['channel'] as string}` }),
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
});
