// What does it cost to bring a million events from Kafka to ClickHouse, exactly once? Against ClickHouse's own Kafka engine, in the same run,
// on the same broker and server, one after the other; and how much of it kafkajs alone needs.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { median, rounded, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { clickHouseCosts } from './clickhouse-costs.ts';
import type { Drain } from './drain.ts';
import { drainByEngine, type Engine } from './drain-by-engine.ts';
import { drainBySink, idleStartCpuSeconds } from './drain-by-sink.ts';
import { fillTopics, flatAvroTopic, jsonTopic } from './fill-topics.ts';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

const exactness = loadSql(import.meta.url, './sql/exactness.sql');
const rowsStored = loadSql(import.meta.url, './sql/rows-stored.sql');

const peers: readonly (Engine & { readonly name: string })[] = [
  { name: 'engine_json', topic: jsonTopic, format: 'JSONEachRow', consumers: 1 },
  { name: 'engine_avro', topic: flatAvroTopic, format: 'AvroConfluent', consumers: 1 },
  { name: 'engine_json_2', topic: jsonTopic, format: 'JSONEachRow', consumers: 2 },
  { name: 'engine_avro_2', topic: flatAvroTopic, format: 'AvroConfluent', consumers: 2 },
];

const told = (name: string, drain: Drain, events: number): string => {
  const million = (cpu_s: number): string => ((cpu_s / events) * 1e6).toFixed(1);
  const [own, server] = [million(drain.consumer_cpu_s), million(drain.clickhouse_cpu_s)];
  return `${name}: ${drain.events_per_s} events/s, ${drain.wall_s} s in all, CPU-s a million ${own} + ${server} of ClickHouse (load ${drain.load})`;
};

/** What is in the tables after a drain by the sink, against what was produced. */
const lostAndDoubled = async ({ clickhouse }: BenchStack, events: number): Promise<Figures> => {
  const [stored] = await clickhouse.query<Record<'rows' | 'places' | 'events', string>>(exactness, {
    table: 'stored_events',
  });
  const [visible] = await clickhouse.query<{ rows: string }>(rowsStored, { table: 'events' });
  const places = Number(stored?.places);
  return {
    lost: events - Math.min(places, Number(stored?.events), Number(visible?.rows)),
    doubled: Number(stored?.rows) - places,
  };
};

/** Medians of several drains, CPU times for a million events. */
const figuresOf = (prefix: string, drains: readonly Drain[], events: number): Figures => {
  const of = (value: (drain: Drain) => number): number => rounded(median(drains.map(value)));
  const cpu = (value: (drain: Drain) => number): number => rounded((of(value) / events) * 1e6);
  return {
    [`${prefix}cpu_s_per_million`]: cpu((drain) => drain.consumer_cpu_s + drain.clickhouse_cpu_s),
    [`${prefix}events_per_s`]: of((drain) => drain.events_per_s),
    [`${prefix}wall_s`]: of((drain) => drain.wall_s),
    [`${prefix}clickhouse_cpu_s_per_million`]: cpu((drain) => drain.clickhouse_cpu_s),
    [`${prefix}clickhouse_settling_cpu_s_per_million`]: cpu((drain) => drain.settling_cpu_s),
    [`${prefix}kafka_cpu_s_per_million`]: cpu((drain) => drain.kafka_cpu_s),
    [`${prefix}clickhouse_peak_rss_mb`]: of((drain) => drain.clickhouse_peak_rss_mb),
    [`${prefix}load`]: of((drain) => drain.load),
  };
};

/** kafkajs alone, in a process of its own: what no sink on it can be below. */
const alone = async ({ brokers }: BenchStack, events: number): Promise<Figures> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=TimeoutNegativeWarning',
    fileURLToPath(new URL('./consume-alone.ts', import.meta.url)),
    brokers.join(','),
    String(events),
  ]);
  const { cpu_s, wall_s, start_cpu_s } = JSON.parse(stdout) as Record<string, number>;
  return {
    kafkajs_alone_cpu_s_per_million: rounded(((cpu_s ?? NaN) / events) * 1e6),
    kafkajs_alone_start_cpu_s: rounded(start_cpu_s ?? NaN),
    kafkajs_alone_events_per_s: Math.round(events / (wall_s ?? NaN)),
  };
};

