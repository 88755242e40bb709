// The one place that makes kafkajs clients: its log goes to ours, its retries are bounded.
import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import type { Logger } from '../runtime/log.ts';
import { quietQueues } from './quiet-queue.ts';
import type { KafkaConnection } from './settings.ts';

export { defaultBrokers } from './settings.ts';

export interface KafkaSettings extends KafkaConnection {
  readonly clientId: string;
  readonly log: Logger;
  /** How long one request may take, milliseconds. */
  readonly request_ms_max?: number;
  /** How often a failing call is tried again inside the client. */
  readonly retries_max?: number;
}

quietQueues();

const toLog =
  (log: Logger) =>
  ({ level, namespace, log: { message, error } }: LogEntry): void => {
    // A broker that is away is said once by whoever needs it; kafkajs says it at every attempt.
    const write = level <= logLevel.ERROR ? 'warn' : 'debug';
    log[write]({ scope: `kafka.${namespace.toLowerCase()}`, reason: error as unknown }, message);
  };

/** A kafkajs client for these brokers. */
export const createKafka = ({
  brokers,
  ssl,
  sasl,
  clientId,
  log,
  request_ms_max = 10_000,
  retries_max = 5,
}: KafkaSettings): Kafka =>
  new Kafka({
    brokers: [...brokers],
    ...(ssl && { ssl }),
    // A copy: kafkajs keeps its authenticator in the object it is given.
    ...(sasl && { sasl: { ...sasl } }),
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: request_ms_max,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: retries_max },
    logLevel: logLevel.WARN,
    logCreator: () => toLog(log),
  });
