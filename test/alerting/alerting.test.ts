import { createHmac, randomUUID } from 'node:crypto';
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { startConsumer, type Consumer } from '@revloop/infra/kafka/consumer.ts';
import type { HandoffOutcome, SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../stack/own-stack.ts';
import { isLong } from '../support/long-form.ts';
import { createEmitter } from './emitter.ts';
import { end, policyFile, startReceiver, startService, type Receiver, type Service } from './running.ts';

const run = randomUUID().slice(0, 8);
const policy_id = `decision_${run}`;
const target_ms = 3_000;
const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`;

const emitter = createEmitter(`test-${run}`);
const { env, settings, kafka, codec, producer } = emitter;
const facts: SlaFact[] = [];
const outcomes: HandoffOutcome[] = [];
let clickhouse: ClickHouse;
let receiver: Receiver;
let reader: Consumer;
let alerting: Service;

const startAlerting = (): Promise<Service> =>
  startService('alerting', {
    ...env,
    REVLOOP_ALERTING_PORT: '0',
    REVLOOP_ALERTING_GROUP: `alerting-${run}`,
    REVLOOP_SLA_POLICIES: policyFile(policy_id, target_ms / 1000),
    REVLOOP_ALERT_WEBHOOK_URL: receiver.url,
    REVLOOP_ALERT_WEBHOOK_SECRET: secret,
  });

beforeAll(async () => {
  await codec.ready();
  clickhouse = connectClickHouse(clickHouseSettings(settings, 'test'));
  receiver = await startReceiver();
  reader = await startConsumer({
    ...kafka,
    groupId: `test-${run}`,
    topics: [topics.sla.name, topics.handoffOutcomes.name],
    onBatch: async ({ topic, messages }) => {
      for (const { value } of messages) {
        const decoded = await codec.decode(value);
        if (!decoded.ok) continue;
        if (topic === topics.sla.name) facts.push(decoded.value as SlaFact);
        else outcomes.push(decoded.value as HandoffOutcome);
      }
    },
    onCrash: (error) => kafka.log.error({ err: error }, 'reader crashed'),
  });
  alerting = await startAlerting();
});

afterAll(async () => {
  await end(alerting);
  await Promise.all([reader.stop(), producer.close(), receiver.close(), clickhouse.close()]);
});

/** An event of account and contact `who`, straight to Kafka. */
const send = async (
  type: 'mql_created' | 'mql_accepted' | 'mql_rejected' | 'lead_recycled',
  who: string,
  occurred_at: number,
  event_id = `${type}-${who}`,
): Promise<void> => {
  const reason = type === 'mql_rejected' || type === 'lead_recycled' ? { reason: `why-${type}` } : {};
  await emitter.send({ type, occurred_at, event_id, ...reason }, who);
};

const breachesOf = (who: string): Promise<{ told_at: string | null }[]> =>
  clickhouse.query(
    'SELECT told_at FROM sla_breaches WHERE account_id = {who:String} AND policy_id = {policy_id:String}',
    { who, policy_id },
  );
const factsOf = (who: string): readonly SlaFact[] =>
  facts.filter((fact) => fact.account_id === who && fact.policy_id === policy_id);
const alertsOf = (who: string) =>
  receiver.alerts.filter(({ fact }) => fact['account_id'] === who && fact['policy_id'] === policy_id);
const kinds = (who: string): readonly string[] => factsOf(who).map(({ fact }) => fact);

/** Stays true while everything else that is under way comes to pass: another account's whole course. */
const aCourseLater = async (who: string): Promise<void> => {
  await send('mql_created', who, Date.now());
  await until(`${who} told`, () => kinds(who).includes('told'));
};

describe('an MQL that is left undecided past its due time', () => {
  const who = `late-${run}`;
  let opened_at: number;

  test('appears in funnel.sla, in sla_breaches and at the webhook, within a second', async () => {
    opened_at = Date.now();
    await send('mql_created', who, opened_at);
    await until('the alert', () => alertsOf(who).length > 0);
    await until('the breach and its telling stored', async () => (await breachesOf(who))[0]?.told_at != null);
    expect(kinds(who)).toEqual(['started', 'breached', 'told']);
    expect(alertsOf(who)[0]?.fact).toMatchObject({
      fact: 'breached',
      level: 'breach',
      owner_id: 'sam',
      due_at: new Date(opened_at + target_ms).toISOString(),
      text: expect.stringContaining('Overdue: a decision of sales on contact') as string,
    });
    expect((alertsOf(who)[0]?.at ?? Infinity) - (opened_at + target_ms)).toBeLessThan(1_000);
  });

  test('is told with a signature that the receiver can check', () => {
    const { headers, body } = alertsOf(who)[0]!;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
  });

  test('disappears when a decision arrives late that was made in time, and the fact names it', async () => {
    await send('mql_accepted', who, opened_at + 1_000);
    await until('no breach', async () => (await breachesOf(who)).length === 0);
    await until('the withdrawal', () => kinds(who).includes('withdrawn'));
    expect(factsOf(who).find(({ fact }) => fact === 'withdrawn')).toMatchObject({
      level: 'breach',
      cause_event_id: `mql_accepted-${who}`,
    });
    await until('the withdrawal told', () => alertsOf(who).length === 2);
    await until('the outcome', () =>
      outcomes.some(({ account_id, business_seconds }) => account_id === who && business_seconds === 1),
    );
    // The alerting of the test run, with the shipped policies, says its own beside it.
    expect(outcomes.filter(({ account_id }) => account_id === who)).toContainEqual(
      expect.objectContaining({ outcome: 'accepted', business_seconds: 1, event_id: `mql_accepted-${who}` }),
    );
    await aCourseLater(`after-${run}`);
    expect(alertsOf(who).map(({ fact }) => fact['fact'])).toEqual(['breached', 'withdrawn']);
  });
});

test.each([
  ['mql_accepted', 'accepted', null],
  ['mql_rejected', 'rejected', 'why-mql_rejected'],
  ['lead_recycled', 'expired', 'why-lead_recycled'],
] as const)(
  'a handoff that ends by %s is published for marketing as %s, with the reason, once',
  async (type, outcome, reason) => {
    const who = `${outcome}-${run}`;
    const opened_at = Date.now() - 2_500;
    await send('mql_created', who, opened_at);
    await send(type, who, opened_at + 2_000);
    const published = () => outcomes.filter(({ account_id }) => account_id === who);
    // One by this alerting, one by that of the test run, which judges by the shipped policies.
    await until('both outcomes', () => published().length === 2);
    await aCourseLater(`after-${who}`);
    expect(published()).toHaveLength(2);
    expect(published()).toContainEqual({
      handoff_id: `test-${run}/mql_created-${who}`,
      account_id: who,
      contact_id: `${who}-contact`,
      opened_at,
      decided_at: opened_at + 2_000,
      outcome,
      reason,
      owner_id: 'sam',
      business_seconds: 2,
      event_id: `${type}-${who}`,
    });
  },
);

describe('kill -9', () => {
  test('before the due time: the next process tells it, once', async () => {
    const who = `killed-before-${run}`;
    await send('mql_created', who, Date.now());
    await until('the clock runs', () => kinds(who).includes('started'));
    await end(alerting, 'SIGKILL');
    alerting = await startAlerting();
    await until('it is told', () => kinds(who).includes('told'));
    await aCourseLater(`after-${who}`);
    expect(alertsOf(who)).toHaveLength(1);
    expect(kinds(who).filter((fact) => fact === 'told')).toHaveLength(1);
  });

  test('between webhook and told: the same webhook-id again, and nothing more', async () => {
    const who = `killed-between-${run}`;
    receiver.answer = 0;
    await send('mql_created', who, Date.now());
    await until('the receiver has it', () => alertsOf(who).length === 1);
    await end(alerting, 'SIGKILL');
    receiver.answer = 200;
    alerting = await startAlerting();
    await until('it is told', () => kinds(who).includes('told'));
    await aCourseLater(`after-${who}`);
    expect(new Set(alertsOf(who).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(alertsOf(who)).toHaveLength(2);
  });

  test('after it was told: nothing is told again', async () => {
    const who = `killed-after-${run}`;
    await send('mql_created', who, Date.now());
    await until('it is told', () => kinds(who).includes('told'));
    await end(alerting, 'SIGKILL');
    alerting = await startAlerting();
    await aCourseLater(`after-${who}`);
    expect(alertsOf(who)).toHaveLength(1);
    expect((await breachesOf(who)).length).toBe(1);
  });
});

// It waits for the second attempt: the long form.
test.runIf(isLong)('a receiver that fails for a moment is asked again', async () => {
  const who = `failing-${run}`;
  receiver.answer = 503;
  await send('mql_created', who, Date.now());
  await until('two attempts', () => alertsOf(who).length >= 2);
  receiver.answer = 200;
  await until('it is told', () => kinds(who).includes('told'));
  expect(new Set(alertsOf(who).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('history that arrives in order makes no breach where it was decided in time, and tells nobody of those where it was not', async () => {
  const [met, late] = [`met-${run}`, `missed-${run}`];
  const long_ago = Date.UTC(2018, 2, 1);
  for (const who of [met, late]) await send('mql_created', who, long_ago);
  await send('mql_accepted', met, long_ago + 2_000);
  await send('mql_accepted', late, long_ago + 60_000);
  await until('the breach of the late one', async () => (await breachesOf(late)).length === 1);
  await aCourseLater(`after-history-${run}`);
  expect(kinds(met)).toEqual(['started', 'met']);
  expect([...kinds(late)].sort()).toEqual(['breached', 'ended', 'started']);
  expect([...alertsOf(met), ...alertsOf(late)]).toEqual([]);
});
