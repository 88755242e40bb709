// What does ingest add to what it is made of? HTTP to Kafka with write keys, validation and Avro, against a bare fastify + kafkajs pair on the
// same broker, in rounds that take turns.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKafka } from '@revloop/infra/kafka/client.ts';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { createLog } from '@revloop/infra/runtime/log.ts';
import { freePort } from '@revloop/infra/stack/ports.ts';
import { topics } from '@revloop/schemas/topics.ts';
import { startOwnStack, stopOwnStack, type OwnStack } from '../stack/own-stack.ts';
import { median, type Bench } from './bench.ts';
import type { Load, LoadFigures } from './load-client.ts';
import { answers, ownHome, until } from './process.ts';

const key = 'bench-write-key';
const bareTopic = 'bench.bare';
const log = createLog('bench');

interface Server {
  readonly name: 'ingest' | 'bare';
  readonly port: number;
  readonly child: ChildProcess;
}

interface Round extends LoadFigures {
  readonly cpu_us_per_event: number;
}

const script = (path: string): string => join(projectRoot, path);
const started = (
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess =>
  spawn(process.execPath, [...nodeFlags(path), script(path), ...args], {
    env: { PATH: process.env['PATH'] ?? '', REVLOOP_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
/** REVLOOP_BENCH_PROFILE names a folder for CPU profiles of the servers. */
const nodeFlags = (path: string): readonly string[] => {
  const folder = process.env['REVLOOP_BENCH_PROFILE'];
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, path.replaceAll('/', '-'))}`] : [];
};

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
};

const startIngest = async ({ where }: OwnStack): Promise<Server> => {
  const port = await freePort();
  const child = started('services/ingest/main.ts', [], {
    REVLOOP_HOME: where.home,
    REVLOOP_KAFKA_BROKERS: where.kafka,
    REVLOOP_REGISTRY_URL: where.registryUrl,
    REVLOOP_INGEST_PORT: String(port),
    REVLOOP_WRITE_KEYS: `bench:${createHash('sha256').update(key).digest('hex')}`,
  });
  await until('ingest is ready', child, () => answers(`http://127.0.0.1:${port}/readyz`));
  return { name: 'ingest', port, child };
};

const startBare = async ({ where }: OwnStack): Promise<Server> => {
  const port = await freePort();
  const child = started('test/bench/load-bare.ts', [String(port), where.kafka, bareTopic], {});
  await until('the bare pair is ready', child, () => answers(`http://127.0.0.1:${port}/readyz`));
  return { name: 'bare', port, child };
};

/** CPU time a process has used, microseconds: a figure that other programs on the machine disturb least. */
const cpuOf = ({ pid }: ChildProcess): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
};

const rssMbOf = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_000;

const roundOf = async (server: Server, run: string, load: Partial<Load>): Promise<Round> => {
  const whole = {
    port: server.port,
    authorization: `Bearer ${key}`,
    run,
    requests_max: 1_000_000,
    ...load,
  };
  const cpuBefore = cpuOf(server.child);
  const client = spawn(process.execPath, [script('test/bench/load-client.ts'), JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  client.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(client, 'close')) as [number];
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  const figures = JSON.parse(text) as LoadFigures;
  const others = Object.keys(figures.statuses).filter((status) => status !== '202');
  if (others.length > 0) throw new Error(`${server.name} answered ${JSON.stringify(figures.statuses)}`);
  const events = (figures.statuses['202'] ?? 0) * (load.events_per_request ?? 1);
  return { ...figures, cpu_us_per_event: (cpuOf(server.child) - cpuBefore) / events };
};

interface Kind {
  readonly name: string;
  readonly load: Partial<Load>;
  readonly figure: 'requests_per_s' | 'events_per_s';
}
const kinds: readonly Kind[] = [
  {
    name: 'single',
    figure: 'requests_per_s',
    load: { connections: 300, events_per_request: 1, ms_max: 4_000 },
  },
  {
    name: 'batch',
    figure: 'events_per_s',
    load: { connections: 32, events_per_request: 100, ms_max: 4_000 },
  },
];
const rounds = 5;

const round = (value: number, decimals = 0): number => Number(value.toFixed(decimals));

/** Rounds of one kind of load, the servers taking turns; the first of each only warms it up. */
const measure = async (
  { name, load, figure }: Kind,
  servers: readonly Server[],
  say: (line: string) => void,
): Promise<Record<string, number>> => {
  const of: Record<Server['name'], Round[]> = { ingest: [], bare: [] };
  for (let turn = 0; turn <= rounds; turn += 1)
    for (const server of turn % 2 === 0 ? servers : [...servers].reverse()) {
      const result = await roundOf(server, `${name}-${turn}`, load);
      if (turn > 0) of[server.name].push(result);
      say(
        `${name} ${turn === 0 ? 'warm-up' : `${turn} of ${rounds}`} ${server.name}: ${round(result[figure])} ${figure}, p50 ${round(result.p50_ms, 1)} ms, p99 ${round(result.p99_ms, 1)} ms, ${round(result.cpu_us_per_event, 1)} CPU-µs an event`,
      );
    }
  const middle = (server: Server['name'], of_: keyof Omit<Round, 'statuses'>): number =>
    median(of[server].map((result) => result[of_]));
  const ratios = of.ingest.map((result, turn) => result[figure] / (of.bare[turn]?.[figure] ?? NaN));
  return Object.fromEntries([
    ...(['ingest', 'bare'] as const).flatMap((server) => [
      [`${name}_${server}_${figure}`, round(middle(server, figure))],
      [`${name}_${server}_p50_ms`, round(middle(server, 'p50_ms'), 1)],
      [`${name}_${server}_p99_ms`, round(middle(server, 'p99_ms'), 1)],
      [`${name}_${server}_cpu_us_per_event`, round(middle(server, 'cpu_us_per_event'), 1)],
    ]),
    [`${name}_ratio`, round(median(ratios), 2)],
    // What each costs of a processor, whatever else runs on the machine: above 1 ingest is the cheaper one.
    [
      `${name}_cpu_ratio`,
      round(middle('bare', 'cpu_us_per_event') / middle('ingest', 'cpu_us_per_event'), 2),
    ],
  ]) as Record<string, number>;
};

const metricOf = async ({ port }: Server, name: string): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
};

const createBothTopics = async (brokers: readonly string[]): Promise<void> => {
  const admin = createKafka({ brokers, clientId: 'bench', log }).admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [topics.events.name, bareTopic].map((topic) => ({
      topic,
      numPartitions: topics.events.partitions,
    })),
  });
  await admin.disconnect();
};

