// What does the SLA board cost ClickHouse? 500 handoffs are open, with and without 50,000 that were decided: asked by one person for themselves, and by twenty
// who look at the console at once, each with a filter of their own.
import { setTimeout as pause } from 'node:timers/promises';
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { timeText } from '@revloop/infra/clickhouse/time-text.ts';
import { rounded, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { load1 } from './resources.ts';
import { spawnService } from './service.ts';

type Say = (line: string) => void;
type Figures = Readonly<Record<string, number>>;
type Params = Readonly<Record<string, string | number>>;

const sql = (name: string): string => loadSql(import.meta.url, `./sql/${name}.sql`);
const boardSql = (name: string): string => loadSql(import.meta.url, `../../services/console/sql/${name}.sql`);

const decided = 50_000;
const open = 500;
const runs = 5;
const viewers = 20;
/** As the page asks. */
const refresh_ms = 15_000;
const refreshes = 3;
const wait_ms_max = 60_000;

const fill = async ({ clickhouse }: BenchStack, from: number, handoffs: number): Promise<void> => {
  const params = { from, handoffs, decided, total: decided + open, now_ms: Date.now() };
  await clickhouse.run(sql('fill-board-events'), params);
  await clickhouse.run(sql('fill-board-facts'), params);
};

/** Questions of the console's user and what they cost, since a moment (UTC milliseconds). */
const costsSince = async (
  { clickhouse }: BenchStack,
  since_ms: number,
): Promise<{ questions: number; cpu_ms: number }> => {
  await clickhouse.run(sql('flush-logs'));
  const [row] = await clickhouse.query<Record<'questions' | 'cpu_ms', string>>(sql('user-costs'), {
    user: 'console',
    since: timeText(since_ms),
  });
  return { questions: Number(row?.questions), cpu_ms: Number(row?.cpu_ms) };
};

const everybody = { owner: '', team: '', policy: '', rows_max: 501 };
const openOnly: Readonly<Record<string, Params>> = {
  handoffs: { ...everybody, state: 'open', account: '' },
  breaches: { ...everybody, answered: 'no', from: '1970-01-01', to: '2099-12-01' },
  withdrawn: everybody,
};
/** The same questions without leave to look at what is open alone. */
const allOfHistory: typeof openOnly = {
  ...openOnly,
  handoffs: { ...openOnly['handoffs'], state: 'all' },
  breaches: { ...openOnly['breaches'], answered: 'all' },
};

/** CPU milliseconds of one refresh of the board that nobody shares. */
const unshared = async (stack: BenchStack, asked: typeof openOnly): Promise<number> => {
  const reader = connectClickHouse({
    url: stack.env['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'console',
    password: stack.env['REVLOOP_CONSOLE_PASSWORD'] ?? '',
    application: 'bench-board',
  });
  const since = Date.now();
  for (let run = 0; run < runs; run += 1)
    for (const [name, params] of Object.entries(asked)) await reader.query(boardSql(name), params);
  await reader.close();
  return rounded((await costsSince(stack, since)).cpu_ms / runs, 0);
};

const ask = async (url: string): Promise<void> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
};

/** One person at the board: what the page asks, every 15 s. */
const look = async (base: string, viewer: number): Promise<void> => {
  await pause((viewer * refresh_ms) / viewers);
  for (let refresh = 0; refresh < refreshes; refresh += 1) {
    if (refresh > 0) await pause(refresh_ms);
    await Promise.all(
      ['handoffs?state=open&', 'breaches?answered=no&', 'withdrawn?'].map((report) =>
        ask(`${base}/api/reports/${report}owner=owner-${viewer}`),
      ),
    );
  }
};

const shared = async (stack: BenchStack): Promise<Figures> => {
  const service = spawnService('console', stack.env);
  try {
    await service.says('console ready', wait_ms_max);
    const base = `http://127.0.0.1:${stack.env['REVLOOP_CONSOLE_PORT']}`;
    const since = Date.now();
    await Promise.all(Array.from({ length: viewers }, (_, viewer) => look(base, viewer)));
    const { questions, cpu_ms } = await costsSince(stack, since);
    return {
      viewers,
      shared_answers: viewers * refreshes * Object.keys(openOnly).length,
      shared_questions: questions,
      shared_cpu_ms_a_refresh: rounded(cpu_ms / (viewers * refreshes), 1),
    };
  } finally {
    await service.end('SIGTERM');
  }
};

const run = async (say: Say): Promise<Figures> => {
  const stack = await startBenchStack(say);
  try {
    await fill(stack, decided, open);
    const without_history_cpu_ms = await unshared(stack, openOnly);
    await fill(stack, 0, decided);
    const with_history_cpu_ms = await unshared(stack, openOnly);
    const unrestricted_cpu_ms = await unshared(stack, allOfHistory);
    say(`${viewers} look at the board for ${(refresh_ms * refreshes) / 1_000} s (load ${load1()})`);
    const figures = await shared(stack);
    return {
      unshared_unrestricted_cpu_ms_a_refresh: unrestricted_cpu_ms,
      unshared_cpu_ms_a_refresh: with_history_cpu_ms,
      unshared_without_history_cpu_ms_a_refresh: without_history_cpu_ms,
      ...figures,
    };
  } finally {
    await stack.discard();
  }
};

export const boardBench: Bench = {
  name: 'board',
  what: `the SLA board of ${open} open and ${decided} decided handoffs: CPU of ClickHouse for each refresh, asked alone and by ${viewers} at once`,
  goals: { shared_cpu_ms_a_refresh: { at: 'most', value: 100 } },
  run: (say) => run(say),
};
