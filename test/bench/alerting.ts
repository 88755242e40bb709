// What do open clocks cost, and how soon is a breach told? 1,000, 10,000 and 100,000 handoffs are open; then 10,000 of them become due within a minute.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { listenForAlerts } from './alert-arrivals.ts';
import { quantile, rounded, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { untilHolds } from './process.ts';
import { cpuSeconds, load1, rssMb } from './resources.ts';
import { spawnService, type RunningService } from './service.ts';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const sizes = [1_000, 10_000, 100_000];
const storm = 10_000;
const storm_ms = 60_000;
const target_ms = 86_400_000;
/** From filling until the first of the storm is due: for starting, and for writing down the clocks. */
const lead_ms = 90_000;
const wait_ms_max = 120_000;
const idle_ms = 10_000;

const policies = `
calendars:
  always: [{ effective_from: 2000-01-01, time_zone: UTC, hours: { monday: [00:00-24:00] } }]
policies:
  - id: decision
    versions:
      - { version: 1, effective_from: 2000-01-01, starts: opened, answered_by: [mql_accepted, mql_rejected], calendar: always, target: 24 hours }
`;

const policiesPath = (): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-bench-')), 'policies.yaml');
  writeFileSync(path, policies);
  return path;
};

/** Handoffs that are due long after the run. */
const fillWaiting = ({ clickhouse }: BenchStack, from: number, to: number): Promise<unknown> =>
  clickhouse.run(sql('fill-handoffs'), {
    ...{ from, handoffs: to - from, step_ms: 100 },
    from_ms: Date.now() - target_ms / 2,
  });

const fillStorm = async ({ clickhouse }: BenchStack, from: number): Promise<void> => {
  await clickhouse.run(sql('fill-handoffs'), {
    ...{ from, handoffs: storm, step_ms: storm_ms / storm },
    from_ms: Date.now() + lead_ms - target_ms,
  });
};

/** Every clock's start is written down: the next process has said it before. */
const untilStored = ({ clickhouse }: BenchStack, clocks: number): Promise<void> =>
  untilHolds(`${clocks} clocks are stored`, wait_ms_max, async () => {
    const [row] = await clickhouse.query<{ facts: string }>(sql('stored-facts'));
    return Number(row?.facts) >= clocks;
  });

/** Every clock was judged once after the takeover: the service counts them as open, and nothing is due. */
const untilJudged = ({ env }: BenchStack, clocks: number): Promise<void> =>
  untilHolds(`${clocks} clocks are judged`, wait_ms_max, async () => {
    const answer = await fetch(`http://127.0.0.1:${env['REVLOOP_ALERTING_PORT']}/metrics`);
    const metrics = await answer.text();
    const valueOf = (name: string): number =>
      Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(metrics)?.[1]);
    return (
      valueOf('revloop_alerting_clocks_open') >= clocks && valueOf('revloop_alerting_due_late_seconds') === 0
    );
  });

/** What a process that holds so many clocks costs: started anew, judging them all once as they become its own, and at rest after that. */
const costOf = async (
  stack: BenchStack,
  more: Readonly<Record<string, string>>,
  clocks: number,
): Promise<{ service: RunningService; figures: Figures }> => {
  const service = spawnService('alerting', { ...stack.env, ...more });
  const started_s = await service.says('alerting runs', wait_ms_max);
  const start_cpu_s = cpuSeconds(service.pid);
  await untilJudged(stack, clocks);
  const judged_cpu_s = cpuSeconds(service.pid);
  await pause(idle_ms);
  const idle_cpu_s = cpuSeconds(service.pid) - judged_cpu_s;
  const figures = {
    start_s: rounded(started_s),
    start_cpu_s: rounded(start_cpu_s),
    judge_cpu_s: rounded(judged_cpu_s - start_cpu_s),
    idle_cpu_percent: rounded((idle_cpu_s * 100_000) / idle_ms, 1),
    rss_mb: rssMb(service.pid),
  };
  return { service, figures };
};

