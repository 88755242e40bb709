// Do the views' totals equal a recount of what was sent?
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { eventually } from '../../support/eventually.ts';
import type { Ledger, Sent } from './ledger.ts';
import type { Scene } from './scene.ts';

type Totals = Readonly<Record<string, string>>;

const countBy = (events: readonly Sent[], by: (event: Sent) => string | undefined): Totals => {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const name = by(event);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
};

/** Sum of the won amounts in EUR, in cents. */
const wonCents = (events: readonly Sent[]): string =>
  String(events.reduce((sum, { won_amount }) => sum + BigInt((won_amount ?? '0.00').replace('.', '')), 0n));

const stageOf: Readonly<Record<string, string>> = {
  mql_created: 'mql',
  mql_accepted: 'accepted',
  opportunity_created: 'opportunity',
  opportunity_won: 'won',
};

const ask = async (clickhouse: ClickHouse, sql: string): Promise<Totals> =>
  Object.fromEntries(
    (await clickhouse.query<{ name: string; total: string }>(sql)).map(({ name, total }) => [name, total]),
  );

const difference = (what: string, sent: Totals, found: Totals): string[] =>
  [...new Set([...Object.keys(sent), ...Object.keys(found)])]
    .filter((name) => sent[name] !== found[name])
    .map((name) => `${what} ${name}: sent ${sent[name] ?? 'none'}, shown ${found[name] ?? 'none'}`);

const sql = {
  byTypeAndChannel: `SELECT concat(type, ' ', channel) AS name, toString(count()) AS total FROM events GROUP BY name`,
  won: `SELECT 'won' AS name, toString(toInt128(sum(amount) * 100)) AS total FROM events WHERE type = 'opportunity_won'`,
  stages: `SELECT stage AS name, toString(count()) AS total FROM stage_visits WHERE stage != 'engaged' GROUP BY stage`,
  credits: `SELECT concat(model, ' ', stage_credit, ' ', toString(lookback_days)) AS name, toString(toInt128(sum(amount) * 100)) AS total
    FROM attribution_credits WHERE row_kind != 'pending' GROUP BY name`,
};

/** A sentence for every total that differs. Credits follow the events, so they are awaited. */
export const verifyViews = async (
  { whole: { clickhouse } }: Scene,
  ledger: Ledger,
): Promise<readonly string[]> => {
  const events = ledger.all();
  const won = wonCents(events);
  const credits = await eventually(
    'credits have followed',
    () => ask(clickhouse, sql.credits),
    (totals) => Object.values(totals).every((total) => total === won),
    300_000,
  ).catch(() => ask(clickhouse, sql.credits));
  return [
    ...difference(
      'events',
      countBy(events, ({ type, channel }) => `${type} ${channel}`),
      await ask(clickhouse, sql.byTypeAndChannel),
    ),
    ...difference('events', { won }, await ask(clickhouse, sql.won)),
    ...difference(
      'stage_visits',
      countBy(events, ({ type }) => stageOf[type]),
      await ask(clickhouse, sql.stages),
    ),
    ...difference(
      'attribution_credits',
      Object.fromEntries(Object.keys(credits).map((name) => [name, won])),
      credits,
    ),
    ...(Object.keys(credits).length === 0 ? ['attribution_credits: there are none'] : []),
  ];
};
