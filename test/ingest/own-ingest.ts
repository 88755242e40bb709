// An ingest of one test's own, on a stack of its own, so that both can be stopped, paused and looked at.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { projectRoot, SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { until, type OwnStack } from '../stack/own-stack.ts';

const key = 'key-of-a-test';
const log = createLog('test');

export interface OwnIngest {
  readonly child: ChildProcess;
  readonly url: string;
  readonly authorization: string;
}

const environmentOf = ({ where }: OwnStack): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  REVLOOP_HOME: where.home,
  REVLOOP_KAFKA_BROKERS: where.kafka,
  REVLOOP_REGISTRY_URL: where.registryUrl,
});

/** Makes funnel.events, as the start does. */
export const createEventsTopic = async ({ where }: OwnStack): Promise<void> => {
  const admin = createKafka({ brokers: [where.kafka], clientId: 'test', log }).admin();
  await admin.connect();
  const { name, partitions } = topics.events;
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: name, numPartitions: partitions }] });
  await admin.disconnect();
};

export const startOwnIngest = async (
  stack: OwnStack,
  more: Record<string, string> = {},
): Promise<OwnIngest> => {
  const port = await freePort();
  const child = spawn(process.execPath, [join(projectRoot, 'services', 'ingest', 'main.ts')], {
    env: {
      ...environmentOf(stack),
      REVLOOP_INGEST_PORT: String(port),
      REVLOOP_WRITE_KEYS: `test:${createHash('sha256').update(key).digest('hex')}`,
      REVLOOP_LOG_LEVEL: 'error',
      ...more,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await until('ingest is ready', () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { child, url, authorization: `Bearer ${key}` };
};

/** Posts that many new touches as one request; `ids` are theirs. */
export const postTouches = async (
  { url, authorization }: OwnIngest,
  count: number,
): Promise<{ ids: readonly string[]; response: Response }> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  const events = ids.map((event_id) => ({
    type: 'content_viewed',
    event_id,
    occurred_at: new Date().toISOString(),
    account_id: `account-${event_id.slice(0, 2)}`,
    content_id: 'x'.repeat(200),
  }));
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(events),
    signal: AbortSignal.timeout(30_000),
  });
  return { ids, response };
};

export const metricOf = async ({ url }: OwnIngest, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
};

/** Memory a process has, bytes. */
export const rssOf = ({ child }: OwnIngest): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? NaN) * 1_024;

/** Every event id in funnel.events, read from its first message to its last. */
export const idsInKafka = async (stack: OwnStack): Promise<ReadonlyMap<string, number>> => {
  const env = environmentOf(stack);
  const codec = new Codec(registrySettings(new SettingsReader(env), env));
  const kafka = createKafka({ brokers: [stack.where.kafka], clientId: 'test', log });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topics.events.name)).map(({ partition, high }) => [
      partition,
      Number(high),
    ]),
  );
  await admin.disconnect();
  const left = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const times = new Map<string, number>();
  const consumer = kafka.consumer({ groupId: `test-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topics.events.name, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const decoded = await codec.decode(message.value);
      if (!decoded.ok) throw new Error(decoded.message);
      const { event_id } = decoded.value as { event_id: string };
      times.set(event_id, (times.get(event_id) ?? 0) + 1);
      if (Number(message.offset) + 1 >= (ends.get(partition) ?? 0)) left.delete(partition);
    },
  });
  await until('everything is read', () => left.size === 0);
  await consumer.disconnect();
  return times;
};
