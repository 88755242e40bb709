// Everything: the stack, then migrations, topics and schemas, then the services; each as soon as its own needs are met.
import { join } from 'node:path';
import type { Environment } from '@revloop/infra/runtime/config.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import type { Report, SupervisedChild } from '@revloop/infra/runtime/supervise.ts';
import { localWriteKeys, stackEnvironment } from '@revloop/infra/stack/environment.ts';
import { readStackSettings, type StackSettings } from '@revloop/infra/stack/settings.ts';
import { startStack, type Stack } from '@revloop/infra/stack/stack.ts';
import { runDemo } from './demo-run.ts';
import { pageBuild, pageIsStale } from './page.ts';
import { runScript, type Script, type ScriptSurroundings } from './run-script.ts';
import {
  readServicePorts,
  servicePortEnvironment,
  servicePortNeeds,
  settledServicePorts,
  startService,
  type ServiceName,
  type ServicePorts,
} from './services.ts';

export interface StartOptions {
  /** Read from `env` when absent. */
  readonly settings?: StackSettings;
  readonly env: Environment;
  /** After all is ready, plant the demo's journeys. */
  readonly demo: boolean;
}

export interface Started {
  readonly stack: Stack;
  readonly ports: ServicePorts;
  /** What clients of this start need, as REVLOOP_* variables. */
  readonly env: NodeJS.ProcessEnv;
  /** Everything answers. Rejects with the first fault that waiting does not heal. */
  readonly ready: Promise<void>;
  readonly pids: () => Readonly<Record<string, number>>;
  /** Stops services, then the stack. */
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

const migrations: Script = { name: 'migrate', args: ['infra/clickhouse/migrate.ts'] };
const topics: Script = { name: 'topics', args: ['infra/kafka/create-topics.ts'] };
const schemas: Script = { name: 'schemas', args: ['infra/registry/register.ts'] };

/** The environment of scripts and services: the caller's, where the stack is, its secrets, their ports. */
const environmentOf = (stack: Stack, ports: ServicePorts, env: Environment): NodeJS.ProcessEnv => {
  const local = localWriteKeys(stack.secrets);
  const given = env['REVLOOP_WRITE_KEYS'];
  return {
    ...env,
    ...stackEnvironment(stack.home, stack.addresses, stack.secrets),
    ...servicePortEnvironment(ports),
    REVLOOP_WRITE_KEYS: given ? [given, ...(/(^|,)\s*local:/.test(given) ? [] : [local])].join(',') : local,
  };
};

/**
 * Starts everything and returns as soon as it is on its way. Throws what `startStack` throws; the services' ports are checked with the
 * stack's, before anything is started.
 */
export const startAll = async ({ settings, env, demo }: StartOptions, report: Report): Promise<Started> => {
  const read = new SettingsReader(env);
  const ports = await settledServicePorts(read.done(readServicePorts(read)));
  const stackSettings = settings ?? readStackSettings(env);
  const stack = await startStack(stackSettings, report, servicePortNeeds(ports));
  const full = environmentOf(stack, ports, env);
  const logs = join(stack.home, 'logs');
  const stopped = new AbortController();
  // From here on what happens is remembered in the stack's log as well.
  const tell = stack.report;
  const surroundings: ScriptSurroundings = { env: full, logs, report: tell, signal: stopped.signal };
  const services: SupervisedChild[] = [];

  const service = async (name: ServiceName, ...needs: Promise<void>[]): Promise<void> => {
    await Promise.all(needs);
    stopped.signal.throwIfAborted();
    const child = startService(name, {
      env: full,
      ports,
      logs,
      ready_s_max: stackSettings.ready_s_max,
      report,
    });
    services.push(child);
    await child.ready;
  };
  const after = async (need: Promise<void>, script: Script): Promise<void> => {
    await need;
    await runScript(script, surroundings);
  };

  // The page's build needs nobody; migrations need ClickHouse alone, topics Kafka alone. Ingest and sink ask for schema ids until they get
  // them, so they start beside the registry, the slowest part, not after it. The others leave them the processor: first an event has to
  // come in and be seen.
  const start = async (): Promise<void> => {
    const built = pageIsStale() ? runScript(pageBuild(), surroundings) : Promise.resolve();
    const migrated = after(stack.ready.clickhouse, migrations);
    const created = after(stack.ready.kafka, topics);
    const carried = Promise.all([service('ingest', created), service('sink', created, migrated)]);
    const calm = Promise.race([carried.then(() => undefined), stack.ready.registry]);
    await Promise.all([
      after(stack.ready.registry, schemas),
      carried,
      service('attribution', created, migrated, calm),
      service('alerting', created, migrated, calm),
      service('console', built, migrated, calm),
    ]);
    if (demo) await runDemo(full);
  };

  const ready = start();
  ready.catch(() => undefined);
  return {
    stack,
    ports,
    env: full,
    ready,
    pids: () => ({
      ...stack.pids(),
      ...Object.fromEntries(services.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]))),
    }),
    stop: async () => {
      stopped.abort();
      // They meet only in topics and tables, so they may end side by side; what they need ends after them.
      await Promise.all(services.map((child) => child.stop()));
      await stack.stop();
    },
    kill: () => {
      stopped.abort();
      for (const child of services) child.kill();
      stack.kill();
    },
  };
};
