// Ours: the real sink as a fresh process with a fresh group into a fresh database, until every event is stored and written down.
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import type { Kafka } from 'kafkajs';
import type { BenchStack } from './bench-stack.ts';
import { measureDrain, type Consumer, type Drain } from './drain.ts';
import { kafkaOf } from './fill-topics.ts';
import { untilHolds } from './process.ts';
import { cpuSeconds } from './resources.ts';
import { spawnService } from './service.ts';

const offsetsAccounted = loadSql(import.meta.url, './sql/offsets-accounted.sql');
const group = 'revloop-sink';

interface Audit {
  readonly complete: boolean;
  readonly missing: number;
  readonly duplicates: number;
}

interface RunningSink extends Consumer {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts the sink. REVLOOP_BENCH_PROFILE names a folder for CPU profiles of it: one file a process, written when it ends. */
const spawnSink = ({ env, clickhouse }: BenchStack, events: number): RunningSink => {
  const folder = process.env['REVLOOP_BENCH_PROFILE'];
  const { pid, check, end } = spawnService(
    'sink',
    env,
    folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [],
  );
  return {
    pid,
    check,
    isDone: async () =>
      Number((await clickhouse.query<{ rows: string }>(offsetsAccounted))[0]?.rows) >= events,
    stop: () => end('SIGTERM'),
  };
};

const sinkUrl = ({ env }: BenchStack, path: string): string =>
  `http://127.0.0.1:${env['REVLOOP_SINK_PORT']}${path}`;

/** What the sink's own audit says of everything stored; asked until it is complete, for half a minute. */
const audited = async (stack: BenchStack): Promise<Audit> => {
  let audit: Audit | undefined;
  await untilHolds('the audit is complete', 30_000, async () => {
    const response = await fetch(sinkUrl(stack, '/audit'), { signal: AbortSignal.timeout(20_000) });
    audit = (await response.json()) as Audit;
    return audit.complete;
  });
  if (!audit) throw new Error('no audit');
  return audit;
};

/** Forgets how far the group has come. It can be deleted once its last member has left. */
const forgetGroup = async (kafka: Kafka): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  await untilHolds('the sink has left its group', 30_000, async () => {
    const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    if (groups.includes(group)) await admin.deleteGroups([group]);
    return true;
  });
  await admin.disconnect();
};

/** Drains `funnel.events` once and audits it; `looked` is called after the audit, while the database still holds the events. */
export const drainBySink = async (
  stack: BenchStack,
  events: number,
  looked: () => Promise<void>,
): Promise<Drain> => {
  await forgetGroup(kafkaOf(stack));
  await stack.freshDatabase();
  let sink: RunningSink | undefined;
  try {
    const drain = await measureDrain(stack, { table: 'stored_events', events }, () => {
      sink = spawnSink(stack, events);
      return Promise.resolve(sink);
    });
    const { missing, duplicates } = await audited(stack);
    if (missing + duplicates > 0) throw new Error(`audit: ${missing} missing, ${duplicates} duplicates`);
    await looked();
    return drain;
  } finally {
    await sink?.stop();
  }
};

/** CPU seconds the sink uses to start, join its group and be ready, with nothing left to store. */
export const idleStartCpuSeconds = async (stack: BenchStack): Promise<number> => {
  const sink = spawnSink(stack, 0);
  try {
    await untilHolds('the sink is ready', 60_000, async () => (await fetch(sinkUrl(stack, '/readyz'))).ok);
    return cpuSeconds(sink.pid);
  } finally {
    await sink.stop();
  }
};