export const ingestBench: Bench = {
  name: 'ingest',
  what: 'HTTP to Kafka against a bare fastify + kafkajs pair (median of 5 alternating rounds)',
  goals: {
    single_ratio: { at: 'least', value: 0.8 },
    batch_ingest_events_per_s: { at: 'least', value: 60_000 },
  },
  run: async (say) => {
    const { env, discard } = await ownHome();
    const servers: Server[] = [];
    let stack: OwnStack | undefined;
    try {
      stack = await startOwnStack(env['REVLOOP_HOME'], env);
      await createBothTopics([stack.where.kafka]);
      servers.push(await startIngest(stack), await startBare(stack));
      say('everything is up');
      const figures: Record<string, number> = {};
      for (const kind of kinds) Object.assign(figures, await measure(kind, servers, say));
      const [ingest, bare] = servers as [Server, Server];
      return {
        ...figures,
        ingest_rss_mb: round(rssMbOf(ingest.child)),
        bare_rss_mb: round(rssMbOf(bare.child)),
        ingest_waiting_bytes_peak: await metricOf(ingest, 'revloop_ingest_waiting_bytes_peak'),
      };
    } finally {
      for (const { child } of servers) await stopped(child);
      if (stack) await stopOwnStack(stack);
      discard();
    }
  },
};
