// Does a part truly answer? One question each, asked again until it does.
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { reasonOf, SurroundingsError } from '../runtime/errors.ts';

const askEveryMs = 40;
const answerMsMax = 3_000;

/** Asks until the question is answered without an error. Throws `part_silent` with the last reason after `total_s_max`. */
export const untilAnswers = async (
  part: string,
  ask: () => Promise<void>,
  total_s_max: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> => {
  const giveUpAt = performance.now() + total_s_max * 1000;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > giveUpAt) {
        const message = `${part} does not answer after ${total_s_max} s: ${reasonOf(error)}`;
        throw new SurroundingsError('part_silent', message, { retriable: true, cause: error });
      }
    }
    await pause(askEveryMs, undefined, { signal });
  }
};

/** Kafka tells its metadata: a broker is registered and a controller is elected. */
export const askKafka = async (brokers: string): Promise<void> => {
  const kafka = new Kafka({
    clientId: 'revloop-stack',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: answerMsMax,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers: found, controller } = await admin.describeCluster();
    if (found.length === 0 || controller === null) throw new Error('no broker is registered yet');
  } finally {
    await admin.disconnect();
  }
};

const get = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(answerMsMax) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.slice(0, 200)}`);
  return body;
};

/** The registry lists its subjects through the Confluent-compatible API. */
export const askRegistry = async (url: string, path: string): Promise<void> => {
  JSON.parse(await get(`${url}${path}/subjects`));
};

/** Apicurio answers reads before it has replayed its journal from Kafka; only its own readiness says that it has. */
export const askApicurio = async (url: string, path: string): Promise<void> => {
  await get(`${url}/health/ready`);
  await askRegistry(url, path);
};

/** ClickHouse lets `user` in and computes: an answer of another server on the same port is none. */
export const askClickHouse = async (url: string, user: string, password: string): Promise<void> => {
  const answer = await get(`${url}/?query=SELECT%201`, {
    'X-ClickHouse-User': user,
    'X-ClickHouse-Key': password,
  });
  if (answer.trim() !== '1') throw new Error(`${url} answered SELECT 1 with ${answer.slice(0, 100)}`);
};
