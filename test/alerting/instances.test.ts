// Two alertings share the accounts; one is killed while a storm of breaches is being told.
import { randomUUID } from 'node:crypto';
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { keyHashOf } from '@revloop/infra/kafka/partitioner.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../stack/own-stack.ts';
import { createEmitter } from './emitter.ts';
import { end, policyFile, startReceiver, startService, type Receiver, type Service } from './running.ts';

const run = randomUUID().slice(0, 8);
const policy_id = `shared_${run}`;
const target_s = 5;
const accounts = Array.from({ length: 80 }, (_, at) => `shared-${run}-${at}`);
const { env, settings, codec, producer, send } = createEmitter(`test-${run}`);

interface Instance {
  readonly service: Service;
  readonly port: number;
}

let clickhouse: ClickHouse;
let receiver: Receiver;
let first: Instance;
let second: Instance;

const policies = policyFile(policy_id, target_s);
const startInstance = async (): Promise<Instance> => {
  const port = await freePort();
  const service = await startService('alerting', {
    ...env,
    REVLOOP_ALERTING_PORT: String(port),
    REVLOOP_ALERTING_GROUP: `shared-${run}`,
    REVLOOP_SLA_POLICIES: policies,
    REVLOOP_ALERT_WEBHOOK_URL: receiver.url,
  });
  return { service, port };
};

const partitionsOf = async ({ port }: Instance): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^revloop_alerting_partitions\S* (\d+)$/m.exec(text)?.[1]);
};

/** The webhook-ids under which each account's breach came. */
const told = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const ids = new Map<string, Set<string>>();
  for (const { headers, body } of receiver.alerts)
    for (const { account_id, fact } of (
      JSON.parse(body) as { data: { facts: { account_id: string; fact: string }[] } }
    ).data.facts) {
      // Other tests' handoffs are judged by this policy too.
      if (fact !== 'breached' || !account_id.startsWith(`shared-${run}`)) continue;
      ids.set(account_id, (ids.get(account_id) ?? new Set()).add(String(headers['webhook-id'])));
    }
  return ids;
};

beforeAll(async () => {
  await codec.ready();
  clickhouse = connectClickHouse(clickHouseSettings(settings, 'test'));
  receiver = await startReceiver();
  [first, second] = await Promise.all([startInstance(), startInstance()]);
});

afterAll(async () => {
  await Promise.all([end(first.service), end(second.service)]);
  await Promise.all([producer.close(), receiver.close(), clickhouse.close()]);
});

test('each judges and tells of some partitions, together of all', async () => {
  await until('both have their share', async () => {
    const counts = await Promise.all([first, second].map(partitionsOf));
    return counts.every((count) => count > 0) && counts[0]! + counts[1]! === topics.sla.partitions;
  });
});

test('one is killed in mid-storm: every breach is said once and told once, by the other what the dead one owed', async () => {
  const opened_at = Date.now();
  for (const [at, account] of accounts.entries())
    await send({ type: 'mql_created', occurred_at: opened_at + at * 20 }, account);
  await until('the storm has begun to be told', () => told().size > 0);
  await end(first.service, 'SIGKILL');
  await until('all are told', () => accounts.every((account) => told().has(account)));
  await until('all is stored', async () => {
    const [row] = await clickhouse.query<{ told: string }>(
      "SELECT uniqIf(handoff_id, fact = 'told') AS told FROM sla_facts WHERE policy_id = {policy_id:String} AND account_id IN {accounts:Array(String)}",
      { policy_id, accounts },
    );
    return Number(row?.told) === accounts.length;
  });
  const [counts] = await clickhouse.query<Record<string, string>>(
    `SELECT countIf(fact = 'started') AS started, countIf(fact = 'breached') AS breached, countIf(fact = 'withdrawn') AS withdrawn,
      countIf(fact = 'told') AS told FROM sla_facts WHERE policy_id = {policy_id:String} AND account_id IN {accounts:Array(String)}`,
    { policy_id, accounts },
  );
  expect(counts).toEqual({
    started: String(accounts.length),
    breached: String(accounts.length),
    withdrawn: '0',
    told: String(accounts.length),
  });
  // Killed between a webhook and its fact, it is sent again under the same id: receivers know it by that.
  expect([...told().values()].every((ids) => ids.size === 1)).toBe(true);
  expect(await partitionsOf(second)).toBe(topics.sla.partitions);
});

test('ClickHouse hashes an account as the filter of stored accounts does', async () => {
  const texts = ['', 'acme', 'Société Générale', 'a'.repeat(128)];
  const rows = await clickhouse.query<{ hash: string }>(
    'SELECT kafkaMurmurHash(arrayJoin({texts:Array(String)})) AS hash',
    { texts },
  );
  expect(rows.map(({ hash }) => Number(hash))).toEqual(texts.map((text) => keyHashOf(Buffer.from(text))));
});
