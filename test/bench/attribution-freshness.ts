// How soon after a win is stored do analysts see its credits, while 1,000 events a second come in through HTTP and all of Revloop runs?
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Started } from '../../services/cli/start/start.ts';
import { quantile, rounded, type Bench } from './bench.ts';
import { clickHouseCosts } from './clickhouse-costs.ts';
import { untilHolds } from './process.ts';
import { readAsConsole, readAsServices } from './readers.ts';
import { cpuSeconds, load1 } from './resources.ts';
import { Sightings } from './sightings.ts';
import { sendSteadily } from './steady-load.ts';
import { whileAllRuns } from './while-all-runs.ts';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

const events_per_s = 1_000;
const probe_every_ms = 400;
/** A question takes 0.1 CPU-seconds, which the answer waits for as well. */
const question_pause_ms = 500;
const last_probe_ms_max = 60_000;
/** Each win is of an account of its own, which is found by the primary key. */
const accountOf = (probe: string): string => `account-of-${probe}`;

const creditsSeen = loadSql(import.meta.url, './sql/credits-seen.sql');
const probesStored = loadSql(import.meta.url, './sql/probes-stored.sql');

const shown = async (clickhouse: ClickHouse, waiting: readonly string[]): Promise<readonly string[]> =>
  waiting.length === 0
    ? []
    : (
        await clickhouse.query<{ opportunity_id: string }>(creditsSeen, { accounts: waiting.map(accountOf) })
      ).map(({ opportunity_id }) => opportunity_id);

/** Milliseconds from stored to shown, both by this machine's clock. */
const sinceStored = async (clickhouse: ClickHouse, sightings: Sightings): Promise<readonly number[]> =>
  (await clickhouse.query<{ id: string; stored_ms: string }>(probesStored)).flatMap(({ id, stored_ms }) => {
    const at = sightings.seen.get(id);
    return at === undefined ? [] : [performance.timeOrigin + at - Number(stored_ms)];
  });

/** Where its time went, for people. */
const tellCosts = async (env: Started['env'], since_ms: number, say: Say): Promise<void> => {
  const clickhouse = readAsServices({ env });
  for (const line of await clickHouseCosts(clickhouse, since_ms)) say(line);
  await clickhouse.close();
};

const measure = async ({ ports, env, pids }: Started, minutes: number, say: Say): Promise<Figures> => {
  const target = {
    url: `http://127.0.0.1:${ports.ingest}`,
    writeKey: env['REVLOOP_WRITE_KEY'] ?? '',
  };
  const cpu = (): number => cpuSeconds(pids()['clickhouse'] ?? NaN);
  const before = cpu();
  const since_ms = Date.now();
  const clickhouse = readAsConsole({ env });
  const sightings = new Sightings((waiting) => shown(clickhouse, waiting), question_pause_ms);
  const load = await sendSteadily({
    ...target,
    events_per_s,
    seconds: minutes * 60,
    probe_every_ms,
    probe: (id) => ({
      type: 'opportunity_won',
      account_id: accountOf(id),
      opportunity_id: id,
      amount: '1000',
      currency: 'EUR',
    }),
    onProbe: (id, at) => sightings.acknowledge(id, at),
  });
  const cpu_s = cpu() - before;
  await untilHolds('the last probe is seen', last_probe_ms_max, () =>
    Promise.resolve(sightings.waiting === 0),
  ).catch(() => undefined);
  const never_seen = sightings.waiting;
  await sightings.stop();
  const delays_ms = await sinceStored(clickhouse, sightings);
  await clickhouse.close();
  await tellCosts(env, since_ms, say);
  return {
    p50_ms: Math.round(quantile(delays_ms, 0.5)),
    p99_ms: Math.round(quantile(delays_ms, 0.99)),
    max_ms: Math.round(quantile(delays_ms, 1)),
    since_accepted_p99_ms: Math.round(quantile(sightings.delays_ms, 0.99)),
    probes: delays_ms.length,
    probes_never_seen: never_seen,
    resolution_p99_ms: Math.round(quantile(sightings.gaps_ms, 0.99)),
    accepted_events_per_s: Math.round(load.accepted / load.seconds),
    refused_events: load.refused,
    clickhouse_cpu_percent: rounded((cpu_s / load.seconds) * 100, 0),
  };
};

export const attributionFreshnessBench: Bench = {
  name: 'attribution-freshness',
  what: `from a win being stored until its credits show in \`attribution_credits\`, at ${events_per_s} events a second`,
  goals: {
    p99_ms: { at: 'most', value: 5_000 },
    probes_never_seen: { at: 'most', value: 0 },
    accepted_events_per_s: { at: 'least', value: events_per_s * 0.99 },
  },
  options: { minutes: { what: 'how long events come in', byDefault: 2 } },
  run: (say, { minutes = NaN }) =>
    whileAllRuns(say, (started) => {
      say(`everything is up (load ${load1()}), ${events_per_s} events a second for ${minutes} minute(s)`);
      return measure(started, minutes, say);
    }),
};
