// One drain, measured the same way for everybody: from just before the consumer starts until every row is stored.
import { setTimeout as pause } from 'node:timers/promises';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { rounded } from './bench.ts';
import type { BenchStack } from './bench-stack.ts';
import { cpuSeconds, firstThreadCpuSeconds, forgetPeak, load1, peakRssMb } from './resources.ts';

const rowsStored = loadSql(import.meta.url, './sql/rows-stored.sql');
const mergesRunning = loadSql(import.meta.url, './sql/merges-running.sql');

export interface Consumer {
  /** The consumer's own process; none where ClickHouse consumes itself. */
  readonly pid?: number;
  /** Throws when it has ended. */
  readonly check: () => void;
  /** True when all is written down, asked once the rows are there. */
  readonly isDone: () => Promise<boolean>;
}

export interface Drain {
  /** From start to the last row: joining the group, and starting a process where there is one, included. */
  readonly wall_s: number;
  /** Rows after the first block seen until the last, a second: starting excluded. */
  readonly events_per_s: number;
  readonly consumer_cpu_s: number;
  readonly clickhouse_cpu_s: number;
  /** The part of clickhouse_cpu_s that its HTTP shield used. */
  readonly shield_cpu_s: number;
  readonly kafka_cpu_s: number;
  /** ClickHouse from the last row until no merge ran for a second. */
  readonly settling_cpu_s: number;
  readonly consumer_peak_rss_mb: number;
  readonly clickhouse_peak_rss_mb: number;
  /** Processes that wanted to run, averaged over the minute before the end: above the number of cores, others were at work as well. */
  readonly load: number;
}

const poll_ms = 200;
const drain_ms_max = 600_000;
const settle_ms_max = 30_000;

const numberOf = async ({ clickhouse }: BenchStack, sql: string, params: object = {}): Promise<number> =>
  Number((await clickhouse.query<{ rows: string }>(sql, { ...params }))[0]?.rows);

/** Waits until no merge runs for a second, or half a minute. */
const settled = async (stack: BenchStack): Promise<void> => {
  const giveUpAt = performance.now() + settle_ms_max;
  for (let quiet = 0; quiet < 4 && performance.now() < giveUpAt;) {
    await pause(250);
    quiet = (await numberOf(stack, mergesRunning)) === 0 ? quiet + 1 : 0;
  }
};

/** Starts the consumer by `begin` and measures until `table` holds `events` rows and the consumer is done. */
export const measureDrain = async (
  stack: BenchStack,
  { table, events }: { table: string; events: number },
  begin: () => Promise<Consumer>,
): Promise<Drain> => {
  const [clickhouse, kafka] = [stack.pidOf('clickhouse'), stack.pidOf('kafka')];
  const used = () => ({
    clickhouse: cpuSeconds(clickhouse),
    shield: firstThreadCpuSeconds(clickhouse),
    kafka: cpuSeconds(kafka),
  });
  forgetPeak(clickhouse);
  const before = used();
  const startedAt = performance.now();
  const consumer = await begin();
  let first: { readonly at: number; readonly rows: number } | undefined;
  for (;;) {
    const rows = await numberOf(stack, rowsStored, { table });
    const at = performance.now();
    if (rows > 0) first ??= { at, rows };
    if (rows >= events && (await consumer.isDone())) break;
    consumer.check();
    if (at - startedAt > drain_ms_max)
      throw new Error(`${table}: ${rows} of ${events} rows within ten minutes`);
    await pause(poll_ms);
  }
  const endedAt = performance.now();
  const after = used();
  const load = load1();
  const { pid } = consumer;
  const consumer_cpu_s = pid === undefined ? 0 : cpuSeconds(pid);
  const consumer_peak_rss_mb = pid === undefined ? 0 : peakRssMb(pid);
  const clickhouse_peak_rss_mb = peakRssMb(clickhouse);
  await settled(stack);
  return {
    wall_s: rounded((endedAt - startedAt) / 1_000),
    events_per_s: Math.round(((events - (first?.rows ?? 0)) / (endedAt - (first?.at ?? NaN))) * 1_000),
    consumer_cpu_s,
    clickhouse_cpu_s: rounded(after.clickhouse - before.clickhouse),
    shield_cpu_s: rounded(after.shield - before.shield),
    kafka_cpu_s: rounded(after.kafka - before.kafka),
    settling_cpu_s: rounded(cpuSeconds(clickhouse) - after.clickhouse),
    consumer_peak_rss_mb,
    clickhouse_peak_rss_mb,
    load,
  };
};
