// How soon is an accepted event in the relation analysts read, while 10,000 a second come in through HTTP and all of Revloop runs? And does
// any service grow?
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Started } from '../../services/cli/start/start.ts';
import { quantile, rounded, type Bench } from './bench.ts';
import { MemoryWatch } from './memory-watch.ts';
import { untilHolds } from './process.ts';
import { readAsConsole } from './readers.ts';
import { cpuSeconds, load1 } from './resources.ts';
import { Sightings } from './sightings.ts';
import { sendSteadily } from './steady-load.ts';
import { whileAllRuns } from './while-all-runs.ts';

type Figures = Readonly<Record<string, number>>;

const events_per_s = 10_000;
const last_probe_ms_max = 60_000;
const services = ['ingest', 'sink', 'attribution', 'alerting', 'console'];

/** Accounts that only probes touch: few rows, found by the primary key, spread over the partitions. */
const probeAccountIds = Array.from({ length: 16 }, (_, index) => `probe-account-${index}`);
/** How far back a question looks; a probe that takes longer is found late in the run's last question. */
const seconds_back_max = 60;
const probesSeen = loadSql(import.meta.url, './sql/probes-seen.sql');

const cpuOf = (pids: Readonly<Record<string, number>>): Figures =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuSeconds(pid)]));

const measure = async (started: Started, minutes: number): Promise<Figures> => {
  const clickhouse = readAsConsole(started);
  const memory = new MemoryWatch(started.pids);
  const sightings = new Sightings(async () =>
    (
      await clickhouse.query<{ event_id: string }>(probesSeen, {
        accounts: probeAccountIds,
        seconds: seconds_back_max,
      })
    ).map(({ event_id }) => event_id),
  );
  const before = cpuOf(started.pids());
  const load = await sendSteadily({
    url: `http://127.0.0.1:${started.ports.ingest}`,
    writeKey: started.env['REVLOOP_WRITE_KEY'] ?? '',
    events_per_s,
    seconds: minutes * 60,
    probe_every_ms: 50,
    probe: (_id, number) => ({
      type: 'content_viewed',
      account_id: probeAccountIds[number % probeAccountIds.length],
      channel: 'email',
    }),
    onProbe: (event_id, at) => sightings.acknowledge(event_id, at),
  });
  const after = cpuOf(started.pids());
  const sizes = memory.stop();
  await untilHolds('the last probe is seen', last_probe_ms_max, () =>
    Promise.resolve(sightings.waiting === 0),
  ).catch(() => undefined);
  const never_seen = sightings.waiting;
  await sightings.stop();
  await clickhouse.close();
  const { delays_ms, gaps_ms } = sightings;
  const growth = services.map((name) => sizes[name]?.growth_percent ?? NaN);
  return {
    p50_ms: Math.round(quantile(delays_ms, 0.5)),
    p99_ms: Math.round(quantile(delays_ms, 0.99)),
    max_ms: Math.round(quantile(delays_ms, 1)),
    probes: delays_ms.length,
    probes_never_seen: never_seen,
    resolution_p99_ms: Math.round(quantile(gaps_ms, 0.99)),
    accepted_events_per_s: Math.round(load.accepted / load.seconds),
    refused_events: load.refused,
    behind_ms_max: load.behind_ms_max,
    service_rss_growth_percent_max: Math.max(...growth),
    ...Object.fromEntries(
      Object.entries(sizes).flatMap(([name, { from_mb, to_mb, growth_percent }]) => [
        [`${name}_rss_from_mb`, from_mb],
        [`${name}_rss_to_mb`, to_mb],
        [`${name}_rss_growth_percent`, growth_percent],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(after).map(([name, cpu_s]) => [
        `${name}_cpu_percent`,
        rounded(((cpu_s - (before[name] ?? NaN)) / load.seconds) * 100, 0),
      ]),
    ),
  };
};

export const freshnessBench: Bench = {
  name: 'freshness',
  what: `from the 202 answer until visible in \`events\`, at ${events_per_s} events a second; memory of each service`,
  goals: {
    p99_ms: { at: 'most', value: 2_000 },
    probes_never_seen: { at: 'most', value: 0 },
    accepted_events_per_s: { at: 'least', value: events_per_s * 0.99 },
    service_rss_growth_percent_max: { at: 'most', value: 10, minutes_min: 3 },
  },
  options: { minutes: { what: 'how long events come in', byDefault: 1 } },
  run: (say, { minutes = NaN }) =>
    whileAllRuns(say, (started) => {
      say(`everything is up (load ${load1()}), ${events_per_s} events a second for ${minutes} minute(s)`);
      return measure(started, minutes);
    }),
};
