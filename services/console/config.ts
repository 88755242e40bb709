// The console's settings from the environment.
import { type Environment, SettingsReader } from '@revloop/infra/runtime/config.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly clickhouse: {
    readonly url: string;
    readonly database: string;
    readonly user: string;
    readonly password: string;
  };
}

/** Reads REVLOOP_*. Throws one `SurroundingsError` that lists every fault. */
export const readConfig = (env: Environment): Config => {
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
  });
};
