// A Revloop to be hurt: embedded stack and services on free ports, in a home of its own, with failpoints, and with a proxy before ClickHouse.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import type { PartLine, Report } from '@revloop/infra/runtime/supervise.ts';
import { localWriteKeys, stackEnvironment } from '@revloop/infra/stack/environment.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import { readStackSettings } from '@revloop/infra/stack/settings.ts';
import { startStack, type Stack } from '@revloop/infra/stack/stack.ts';
import { runScript, type Script } from '../../../services/cli/start/run-script.ts';
import {
  readServicePorts,
  servicePortEnvironment,
  settledServicePorts,
  startService,
  type ServiceName,
  type ServicePorts,
} from '../../../services/cli/start/services.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import { startAnswerCutter, type AnswerCutter } from './answer-cutter.ts';
import { failpointsIn, type Failpoints } from './failpoints.ts';
import { Parts } from './parts.ts';
import { startRestarted, type RestartedService } from './restarted-service.ts';

/** A second sink in the first one's group. */
export interface SecondSink {
  readonly port: number;
  /** kill -9. */
  readonly kill: () => void;
  /** SIGTERM; resolves when it has left. */
  readonly leave: () => Promise<void>;
}

export interface Whole {
  readonly home: string;
  /** What clients need, as REVLOOP_* variables; ClickHouse without the proxy. */
  readonly env: Readonly<Record<string, string>>;
  readonly ports: ServicePorts;
  readonly parts: Parts;
  readonly cutter: AnswerCutter;
  readonly failpoints: Failpoints;
  /** As the services' user, who may read tables. */
  readonly clickhouse: ClickHouse;
  readonly sink: RestartedService;
  readonly startSecondSink: () => Promise<SecondSink>;
  /** Stops everything; the home is removed unless it is to be looked at. */
  readonly discard: (keepHome?: boolean) => Promise<void>;
}

const scripts = {
  migrate: { name: 'migrate', args: ['infra/clickhouse/migrate.ts'] },
  topics: { name: 'topics', args: ['infra/kafka/create-topics.ts'] },
  schemas: { name: 'schemas', args: ['infra/registry/register.ts'] },
} as const satisfies Record<string, Script>;

const ready_s_max = 120;
/** A sink that is silent for longer is out of its group. */
export const session_ms = 6_000;

const ownEnv = (home: string): Record<string, string | undefined> => ({
  ...process.env,
  ...Object.fromEntries(
    ['KAFKA', 'REGISTRY', 'CLICKHOUSE', 'INGEST', 'SINK', 'ATTRIBUTION', 'ALERTING', 'CONSOLE'].map(
      (part) => [`REVLOOP_${part}_PORT`, '0'],
    ),
  ),
  REVLOOP_HOME: home,
  REVLOOP_JARS: process.env['REVLOOP_JARS'] ?? join(projectRoot, '.revloop', 'jars'),
  REVLOOP_STACK: 'embedded',
  REVLOOP_LOG_LEVEL: 'info',
  // Credits of one window are enough to compare; the load is to be on Kafka, sink and ClickHouse.
  REVLOOP_ATTRIBUTION_LOOKBACK_DAYS: '365',
  // The shortest that a broker takes: a sink that died keeps its partitions for so long.
  REVLOOP_SINK_SESSION_MS_MAX: String(session_ms),
});

const all = ['ingest', 'sink', 'attribution', 'alerting'] as const satisfies readonly ServiceName[];

/** Starts the stack and these services, and waits until everything answers. `tell` hears what the parts report. */
export const startWhole = async (
  tell: Report,
  names: readonly (typeof all)[number][] = all,
): Promise<Whole> => {
  const home = mkdtempSync(join(tmpdir(), 'revloop-faults-'));
  const own = ownEnv(home);
  const services: RestartedService[] = [];
  const stack: { current?: Stack } = {};
  const parts = new Parts(() => ({
    ...stack.current?.pids(),
    ...Object.fromEntries(services.map(({ name, pid }) => [name, pid()])),
  }));
  const report = (line: PartLine): void => {
    parts.hear(line);
    tell(line);
  };
  const ports = await settledServicePorts(readServicePorts(new SettingsReader(own)));
  const running = await startStack(readStackSettings(own), report);
  stack.current = running;
  const cutter = await startAnswerCutter(running.addresses.clickhouseUrl);
  const failpoints = failpointsIn(join(home, 'failpoints'));
  const clientEnv = {
    ...stackEnvironment(home, running.addresses, running.secrets),
    ...servicePortEnvironment(ports),
    REVLOOP_WRITE_KEYS: localWriteKeys(running.secrets),
  };
  const env = {
    ...own,
    ...clientEnv,
    REVLOOP_CLICKHOUSE_URL: cutter.url,
    REVLOOP_FAILPOINTS: failpoints.folder,
  };
  const logs = join(home, 'logs');
  const surroundings = { env, ports, logs, ready_s_max, report };
  const clickhouse = connectClickHouse({
    url: running.addresses.clickhouseUrl,
    database: 'revloop',
    user: 'revloop',
    password: running.secrets.clickhousePassword,
    application: 'faults',
  });

  const discard = async (keepHome = false): Promise<void> => {
    await Promise.all([...services.map((service) => service.stop()), clickhouse.close()]);
    await running.stop();
    await cutter.close();
    if (!keepHome) rmSync(home, { recursive: true, force: true });
  };
  const script = async (needs: Promise<void>, one: Script): Promise<void> => {
    await needs;
    await runScript(one, { env, logs, report, signal: new AbortController().signal });
  };
  try {
    await Promise.all([
      script(running.ready.clickhouse, scripts.migrate),
      script(running.ready.kafka, scripts.topics),
      script(running.ready.registry, scripts.schemas),
    ]);
    services.push(...names.map((name) => startRestarted(name, surroundings)));
    await Promise.all(services.map(({ ready }) => ready));
  } catch (error) {
    await discard(true);
    throw error;
  }

  const startSecondSink = async (): Promise<SecondSink> => {
    const port = await freePort();
    const child = startService('sink', {
      env: { ...env, REVLOOP_SINK_PORT: String(port) },
      ports: { ...ports, sink: port },
      logs: join(logs, 'second'),
      ready_s_max,
      report: ({ text }) => tell({ part: 'second sink', text }),
    });
    await child.ready;
    return { port, kill: () => child.kill(), leave: () => child.stop() };
  };
  const sink = services.find(({ name }) => name === 'sink');
  if (!sink) throw new Error('there is no sink');
  return {
    home,
    env: clientEnv,
    ports,
    parts,
    cutter,
    failpoints,
    clickhouse,
    sink,
    startSecondSink,
    discard,
  };
};
