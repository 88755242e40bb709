// Tokens only count where ClickHouse remembers them: without a window an insert token is ignored without a word. Asked once, before anything is stored.
import type { ClickHouse } from '@revloop/infra/clickhouse/client.ts';
import { loadSql } from '@revloop/infra/clickhouse/sql.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';

const statement = loadSql(import.meta.url, './sql/deduplication-windows.sql');

/** Tables whose inserts carry a token that has to be remembered. */
const tables = [
  'event_claims',
  'stored_events',
  'identity_links',
  'arrived_batches',
  'stored_dead_letters',
  'stored_sla_facts',
  'dead_letter_replays',
];
/** Inserts remembered at least: more than a sink can make while an insert of it that was given up may still arrive. */
const window_min = 1_000;

/** Rejects with `no_deduplication_window`, not retriable, where one of the tables would store a repeated insert twice. */
export const checkWindows = async (clickhouse: ClickHouse): Promise<void> => {
  const rows = await clickhouse.query<{ name: string; window: string }>(statement, { tables });
  const wrong = tables.filter(
    (table) => !rows.some(({ name, window }) => name === table && Number(window) >= window_min),
  );
  if (wrong.length === 0) return;
  throw new SurroundingsError(
    'no_deduplication_window',
    `ClickHouse remembers too few inserts of ${wrong.join(', ')}: a repeated insert would be stored twice. Run the migrations, or set non_replicated_deduplication_window (replicated_deduplication_window on Replicated tables) to ${window_min} or more`,
    { retriable: false },
  );
};
