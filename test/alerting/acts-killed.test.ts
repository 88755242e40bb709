// The service dies (kill -9) after each numbered effect of writing acts and of saying what follows from events: an act that was acknowledged is in force, once, and is told once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../stack/own-stack.ts';
import { services } from '../support/revloop.ts';
import { actsOn, handoffOf, post, storedFacts, tell } from './acting.ts';
import { policy_id, run, startTelling, tellingsOf, untilTold, type TellingWorld } from './telling-world.ts';

let world: TellingWorld;
const clickhouse = services();

beforeAll(async () => {
  world = await startTelling();
});
afterAll(async () => {
  await world.acceptAll();
  await world.stop();
  await clickhouse.close();
});

const acknowledged = { action: 'acknowledged', actor: 'joy', note: 'calling today' };
const idOf = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { event_id: string }).event_id;
};
/** What was said of an account under distinct ids. */
const saidOf = (account: string, fact: string): number =>
  new Set(
    world.facts.filter((one) => one.account_id === account && one.fact === fact).map((one) => one.fact_id),
  ).size;
/** Everything that was under way comes to pass: a breach of another account is told after it. */
const later = async (): Promise<void> => void (await tell(world, `later-${randomUUID().slice(0, 8)}-${run}`));
const both = (kind: string): readonly string[] => [`${kind} told hook`, `${kind} told pager`];
const messageIds = (account: string): readonly unknown[] =>
  world.hook.received
    .filter(({ body }) => body.includes(account))
    .map(({ headers }) => headers['webhook-id']);

describe('kill -9', () => {
  test('after an act is in Kafka, before the answer: asked again under its key it is the same act, once', async () => {
    const account = `act-written-${run}`;
    const key = { 'idempotency-key': 'once' };
    await tell(world, account);
    world.arm('acts.published');
    await expect(post(world, account, acknowledged, key)).rejects.toThrow('fetch failed');
    await world.reborn();
    const event_id = await idOf(await post(world, account, acknowledged, key));
    await untilTold(world.facts, account, ...both('acknowledged'));
    await until('stored', async () => (await storedFacts(clickhouse, account, 'acknowledged')) > 0);
    expect(await idOf(await post(world, account, acknowledged, key))).toBe(event_id);
    await later();
    expect(await actsOn(clickhouse, account)).toEqual([{ event_id, action: 'acknowledged', actor: 'joy' }]);
    expect(await storedFacts(clickhouse, account, 'acknowledged')).toBe(1);
    expect(tellingsOf(world.facts, account).toSorted()).toEqual(
      [...both('breached'), ...both('acknowledged')].toSorted(),
    );
    expect(messageIds(account)).toHaveLength(2);
  });

  test('after the fact of an act that was answered 202: it is in force, and told once', async () => {
    const account = `act-said-${run}`;
    await tell(world, account);
    world.arm('emitter.facts');
    const event_id = await idOf(await post(world, account, acknowledged));
    await world.reborn();
    await untilTold(world.facts, account, ...both('acknowledged'));
    await until('stored', async () => (await storedFacts(clickhouse, account, 'acknowledged')) > 0);
    await later();
    expect(await actsOn(clickhouse, account)).toMatchObject([{ event_id }]);
    expect(saidOf(account, 'acknowledged')).toBe(1);
    expect(tellingsOf(world.facts, account)).toHaveLength(4);
  });

  test('after a breach is said, and before it is known whether anybody was told: it is one fact, told under one id', async () => {
    const account = `breach-said-${run}`;
    await world.open([account], 'joy');
    await until('it has started', () => saidOf(account, 'started') > 0);
    world.arm('emitter.facts');
    await world.reborn();
    await untilTold(world.facts, account, ...both('breached'));
    await later();
    expect(saidOf(account, 'breached')).toBe(1);
    expect(tellingsOf(world.facts, account)).toHaveLength(2);
    // Telling may have been quicker than death: then the same message went again, under the id the receiver has seen.
    expect(new Set(messageIds(account)).size).toBe(1);
  });

  test('after an outcome is published, and before its end is said: the end is said and told once; the outcome comes again, the same', async () => {
    const account = `outcome-out-${run}`;
    await tell(world, account);
    const paused = { action: 'paused', actor: 'joy', reason: 'waiting_for_buyer' };
    await idOf(await post(world, account, paused));
    await until('it stands still', () => saidOf(account, 'paused') > 0);
    world.arm('emitter.outcomes');
    await world.accept(account, 'joy');
    await world.reborn();
    await untilTold(world.facts, account, ...both('ended'));
    await later();
    expect(saidOf(account, 'ended')).toBe(1);
    expect(tellingsOf(world.facts, account)).toHaveLength(4);
    const end = world.facts.find((one) => one.account_id === account && one.fact === 'ended');
    const paused_at = world.facts.find((one) => one.account_id === account && one.fact === 'paused')?.at;
    const taken = Math.floor(((paused_at ?? 0) - (end?.started_at ?? 0)) / 1000);
    expect(end?.business_seconds).toBe(taken);
    // That of the stack, by the shipped policies, says another time.
    const ours = world.outcomes.filter((one) => one.account_id === account && one.business_seconds === taken);
    expect(ours.length).toBeGreaterThan(1);
    expect(new Set(ours.map((one) => JSON.stringify(one))).size).toBe(1);
    const handoffs = (): Promise<object[]> =>
      clickhouse.query(
        "SELECT policy_id, outcome, business_seconds FROM handoffs WHERE handoff_id = {handoff_id:String} AND outcome != 'open' AND isNotNull(business_seconds)",
        { handoff_id: handoffOf(account) },
      );
    await until('the end stored', async () => (await handoffs()).length > 0);
    expect(await handoffs()).toEqual([{ policy_id, outcome: 'accepted', business_seconds: String(taken) }]);
  });
});
