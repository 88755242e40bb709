// What must not depend on how events arrive: their order, repetitions, contradicting repetitions, and what came later.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { analyst, emit, eventually, services, type NativeEvent } from '../support/revloop.ts';
import { at, workedCredits, workedExample } from '../support/worked-example.ts';
import { compared, ofCompared } from './compared.ts';
import { facts } from './credits.ts';
import { differences } from './difference.ts';
import { eventsOf, plan } from './journeys.ts';
import { attribute } from './reference/attribution.ts';
import { policies } from './reference/journey.ts';
import { sendShuffled, someOf, untilSettled } from './sending.ts';
import { referenceTold, storedAttribution, storedCredits, storedTold, type StoredRow } from './told.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_102);
const run = `arrival-${randomUUID().slice(0, 8)}-`;
const warehouse = analyst();
afterAll(() => warehouse.close());

describe('the worked example', () => {
  const accounts = ['forward', 'backward', 'shuffled', 'at once'].map(
    (order) => `${run}${order.replace(' ', '-')}`,
  );
  const [forward = '', backward = '', shuffled = '', together = ''] = accounts;

  const earned = (rows: readonly StoredRow[], account_id: string, model: string): string[] =>
    Array.from(
      { length: 6 },
      (_, index) =>
        rows.find(
          (row) =>
            row.account_id === account_id &&
            row.model === model &&
            row.touch_event_id === `${account_id}-t${index + 1}`,
        )?.amount ?? '0',
    );

  test('lands to the cent in attribution and attribution_credits, in any arrival order, with duplicates', async () => {
    const oneByOne = async (events: readonly NativeEvent[]): Promise<void> => {
      for (const event of events) await emit(event, event);
    };
    await Promise.all([
      oneByOne(workedExample(forward)),
      oneByOne([...workedExample(backward)].reverse()),
      sendShuffled([...workedExample(shuffled), ...workedExample(shuffled)], seed),
      emit(...workedExample(together), ...workedExample(together)),
    ]);
    await untilSettled();
    for (const policy of policies) {
      const stated = Object.entries(workedCredits).filter(([name]) => name.endsWith(policy));
      const wanted = stated.flatMap(([name, amounts]) =>
        accounts.map((id) => `${id} ${name} ${amounts.join()}`),
      );
      const told = (rows: readonly StoredRow[]): string[] =>
        stated.flatMap(([name]) =>
          accounts.map((id) => `${id} ${name} ${earned(rows, id, name.split(' ')[0] ?? '').join()}`),
        );
      expect(told(await storedAttribution(warehouse, run, 90, policy))).toEqual(wanted);
      const credits = await eventually(
        'attribution_credits',
        () => storedCredits(warehouse, run, 90, policy),
        (rows) => told(rows).join() === wanted.join(),
      );
      expect(told(credits)).toEqual(wanted);
    }
  });
});

describe('an earlier report', () => {
  const later = `${run}later-`;
  const journeys = new Map(
    fc
      .sample(plan, { seed, numRuns: 40 })
      .map((own, index) => [`${later}${index}`, eventsOf(`${later}${index}`, own)]),
  );
  const all = [...journeys.values()].flat();
  // Any two thirds of the events come first: identifications, touches and wins may all come later.
  const first = all.filter((_, index) => (index * 7 + seed) % 3 > 0);
  const second = all.filter((event) => !first.includes(event));

  test('is reproduced by as_of from what had been received by then, whatever came later', async () => {
    await sendShuffled(first, seed);
    await untilSettled();
    const [between] = await warehouse.query<{ moment: string }>(`SELECT toString(now64(3, 'UTC')) AS moment`);
    await eventually(
      'time goes on',
      () =>
        warehouse.query<{ later: number }>(
          `SELECT now64(3, 'UTC') > toDateTime64('${between?.moment}', 3, 'UTC') AS later`,
        ),
      ([row]) => row?.later === 1,
    );
    await sendShuffled([...second, ...someOf(first, seed)], seed);
    await untilSettled();
    // Merges drop repetitions for good: the first received must be what stays.
    const tables = services();
    for (const table of ['stored_events', 'identity_links'])
      await tables.run(`OPTIMIZE TABLE ${table} FINAL`);
    await tables.close();
    // These two touch every rule: all candidates, and whoever was not thrown back or won the buyer back.
    for (const policy of ['even', 'rescue'] as const) {
      const earlier = ofCompared(await storedAttribution(warehouse, later, 90, policy, between?.moment));
      const now = ofCompared(await storedAttribution(warehouse, later, 90, policy));
      const received = (events: readonly NativeEvent[], stored: readonly StoredRow[]) =>
        referenceTold(attribute(facts(events), { lookback_days: 90, policy, models: compared }), stored);
      const eventsOfAccount = (account_id: string) => journeys.get(account_id) ?? [];
      expect(differences(received(all, now), storedTold(now), eventsOfAccount)).toBe('');
      expect(
        differences(received(first, earlier), storedTold(earlier), (id) =>
          eventsOfAccount(id).filter((event) => first.includes(event)),
        ),
      ).toBe('');
    }
  });
});

describe('an event sent again with other content', () => {
  const account_id = `${run}conflict`;
  const touch: NativeEvent = {
    type: 'content_viewed',
    event_id: `${account_id}-touch`,
    occurred_at: at(1),
    account_id,
    channel: 'email',
  };
  const won: NativeEvent = {
    type: 'opportunity_won',
    event_id: `${account_id}-won`,
    occurred_at: at(9),
    account_id,
    opportunity_id: `${account_id}-deal`,
    amount: '12.34',
    currency: 'EUR',
  };
  const contradictions: readonly NativeEvent[] = [
    { ...touch, channel: 'webinar' },
    { ...touch, occurred_at: at(5) },
    { ...touch, account_id: `${account_id}-other` },
    { ...won, amount: '99.99' },
    { ...won, type: 'opportunity_created' },
  ];

  test('changes nothing, and each contradiction is a dead letter conflicting_duplicate', async () => {
    await emit(touch, won);
    await untilSettled();
    for (const contradiction of contradictions) await emit(contradiction);
    await emit(touch, won);
    await untilSettled();
    const told = await eventually(
      'dead letters',
      () =>
        warehouse.query<{ event_id: string; code: string }>(
          `SELECT event_id, code FROM dead_letters WHERE startsWith(event_id, {account_id:String}) ORDER BY event_id`,
          { account_id },
        ),
      (rows) => rows.length >= contradictions.length,
    );
    expect(told).toEqual(contradictions.map(({ event_id }) => ({ event_id, code: 'conflicting_duplicate' })));
    const view = { lookback_days: 90, policy: 'productive', models: compared } as const;
    const stood = ofCompared(await storedAttribution(warehouse, account_id, 90, view.policy));
    expect(
      differences(referenceTold(attribute(facts([touch, won]), view), stood), storedTold(stood), () => [
        touch,
        won,
        ...contradictions,
      ]),
    ).toBe('');
    expect(
      await warehouse.query(
        `SELECT event_id, account_id, channel, occurred_at FROM events WHERE startsWith(event_id, {account_id:String}) ORDER BY event_id`,
        { account_id },
      ),
    ).toEqual(
      [touch, won].map(({ event_id, channel, occurred_at }) => ({
        event_id,
        account_id,
        channel: channel ?? '',
        occurred_at,
      })),
    );
  });
});
