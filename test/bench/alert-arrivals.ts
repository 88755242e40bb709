// When does a breach become a fact in Kafka, and when does somebody hear of it? Listens at both ends.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { startConsumer } from '@revloop/infra/kafka/consumer.ts';
import { Codec } from '@revloop/infra/registry/codec.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import type { SlaFact } from '@revloop/schemas/generated.ts';
import { topics } from '@revloop/schemas/topics.ts';
import type { BenchStack } from './bench-stack.ts';

export interface AlertArrivals {
  readonly url: string;
  /** Milliseconds from due time until the fact had come out of Kafka, by handoff. */
  readonly facts: ReadonlyMap<string, number>;
  /** Milliseconds from due time until the webhook was received, by handoff. */
  readonly alerts: ReadonlyMap<string, number>;
  readonly requests: () => number;
  /** Breaches that came to the webhook more than once. */
  readonly repeated: () => number;
  readonly close: () => Promise<void>;
}

interface Alert {
  readonly data: { readonly facts: readonly { readonly handoff_id: string; readonly due_at: string }[] };
}

export const listenForAlerts = async ({ env, brokers }: BenchStack): Promise<AlertArrivals> => {
  const [facts, alerts] = [new Map<string, number>(), new Map<string, number>()];
  let [requests, repeated] = [0, 0];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const now = Date.now();
      response.writeHead(204).end();
      requests += 1;
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as Alert;
      for (const { handoff_id, due_at } of data.facts) {
        if (alerts.has(handoff_id)) repeated += 1;
        else alerts.set(handoff_id, now - Date.parse(due_at));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log = createLog('bench');
  const codec = new Codec(registrySettings(new SettingsReader({ ...env }), env));
  await codec.ready();
  const consumer = await startConsumer({
    brokers,
    clientId: 'revloop-bench',
    log,
    groupId: `bench-${randomUUID()}`,
    topics: [topics.sla.name],
    fetch_wait_ms_max: 10,
    onBatch: async ({ messages }) => {
      const now = Date.now();
      for (const { value } of messages) {
        const decoded = await codec.decode(value);
        if (!decoded.ok) continue;
        const { fact, handoff_id, due_at } = decoded.value as SlaFact;
        if (fact === 'breached' && !facts.has(handoff_id)) facts.set(handoff_id, now - due_at);
      }
    },
    onCrash: (error) => log.error({ err: error }, 'the bench reads no more'),
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    facts,
    alerts,
    requests: () => requests,
    repeated: () => repeated,
    close: async () => {
      await consumer.stop();
      server.closeAllConnections();
      server.close();
    },
  };
};
