// What does attribution cost at size? A made-up funnel of 1, 10 and (with --millions 30) 30 million events: all credits anew, a question by channel, one
// account, a thousand changed accounts. Questions are asked twice: of the credits that are kept, and of the events, for any window and moment.
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { planningSettings, refreshCredits } from '@revloop/infra/clickhouse/refresh-credits.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import { median, rounded, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { load1 } from './resources.ts';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const flushLogs = sql('flush-logs');

/** Twenty events each. */
const accounts_per_million = 50_000;
const portion_accounts = 50_000;
const runs = 3;
const policies = ['productive'];
const changed_accounts = 1_000;

const accountId = (number: number): string => `account-${String(number).padStart(7, '0')}`;

/** Adds accounts up to, not including, `to`. */
const fill = async ({ clickhouse }: BenchStack, from: number, to: number): Promise<void> => {
  for (let at = from; at < to; at += portion_accounts) {
    const params = { from: at, accounts: Math.min(portion_accounts, to - at) };
    await clickhouse.run(sql('fill-funnel'), params);
    await clickhouse.run(sql('fill-links'), params);
  }
  await clickhouse.run('OPTIMIZE TABLE stored_events');
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
};

/** Median seconds of several runs. */
const seconds = async (work: (run: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(() => work(run)));
  return rounded(median(times), 3);
};

const measure = async ({ clickhouse }: BenchStack, millions: number): Promise<Figures> => {
  const accounts = millions * accounts_per_million;
  const since = timeText(Date.now());
  const full_s = await seconds(async () => {
    await clickhouse.run(sql('bench-attribution'));
    await clickhouse.run(`${compose(sql('full-credits'))}\n${planningSettings}`);
  });
  await clickhouse.run(sql('keep-credits'));
  const by_channel_s = await seconds(() => clickhouse.query(sql('by-channel-kept')));
  const by_channel_anew_s = await seconds(() => clickhouse.query(sql('by-channel')));
  const account = (run: number) => ({ account_id: accountId(24 * (run + 1)) });
  const one_account_s = await seconds((run) => clickhouse.query(sql('one-account-kept'), account(run)));
  const one_account_anew_s = await seconds((run) => clickhouse.query(sql('one-account'), account(run)));
  const changed_s = await seconds((run) =>
    refreshCredits(
      clickhouse,
      Array.from({ length: changed_accounts }, (_, index) => accountId((index * 47 + run) % accounts)),
      { lookbacks: [90], policies, version: BigInt(run + 1) },
    ),
  );
  await clickhouse.run(flushLogs);
  const [cost] = await clickhouse.query<Record<'memory_mb' | 'cpu_s', number>>(sql('query-peak'), {
    since,
    like: '%INTO bench_attribution%',
  });
  return {
    full_s,
    full_cpu_s: rounded(Number(cost?.cpu_s)),
    full_memory_mb: Math.round(Number(cost?.memory_mb)),
    ...{ by_channel_s, by_channel_anew_s, one_account_s, one_account_anew_s, changed_s },
  };
};

/** Figures of a size, by their names with the size before. */
const named = (millions: number, figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [`m${millions}_${name}`, value]));

const run = async (say: Say, largest: number): Promise<Figures> => {
  const stack = await startBenchStack(say);
  try {
    const all: Record<string, number> = {};
    let accounts = 0;
    for (const millions of [1, 10, 30].filter((size) => size <= largest)) {
      await fill(stack, accounts, millions * accounts_per_million);
      accounts = millions * accounts_per_million;
      const figures = await measure(stack, millions);
      say(`${millions} million events: ${JSON.stringify(figures)} (load ${load1()})`);
      Object.assign(all, named(millions, figures));
    }
    return all;
  } finally {
    await stack.discard();
  }
};

export const attributionBench: Bench = {
  name: 'attribution',
  what: 'credits of a funnel of millions of events: all anew, by channel, of one account, of a thousand changed ones',
  goals: {
    m10_full_s: { at: 'most', value: 4 },
    m10_by_channel_s: { at: 'most', value: 2 },
    m10_by_channel_anew_s: { at: 'most', value: 2 },
    m10_one_account_s: { at: 'most', value: 0.1 },
    m10_one_account_anew_s: { at: 'most', value: 0.1 },
    m10_changed_s: { at: 'most', value: 0.5 },
  },
  options: { millions: { what: 'the largest size: 1, 10 or 30 million events', byDefault: 10 } },
  run: (say, { millions = 10 }) => run(say, millions),
};
