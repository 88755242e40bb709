// Kafka by SASL over TLS and ClickHouse by https: who is let in, and what the others are told.
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { Producer } from '@revloop/infra/kafka/producer.ts';
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settings } from '../support/revloop.ts';
import { until } from './own-stack.ts';
import { makeCertificates, password, startSecureKafka, user, type Certificates } from './secure-kafka.ts';

const log = createLog('test');
// kafkajs warns at every refusal, which is what is asked for here.
log.level = 'silent';
const failureOf = async (attempt: Promise<unknown>): Promise<SurroundingsError> => {
  const failure = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof SurroundingsError)) throw new Error(`no SurroundingsError: ${String(failure)}`);
  return failure;
};

let known: Certificates;
let stranger: Certificates;
beforeAll(() => {
  known = makeCertificates();
  stranger = makeCertificates();
});
afterAll(() => {
  for (const { folder } of [known, stranger]) rmSync(folder, { recursive: true, force: true });
});

describe('Kafka by SASL over TLS', () => {
  let kafka: Awaited<ReturnType<typeof startSecureKafka>>;
  const connectionOf = (more: Environment = {}) => {
    const env = {
      REVLOOP_KAFKA_BROKERS: kafka.broker,
      REVLOOP_KAFKA_TLS: 'true',
      REVLOOP_KAFKA_TLS_CA_FILE: known.ca,
      REVLOOP_KAFKA_SASL_MECHANISM: 'scram-sha-512',
      REVLOOP_KAFKA_SASL_USERNAME: user,
      REVLOOP_KAFKA_SASL_PASSWORD: password,
      ...more,
    };
    const reader = new SettingsReader(env);
    return { ...reader.done(kafkaSettings(reader, env)), clientId: 'test', log, retries_max: 1 };
  };
  const connects = async (more: Environment): Promise<void> => {
    const producer = new Producer(connectionOf(more));
    await producer.connect();
    await producer.close();
  };
  beforeAll(async () => {
    kafka = await startSecureKafka(known);
    await until('it answers', () =>
      connects({}).then(
        () => true,
        () => false,
      ),
    );
  });
  afterAll(() => kafka.stop());

  test('what is produced is consumed', async () => {
    const client = createKafka(connectionOf());
    const admin = client.admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'secure', numPartitions: 1 }] });
    await admin.disconnect();
    const producer = new Producer(connectionOf());
    await producer.publish('secure', [{ key: 'k', value: Buffer.from('told in private') }]);
    await producer.close();
    const consumer = client.consumer({ groupId: 'test' });
    const read: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: 'secure', fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        read.push(String(message.value));
        return Promise.resolve();
      },
    });
    await until('it is read', () => read.length > 0);
    await consumer.disconnect();
    expect(read).toEqual(['told in private']);
  });

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'])('a user is let in by %s', async (mechanism) => {
    await connects({ REVLOOP_KAFKA_SASL_MECHANISM: mechanism });
  });

  test.each(['plain', 'scram-sha-512'])(
    'a wrong password by %s is one error that says what to check, and no reason to try again',
    async (mechanism) => {
      const more = { REVLOOP_KAFKA_SASL_MECHANISM: mechanism, REVLOOP_KAFKA_SASL_PASSWORD: 'wrong' };
      const { code, retriable, message } = await failureOf(connects(more));
      expect({ code, retriable }).toEqual({ code: 'kafka_auth_failed', retriable: false });
      expect(message).toContain('REVLOOP_KAFKA_SASL_USERNAME');
      expect(message).not.toContain('wrong');
    },
  );

  test('a broker of another authority is not trusted', async () => {
    const { code, retriable } = await failureOf(connects({ REVLOOP_KAFKA_TLS_CA_FILE: stranger.ca }));
    expect({ code, retriable }).toEqual({ code: 'kafka_tls_refused', retriable: false });
  });
});

test('settings that would go on in clear, or half, are faults told together', () => {
  const env = {
    REVLOOP_KAFKA_TLS_CA_FILE: '/nowhere/ca.pem',
    REVLOOP_KAFKA_SASL_PASSWORD: 'p',
  };
  const reader = new SettingsReader(env);
  kafkaSettings(reader, env);
  expect(() => reader.done({})).toThrow(
    /REVLOOP_KAFKA_TLS_CA_FILE is set, but REVLOOP_KAFKA_TLS is not true; REVLOOP_KAFKA_SASL_PASSWORD is set, but/,
  );
  const half = { REVLOOP_KAFKA_TLS: 'true', REVLOOP_KAFKA_TLS_CERT_FILE: '/nowhere/cert.pem' };
  const second = new SettingsReader(half);
  kafkaSettings(second, half);
  expect(() => second.done({})).toThrow(/no such file.*must be set together/s);
});

describe('ClickHouse by https', () => {
  let terminator: Server;
  const connectionTo = (ca: string | undefined) => {
    const env = {
      ...settings(),
      REVLOOP_CLICKHOUSE_URL: `https://127.0.0.1:${(terminator.address() as AddressInfo).port}`,
      ...(ca && { REVLOOP_CLICKHOUSE_TLS_CA_FILE: ca }),
    };
    const reader = new SettingsReader(env);
    return connectClickHouse({ ...reader.done(clickHouseSettings(reader, 'test')), database: 'system' });
  };
  beforeAll(async () => {
    const { hostname, port } = new URL(settings()['REVLOOP_CLICKHOUSE_URL'] ?? '');
    terminator = createServer(
      { cert: readFileSync(known.cert), key: readFileSync(known.key) },
      (incoming, outgoing) => {
        const { method, url: path, headers } = incoming;
        const onward = request({ hostname, port, method, path, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        });
        incoming.pipe(onward);
      },
    );
    await new Promise<void>((resolve) => terminator.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    terminator.closeAllConnections();
    terminator.close();
  });

  test('with its authority it answers', async () => {
    const clickhouse = connectionTo(known.ca);
    expect(await clickhouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await clickhouse.close();
  });

  test.each([
    ['another authority', () => stranger.ca],
    ['no authority', () => undefined],
  ])('with %s it is not trusted', async (_name, ca) => {
    const clickhouse = connectionTo(ca());
    const { code, retriable } = await failureOf(clickhouse.query('SELECT 1'));
    expect({ code, retriable }).toEqual({ code: 'clickhouse_tls_refused', retriable: false });
    await clickhouse.close();
  });
});
