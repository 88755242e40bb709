// Where Kafka is and how we prove to each other who we are: the one reader of REVLOOP_KAFKA_*.
import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';
import type { Environment, SettingsReader } from '../runtime/config.ts';
import { pemFile } from '../runtime/tls.ts';

/** What every Kafka client is given: brokers (host:port), TLS and SASL where they are set. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly ssl?: ConnectionOptions;
  readonly sasl?: SASLOptions;
}

export const defaultBrokers = '127.0.0.1:9092';

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const files = [
  'REVLOOP_KAFKA_TLS_CA_FILE',
  'REVLOOP_KAFKA_TLS_CERT_FILE',
  'REVLOOP_KAFKA_TLS_KEY_FILE',
] as const;
const credentials = ['REVLOOP_KAFKA_SASL_USERNAME', 'REVLOOP_KAFKA_SASL_PASSWORD'] as const;

/** Reads REVLOOP_KAFKA_{BROKERS,TLS,TLS_*_FILE,SASL_*}; every fault goes to `settings`. */
export const kafkaSettings = (settings: SettingsReader, env: Environment): KafkaConnection => {
  const brokers = settings.list('REVLOOP_KAFKA_BROKERS', defaultBrokers);
  const ssl = readTls(settings, env);
  const sasl = readSasl(settings, env);
  return { brokers, ...(ssl && { ssl }), ...(sasl && { sasl }) };
};

const readTls = (settings: SettingsReader, env: Environment): ConnectionOptions | undefined => {
  if (!settings.flag('REVLOOP_KAFKA_TLS', false)) {
    // Somebody who names a certificate expects TLS: going on in clear would be the worst answer.
    for (const name of files.filter((file) => env[file]))
      settings.fault(`${name} is set, but REVLOOP_KAFKA_TLS is not true`);
    return undefined;
  }
  const [ca, cert, key] = files.map((name) => pemFile(settings, name));
  if (!env[files[1]] !== !env[files[2]]) settings.fault(`${files[1]} and ${files[2]} must be set together`);
  return { ...(ca && { ca: [ca] }), ...(cert && { cert }), ...(key && { key }) };
};

const readSasl = (settings: SettingsReader, env: Environment): SASLOptions | undefined => {
  const mechanism = settings.oneOf('REVLOOP_KAFKA_SASL_MECHANISM', ['', ...mechanisms], '');
  if (mechanism === '') {
    for (const name of credentials.filter((credential) => env[credential]))
      settings.fault(`${name} is set, but REVLOOP_KAFKA_SASL_MECHANISM is not`);
    return undefined;
  }
  const [username = '', password = ''] = credentials.map((name) => settings.text(name));
  return { mechanism, username, password };
};
