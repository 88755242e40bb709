// Kafka, registry and ClickHouse of a benchmark's own, with topics, schemas and tables as every start makes them, and no service yet.
import { join } from 'node:path';
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { stackEnvironment } from '@revloop/infra/stack/environment.ts';
import { readStackSettings } from '@revloop/infra/stack/settings.ts';
import { startStack } from '@revloop/infra/stack/stack.ts';
import { runScript, type Script } from '../../services/cli/start/run-script.ts';
import { ownHome, whenBrokenOff } from './process.ts';

export interface BenchStack {
  /** REVLOOP_* settings of services and clients. */
  readonly env: Readonly<Record<string, string>>;
  readonly brokers: readonly string[];
  /** Base of the Confluent-compatible API. */
  readonly registryUrl: string;
  /** As the services' user. */
  readonly clickhouse: ClickHouse;
  /** Process id of a part. */
  readonly pidOf: (part: 'kafka' | 'clickhouse') => number;
  /** Drops the database with all that is in it, and makes it anew. */
  readonly freshDatabase: () => Promise<void>;
  /** Stops everything and removes the home. */
  readonly discard: () => Promise<void>;
}

const migrations: Script = { name: 'migrate', args: ['infra/clickhouse/migrate.ts'] };
const topics: Script = { name: 'topics', args: ['infra/kafka/create-topics.ts'] };
const schemas: Script = { name: 'schemas', args: ['infra/registry/register.ts'] };

/** Starts the stack in a home of its own and waits until all of it answers. */
export const startBenchStack = async (say: (line: string) => void): Promise<BenchStack> => {
  const own = await ownHome();
  const settings = readStackSettings(own.env);
  const stack = await startStack(settings, ({ part, text }) => say(`${part}: ${text}`));
  const env = { ...own.env, ...stackEnvironment(stack.home, stack.addresses, stack.secrets) };
  const run = (script: Script): Promise<void> =>
    runScript(script, {
      env,
      logs: join(stack.home, 'logs'),
      report: () => undefined,
      signal: new AbortController().signal,
    });
  const forget = whenBrokenOff(stack.stop);
  const clickhouse = connectClickHouse({
    url: stack.addresses.clickhouseUrl,
    database: 'revloop',
    user: 'revloop',
    password: stack.secrets.clickhousePassword,
    application: 'bench',
    request_ms_max: 300_000,
  });
  const discard = async (): Promise<void> => {
    forget();
    await clickhouse.close();
    await stack.stop();
    own.discard();
  };
  try {
    await Promise.all([
      stack.ready.clickhouse.then(() => run(migrations)),
      stack.ready.kafka.then(() => run(topics)),
      stack.ready.registry.then(() => run(schemas)),
    ]);
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    env,
    brokers: [stack.addresses.kafka],
    registryUrl: `${stack.addresses.registryUrl}${settings.registryPath}`,
    clickhouse,
    pidOf: (part) => {
      const pid = stack.pids()[part];
      if (pid === undefined) throw new Error(`${part} does not run`);
      return pid;
    },
    freshDatabase: async () => {
      await clickhouse.run('DROP DATABASE revloop SYNC');
      await run(migrations);
    },
    discard,
  };
};
