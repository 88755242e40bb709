// ClickHouse → the histories a simulation judges, and the channels of their handoffs. Reads only.
import { connectClickHouse, type ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { compose } from '@revloop/infra/clickhouse/compose.ts';
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { SettingsReader } from '@revloop/infra/runtime/config.ts';
import type { Policies } from '../core/policy.ts';
import type { AccountHistory, JudgedClock } from '../core/simulate.ts';
import { Watch } from '../core/watch.ts';
import { Stored } from '../stored.ts';

/** Months of events may be millions of rows. */
const request_ms_max = 300_000;
const handoffChannels = loadSql(import.meta.url, './sql/handoff-channels.sql');

/** Throws `SurroundingsError` where a setting is missing or wrong. */
export const connectStored = (env: NodeJS.ProcessEnv): ClickHouse => {
  const settings = new SettingsReader(env);
  const host = settings.text('REVLOOP_HOST', '127.0.0.1');
  const byDefault = `http://${host}:${settings.port('REVLOOP_CLICKHOUSE_PORT', 8123)}`;
  const url = settings.url('REVLOOP_CLICKHOUSE_URL', byDefault);
  const clickhouse = settings.done({ ...clickHouseSettings(settings, 'sla'), url });
  return connectClickHouse({ ...clickhouse, request_ms_max });
};

/** Every account with a stage event since `from`, with all its stage events. Rejects with `SurroundingsError`. */
export const readHistories = async (
  clickhouse: ClickHouse,
  policies: Policies,
  from: number,
  now: number,
): Promise<readonly AccountHistory[]> => {
  // Alerting's own way to fill its memory, so that both judge the same events.
  const watch = new Watch({ policies, settle_ms: 0 });
  const stored = new Stored(clickhouse, policies.property_names);
  const keys = await stored.loadInto(watch, from, now);
  const { histories } = watch;
  return keys.map((key) => ({ account_id: histories.accountIdOf(key), events: histories.eventsOf(key) }));
};

/** The channel of each clock's handoff; '' where not known. Rejects with `SurroundingsError`. */
export const readChannels = async (
  clickhouse: ClickHouse,
  clocks: readonly JudgedClock[],
): Promise<(clock: JudgedClock) => string> => {
  const late = clocks.filter(({ state }) => state === 'breached').map(({ opened_at }) => opened_at);
  if (late.length === 0) return () => '';
  const bound = (pick: (a: number, b: number) => number): number => late.reduce((a, b) => pick(a, b));
  const rows = await clickhouse.query<{ contact_id: string; opened_at: string; channel: string }>(
    compose(handoffChannels),
    { from_ms: bound(Math.min), to_ms: bound(Math.max) + 1 },
  );
  const channels = new Map(
    rows.map(({ contact_id, opened_at, channel }) => [`${opened_at}/${contact_id}`, channel]),
  );
  return ({ contact_id, opened_at }) => channels.get(`${opened_at}/${contact_id}`) ?? '';
};