/** How many times less CPU, and how many times faster, than each peer; `engine_cpu_ratio` is against the best of them. */
const ratios = (figures: Figures): Figures => {
  const of = (figure: string): number => figures[figure] ?? NaN;
  const ratioOf = (name: string, figure: string, turned: boolean): number => {
    const ratio = of(`${name}_${figure}`) / of(figure);
    return rounded(turned ? 1 / ratio : ratio);
  };
  const cpu = peers.map(
    ({ name }) => [`${name}_cpu_ratio`, ratioOf(name, 'cpu_s_per_million', false)] as const,
  );
  const speed = peers.map(
    ({ name }) => [`${name}_speed_ratio`, ratioOf(name, 'events_per_s', true)] as const,
  );
  return {
    ...Object.fromEntries([...cpu, ...speed]),
    engine_cpu_ratio: Math.min(...cpu.map(([, value]) => value)),
  };
};

const measure = async (stack: BenchStack, say: Say, events: number, runs: number): Promise<Figures> => {
  const sizes = await fillTopics(stack, events);
  say(`${events} events in 4 partitions, mean bytes: ${JSON.stringify(sizes)}`);
  const ours: Drain[] = [];
  const exact: Figures[] = [];
  const peerFigures: Record<string, number> = {};
  // Ours and the peers take turns, so that what else the machine does meets both.
  for (let turn = 0; turn < Math.max(runs, peers.length); turn += 1) {
    if (turn < runs) {
      const since = Date.now();
      const drain = await drainBySink(stack, events, async () => {
        exact.push(await lostAndDoubled(stack, events));
      });
      ours.push(drain);
      say(told(`sink, run ${turn + 1}`, drain, events));
      for (const line of await clickHouseCosts(stack.clickhouse, since)) say(line);
    }
    const peer = peers[turn];
    if (!peer) continue;
    const drain = await drainByEngine(stack, peer, events);
    say(told(`${peer.format} with ${peer.consumers} consumer(s)`, drain, events));
    Object.assign(peerFigures, figuresOf(`${peer.name}_`, [drain], events));
  }
  const middle = (value: (drain: Drain) => number): number => rounded(median(ours.map(value)));
  const sink_cpu_s = middle((drain) => drain.consumer_cpu_s);
  const figures: Figures = {
    ...figuresOf('', ours, events),
    sink_cpu_s_per_million: rounded((sink_cpu_s / events) * 1e6),
    clickhouse_shield_cpu_s_per_million: rounded((middle((drain) => drain.shield_cpu_s) / events) * 1e6),
    sink_peak_rss_mb: middle((drain) => drain.consumer_peak_rss_mb),
    sink_idle_start_cpu_s: await idleStartCpuSeconds(stack),
    ...(await alone(stack, events)),
    lost: Math.max(...exact.map(({ lost }) => lost ?? NaN)),
    doubled: Math.max(...exact.map(({ doubled }) => doubled ?? NaN)),
    ...peerFigures,
  };
  return { ...figures, ...ratios(figures) };
};

export const sinkBench: Bench = {
  name: 'sink',
  what: "a million events from Kafka to ClickHouse, by the sink and by ClickHouse's Kafka engine",
  goals: {
    cpu_s_per_million: { at: 'most', value: 9 },
    engine_cpu_ratio: { at: 'least', value: 3.5 },
    events_per_s: { at: 'least', value: 100_000 },
    lost: { at: 'most', value: 0 },
    doubled: { at: 'most', value: 0 },
  },
  options: {
    events: { what: 'how many events are drained', byDefault: 1_000_000 },
    runs: { what: 'runs of the sink, of which the median counts', byDefault: 3 },
  },
  run: async (say, { events = NaN, runs = NaN }) => {
    const stack = await startBenchStack(say);
    try {
      return await measure(stack, say, events, runs);
    } finally {
      await stack.discard();
    }
  },
};
