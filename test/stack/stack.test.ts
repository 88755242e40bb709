// The embedded stack, started as people start it: it answers, refuses what it cannot do in a sentence, and heals.
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  familyOf,
  newHome,
  runs,
  secretOf,
  startInVain,
  startOwnStack,
  stopOwnStack,
  until,
  type OwnStack,
} from './own-stack.ts';

const home = newHome();
const homes = [home];
let stack: OwnStack;

beforeAll(async () => {
  stack = await startOwnStack(home);
});

afterAll(async () => {
  await stopOwnStack(stack);
  for (const folder of homes) rmSync(folder, { recursive: true, force: true });
});

const kafkaOf = ({ where }: OwnStack): Kafka =>
  new Kafka({
    brokers: [where.kafka],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 20 },
  });

const withAdmin = async <T>(of: OwnStack, use: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafkaOf(of).admin();
  await admin.connect();
  return use(admin).finally(() => admin.disconnect());
};

const subjectsOf = async ({ where }: OwnStack): Promise<unknown> => {
  const response = await fetch(`${where.registryUrl}/apis/ccompat/v7/subjects`);
  return response.ok ? response.json() : undefined;
};

const portsOf = ({ where }: OwnStack) => ({
  REVLOOP_KAFKA_PORT: where.kafka.split(':')[1] ?? '',
  REVLOOP_REGISTRY_PORT: new URL(where.registryUrl).port,
  REVLOOP_CLICKHOUSE_PORT: new URL(where.clickhouseUrl).port,
});

describe('a started stack', () => {
  test('gives back from Kafka what was sent to it', async () => {
    await withAdmin(stack, (admin) =>
      admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'said' }] }),
    );
    const producer = kafkaOf(stack).producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic: 'said', acks: -1, messages: [{ key: 'k', value: 'heard' }] });
    await producer.disconnect();
    const consumer = kafkaOf(stack).consumer({ groupId: 'listeners' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'said', fromBeginning: true });
    const heard = new Promise((resolve, reject) => {
      consumer
        .run({ eachMessage: ({ message }) => Promise.resolve(resolve(message.value?.toString())) })
        .catch(reject);
    });
    expect(await heard).toBe('heard');
    await consumer.disconnect();
  });

  test('keeps schemas in the registry', async () => {
    const response = await fetch(`${stack.where.registryUrl}/apis/ccompat/v7/subjects/kept/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ schema: '{"type":"record","name":"Kept","fields":[]}' }),
    });
    expect(response.status).toBe(200);
    expect(await subjectsOf(stack)).toContain('kept');
  });

  test('started twice, the second says who runs already and ends', async () => {
    const { code, said } = await startInVain(home);
    expect(code).toBe(1);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(said).toContain(home);
    expect(said).toContain(`pid ${stack.process.pid}`);
  });

  test('with another home but the same ports, every taken port is told with its part and its setting', async () => {
    const other = newHome();
    homes.push(other);
    const ports = portsOf(stack);
    const { code, said } = await startInVain(other, ports);
    expect(code).toBe(1);
    for (const [setting, port] of Object.entries(ports)) {
      expect(said).toMatch(
        new RegExp(`port ${port}, which is for .+, is taken .+ set ${setting} to a free port`),
      );
    }
    expect(said.trim().split('\n')).toHaveLength(3);
  });

  test('without Java and Maven, both are told, with what to do', async () => {
    const other = newHome();
    homes.push(other);
    const { code, said } = await startInVain(other, {
      PATH: '/nowhere',
      JAVA_HOME: '',
      REVLOOP_JARS: `${other}/jars`,
    });
    expect(code).toBe(1);
    expect(said).toMatch(/there is no Java: install Java 17/);
    expect(said).toMatch(/there is no Maven.+install it/);
  });

  test('is an external one for whoever is given its addresses and passwords', async () => {
    const other = newHome();
    homes.push(other);
    const given = {
      REVLOOP_STACK: 'external',
      REVLOOP_KAFKA_BROKERS: stack.where.kafka,
      REVLOOP_REGISTRY_URL: stack.where.registryUrl,
      REVLOOP_CLICKHOUSE_URL: stack.where.clickhouseUrl,
    };
    const unknown = await startInVain(other, given);
    expect(unknown.said).toMatch(/external stack needs REVLOOP_CLICKHOUSE_PASSWORD, .+passwords/);
    const passwords = {
      REVLOOP_CLICKHOUSE_PASSWORD: secretOf(stack, 'clickhouse-password'),
      REVLOOP_ANALYST_PASSWORD: secretOf(stack, 'analyst-password'),
      REVLOOP_CONSOLE_PASSWORD: secretOf(stack, 'console-password'),
    };
    const wrong = { ...given, ...passwords, REVLOOP_CLICKHOUSE_PASSWORD: 'wrong', REVLOOP_READY_S_MAX: '1' };
    expect((await startInVain(other, wrong)).said).toMatch(
      /ClickHouse at .+ does not answer.+AUTHENTICATION_FAILED/,
    );
    const guest = await startOwnStack(other, { ...given, ...passwords });
    expect(guest.where).toMatchObject({ provider: 'external', kafka: stack.where.kafka, pids: {} });
    expect((await stopOwnStack(guest)).code).toBe(0);
  });

  test.for(['clickhouse', 'registry', 'kafka'] as const)(
    '%s is restarted when it is killed, and the log says so',
    async (part) => {
      const before = stack.said().length;
      process.kill(stack.where.pids[part], 'SIGKILL');
      const news = (): string => stack.said().slice(before);
      await until(`${part} answers again`, () => news().includes(`${part}: answers again`));
      expect(news()).toContain(`${part}: died unasked (SIGKILL), restarting`);
      await until('the registry lists its schemas', async () => {
        const subjects = await subjectsOf(stack).catch(() => undefined);
        return Array.isArray(subjects) && subjects.includes('kept');
      });
    },
  );
});

describe('a stack whose parent is killed', () => {
  test('leaves no process behind', async () => {
    const pid = stack.process.pid ?? 0;
    const family = familyOf(pid);
    // Three parts, each with its watcher, and the parent itself.
    expect(family.length).toBeGreaterThanOrEqual(7);
    process.kill(pid, 'SIGKILL');
    await until('every process of it is gone', () => !family.some(runs), 30_000);
  });

  test('starts again on the same home and ports, with all it kept', async () => {
    stack = await startOwnStack(home, portsOf(stack));
    expect(await subjectsOf(stack)).toContain('kept');
    expect(await withAdmin(stack, (admin) => admin.listTopics())).toContain('said');
  });

  test('stops on Ctrl-C, with nothing left running', async () => {
    const family = familyOf(stack.process.pid ?? 0);
    const { code } = await stopOwnStack(stack);
    expect(code).toBe(0);
    await until('every process of it is gone', () => !family.some(runs), 10_000);
  });

  test('ends at once on a second Ctrl-C, with nothing left running', async () => {
    stack = await startOwnStack(home);
    const family = familyOf(stack.process.pid ?? 0);
    const ended = once(stack.process, 'exit');
    stack.process.kill('SIGINT');
    await until('it says that it stops', () => stack.said().includes('stopping'));
    stack.process.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    expect(code).toBe(130);
    await until('every process of it is gone', () => !family.some(runs), 5_000);
  });
});
