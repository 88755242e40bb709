// Settings of the stack: which provider, where data, jars and logs go, which ports.
import { join } from 'node:path';
import { homeOf, SettingsReader, type Environment } from '../runtime/config.ts';

export const providerNames = ['embedded', 'docker', 'external'] as const;
export type ProviderName = (typeof providerNames)[number];

/** Ports on loopback; 0 takes any free one. */
export interface StackPorts {
  readonly kafka: number;
  readonly registry: number;
  readonly clickhouse: number;
}

/** Where each part is reached. `kafka` is a list of host:port, comma-separated. */
export interface StackAddresses {
  readonly kafka: string;
  readonly registryUrl: string;
  readonly clickhouseUrl: string;
}

export interface StackSettings {
  /** The provider that was asked for; undefined lets the machine decide. */
  readonly provider: ProviderName | undefined;
  readonly home: string;
  /** Fetched jars; stacks with other homes may share the folder. */
  readonly jars: string;
  readonly ports: StackPorts;
  /** Addresses of an external stack; undefined where none were given. */
  readonly external: StackAddresses | undefined;
  /** The Confluent-compatible API under the registry's URL. */
  readonly registryPath: string;
  readonly ready_s_max: number;
  readonly env: Environment;
}

const addressNames = ['REVLOOP_KAFKA_BROKERS', 'REVLOOP_REGISTRY_URL', 'REVLOOP_CLICKHOUSE_URL'] as const;

const readExternal = (read: SettingsReader, env: Environment, asked: string): StackAddresses | undefined => {
  const given = addressNames.filter((name) => env[name]);
  if (given.length < addressNames.length) {
    const absent = addressNames.filter((name) => !env[name]);
    // A service's own setting in the environment of an embedded stack is no fault: only "external" needs them, and then all.
    if (asked === 'external') read.fault(`REVLOOP_STACK=external needs ${absent.join(', ')} as well`);
    return undefined;
  }
  return {
    kafka: read.text('REVLOOP_KAFKA_BROKERS'),
    registryUrl: read.url('REVLOOP_REGISTRY_URL', ''),
    clickhouseUrl: read.url('REVLOOP_CLICKHOUSE_URL', ''),
  };
};

/** Reads the stack's settings. Throws one `SurroundingsError` (`bad_settings`) that lists every fault. */
export const readStackSettings = (env: Environment): StackSettings => {
  const read = new SettingsReader(env);
  const home = homeOf(env);
  const asked = read.oneOf('REVLOOP_STACK', ['', ...providerNames], '');
  const ports = {
    kafka: read.port('REVLOOP_KAFKA_PORT', 9092),
    registry: read.port('REVLOOP_REGISTRY_PORT', 8081),
    clickhouse: read.port('REVLOOP_CLICKHOUSE_PORT', 8123),
  };
  const taken = Object.values(ports).filter((port) => port > 0);
  if (new Set(taken).size < taken.length)
    read.fault(`the ports of Kafka, registry and ClickHouse must differ: ${taken.join(', ')}`);
  return read.done({
    provider: asked === '' ? undefined : asked,
    home,
    jars: read.text('REVLOOP_JARS', join(home, 'jars')),
    ports,
    external: readExternal(read, env, asked),
    registryPath: read.text('REVLOOP_REGISTRY_PATH', '/apis/ccompat/v7'),
    ready_s_max: read.integer('REVLOOP_READY_S_MAX', 120, { min: 1, max: 3_600 }),
    env,
  });
};
