// How long rows stay: settings → the TTL of each table, set only where it differs.
import type { SettingsReader } from '../runtime/config.ts';
import type { ClickHouse } from './client.ts';
import { loadSql } from './sql.ts';

/** Days; 0 keeps for ever. */
export interface Retention {
  readonly events_ttl_days: number;
  readonly dead_letters_ttl_days: number;
  readonly sla_facts_ttl_days: number;
}

const days = { min: 0, max: 36_500 };

/** Reads REVLOOP_EVENTS_TTL_DAYS, REVLOOP_DEAD_LETTERS_TTL_DAYS and REVLOOP_SLA_FACTS_TTL_DAYS. */
export const retentionSettings = (settings: SettingsReader): Retention => ({
  events_ttl_days: settings.integer('REVLOOP_EVENTS_TTL_DAYS', 0, days),
  dead_letters_ttl_days: settings.integer('REVLOOP_DEAD_LETTERS_TTL_DAYS', 90, days),
  sla_facts_ttl_days: settings.integer('REVLOOP_SLA_FACTS_TTL_DAYS', 0, days),
});

/** A table whose rows go some days after the time in `column`; 0: never. */
export interface TableTtl {
  readonly table: string;
  readonly column: string;
  readonly days: number;
}

/** The TTL of every table whose rows do not stay for ever. What a batch held is forgotten a day before its events go: an audit never looks for rows that went on time. */
export const tableTtls = (retention: Retention): readonly TableTtl[] => {
  const { events_ttl_days, dead_letters_ttl_days, sla_facts_ttl_days } = retention;
  return [
    { table: 'arrived_batches', column: 'stored_at', days: events_ttl_days },
    {
      table: 'stored_events',
      column: '_stored_at',
      days: events_ttl_days === 0 ? 0 : events_ttl_days + 1,
    },
    { table: 'stored_dead_letters', column: 'refused_at', days: dead_letters_ttl_days },
    { table: 'dead_letter_replays', column: 'replayed_at', days: dead_letters_ttl_days },
    { table: 'stored_sla_facts', column: '_stored_at', days: sla_facts_ttl_days },
  ];
};

/** The TTL in a table's `engine_full`, as column and days; undefined where there is none, or one we did not set. */
export const ttlOf = (engine: string): { readonly column: string; readonly days: number } | undefined => {
  const found = / TTL toDateTime\((\w+)\) \+ toIntervalDay\((?:_CAST\()?(\d+)[^)]*\)\)?(?: SETTINGS |$)/.exec(
    engine,
  );
  return found ? { column: found[1] ?? '', days: Number(found[2]) } : undefined;
};

const differs = (engine: string, wanted: TableTtl): boolean => {
  if (wanted.days === 0) return engine.includes(' TTL ');
  const standing = ttlOf(engine);
  return standing?.column !== wanted.column || standing.days !== wanted.days;
};

/**
 * Sets and removes TTLs where they differ from the settings; resolves to the tables that changed. A shorter TTL makes the server rewrite the
 * table's parts in the background: rows past it are gone soon after.
 */
export const applyRetention = async (
  database: ClickHouse,
  retention: Retention,
): Promise<readonly string[]> => {
  const wanted = tableTtls(retention);
  const standing = new Map(
    (
      await database.query<{ name: string; engine_full: string }>(
        loadSql(import.meta.url, './sql/table-engines.sql'),
        { tables: wanted.map(({ table }) => table) },
      )
    ).map(({ name, engine_full }) => [name, engine_full]),
  );
  const changed = wanted.filter((ttl) => differs(standing.get(ttl.table) ?? '', ttl));
  // Each by itself: a crash between two leaves the rest to the next start.
  for (const { table, column, days: ttl_days } of changed)
    await (ttl_days === 0
      ? database.run(loadSql(import.meta.url, './sql/remove-ttl.sql'), { table })
      : database.run(loadSql(import.meta.url, './sql/set-ttl.sql'), { table, column, ttl_days }));
  return changed.map(({ table }) => table);
};
