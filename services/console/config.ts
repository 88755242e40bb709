// The console's settings from the environment.
import { kafkaSettings } from '@revloop/infra/kafka/settings.ts';
import { registrySettings } from '@revloop/infra/registry/settings.ts';
import { type Environment, SettingsReader } from '@revloop/infra/runtime/config.ts';

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Where acts on handoffs are written; undefined where nobody named a broker: then the console only reads. */
const readWriting = (read: SettingsReader, env: Environment) =>
  env['REVLOOP_KAFKA_BROKERS']
    ? { kafka: kafkaSettings(read, env), registry: registrySettings(read, env) }
    : undefined;

const readUserHeader = (read: SettingsReader, env: Environment): string | undefined => {
  const name = env['REVLOOP_CONSOLE_USER_HEADER'];
  if (!name) return undefined;
  if (!headerName.test(name))
    read.fault(`REVLOOP_CONSOLE_USER_HEADER must be the name of an HTTP header, not "${name}"`);
  return name.toLowerCase();
};

/** Reads REVLOOP_*. Throws one `SurroundingsError` that lists every fault. */
export const readConfig = (env: Environment) => {
  const read = new SettingsReader(env);
  return read.done({
    host: read.text('REVLOOP_HOST', '127.0.0.1'),
    port: read.port('REVLOOP_CONSOLE_PORT', 8090),
    clickhouse: {
      url: read.url('REVLOOP_CLICKHOUSE_URL', 'http://127.0.0.1:8123'),
      database: read.text('REVLOOP_CLICKHOUSE_DATABASE', 'revloop'),
      user: 'console',
      password: read.secret('REVLOOP_CONSOLE_PASSWORD', 'console-password'),
    },
    writing: readWriting(read, env),
    /** Header in which an authenticating proxy names who is signed in, in small letters; undefined: people say who they are. */
    user_header: readUserHeader(read, env),
    /** Alerting's directory file, of which the silences are shown; undefined where none is set. */
    directory_path: env['REVLOOP_SLA_DIRECTORY'] || undefined,
    /** What `revloop sla simulate --json` wrote; undefined where none is set. */
    simulation_path: env['REVLOOP_SLA_SIMULATION'] || undefined,
  });
};

export type ConsoleConfig = ReturnType<typeof readConfig>;