/** What each clock more costs from one size to the next. */
const perClock = (all: Figures): Figures =>
  Object.fromEntries(
    sizes.slice(1).flatMap((size, at) => {
      const former = sizes[at] ?? 0;
      const more = (name: string): number =>
        ((all[`clocks_${size}_${name}`] ?? NaN) - (all[`clocks_${former}_${name}`] ?? NaN)) / (size - former);
      const name = `clock_${former}_to_${size}`;
      return [
        [`${name}_rss_bytes`, Math.round(more('rss_mb') * 1_048_576)],
        [`${name}_start_cpu_us`, Math.round(more('start_cpu_s') * 1_000_000)],
        [`${name}_judge_cpu_us`, Math.round(more('judge_cpu_s') * 1_000_000)],
        [`${name}_idle_cpu_us_a_second`, rounded(more('idle_cpu_percent') * 10_000)],
      ];
    }),
  );

const measureStorm = async (
  stack: BenchStack,
  more: Readonly<Record<string, string>>,
  clocks: number,
  say: Say,
): Promise<Figures> => {
  const arrivals = await listenForAlerts(stack);
  await fillStorm(stack, clocks);
  const env = { ...more, REVLOOP_ALERT_WEBHOOK_URL: arrivals.url };
  const { service } = await costOf(stack, env, clocks + storm);
  const before = cpuSeconds(service.pid);
  say(`waiting for ${storm} breaches within a minute (load ${load1()})`);
  await untilHolds('every breach was told', lead_ms + storm_ms + wait_ms_max, () =>
    Promise.resolve(arrivals.alerts.size >= storm),
  ).catch((error: unknown) => say(String(error)));
  const figures = {
    storm_breaches_in_kafka: arrivals.facts.size,
    storm_breaches_told: arrivals.alerts.size,
    storm_told_twice: arrivals.repeated(),
    storm_requests: arrivals.requests(),
    due_to_fact_p50_ms: Math.round(quantile([...arrivals.facts.values()], 0.5)),
    due_to_fact_p99_ms: Math.round(quantile([...arrivals.facts.values()], 0.99)),
    due_to_webhook_p50_ms: Math.round(quantile([...arrivals.alerts.values()], 0.5)),
    due_to_webhook_p99_ms: Math.round(quantile([...arrivals.alerts.values()], 0.99)),
    storm_cpu_s: rounded(cpuSeconds(service.pid) - before),
    storm_rss_mb: rssMb(service.pid),
  };
  await service.end('SIGTERM');
  await arrivals.close();
  return figures;
};

const run = async (say: Say): Promise<Figures> => {
  const stack = await startBenchStack(say);
  const sink = spawnService('sink', stack.env);
  try {
    const more = { REVLOOP_SLA_POLICIES: policiesPath() };
    const all: Record<string, number> = {};
    let clocks = 0;
    for (const size of sizes) {
      await fillWaiting(stack, clocks, size);
      clocks = size;
      const first = spawnService('alerting', { ...stack.env, ...more });
      await first.says('alerting runs', wait_ms_max);
      await untilStored(stack, clocks);
      await first.end('SIGKILL');
      const { service, figures } = await costOf(stack, more, clocks);
      await service.end('SIGTERM');
      say(`${size} clocks: ${JSON.stringify(figures)} (load ${load1()})`);
      for (const [name, value] of Object.entries(figures)) all[`clocks_${size}_${name}`] = value;
    }
    return { ...all, ...perClock(all), ...(await measureStorm(stack, more, clocks, say)) };
  } finally {
    await sink.end('SIGTERM');
    await stack.discard();
  }
};

export const alertingBench: Bench = {
  name: 'alerting',
  what: 'open clocks, 1,000 to 100,000: start, memory, and a storm of 10,000 breaches in a minute until somebody hears of them',
  goals: {
    clocks_100000_start_s: { at: 'most', value: 10 },
    clocks_100000_rss_mb: { at: 'most', value: 200 },
    due_to_fact_p99_ms: { at: 'most', value: 1_000 },
    due_to_webhook_p99_ms: { at: 'most', value: 2_000 },
    storm_told_twice: { at: 'most', value: 0 },
    storm_breaches_told: { at: 'least', value: storm },
  },
  run: (say) => run(say),
};
