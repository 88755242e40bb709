// What others are told about a running stack, as REVLOOP_* environment variables.
import { clickhouseEnvironment } from './clickhouse-environment.ts';
import { secretSources, sha256Of, type StackSecrets } from './secrets.ts';
import type { StackAddresses, StackPorts } from './settings.ts';

const clearSecrets = (secrets: StackSecrets): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secretSources).map(([name, { setting }]) => [
      setting,
      secrets[name as keyof StackSecrets],
    ]),
  );

/** The hashed write keys ingest accepts when none are configured: one source, `local`. */
export const localWriteKeys = (secrets: StackSecrets): string => `local:${sha256Of(secrets.writeKey)}`;

/** For services, scripts and clients on this machine: addresses, passwords, write key. */
export const stackEnvironment = (
  home: string,
  addresses: StackAddresses,
  secrets: StackSecrets,
): Record<string, string> => ({
  REVLOOP_HOME: home,
  REVLOOP_KAFKA_BROKERS: addresses.kafka,
  REVLOOP_REGISTRY_URL: addresses.registryUrl,
  REVLOOP_CLICKHOUSE_URL: addresses.clickhouseUrl,
  ...clearSecrets(secrets),
});

/** For docker-compose.yml: ports, secrets and their hashes. */
export const composeEnvironment = (secrets: StackSecrets, ports: StackPorts): Record<string, string> => ({
  REVLOOP_KAFKA_PORT: String(ports.kafka),
  REVLOOP_REGISTRY_PORT: String(ports.registry),
  REVLOOP_CLICKHOUSE_PORT: String(ports.clickhouse),
  ...clearSecrets(secrets),
  REVLOOP_WRITE_KEYS: localWriteKeys(secrets),
  ...clickhouseEnvironment(secrets, { logs: '/var/log/clickhouse-server', ownSession: false }),
});
