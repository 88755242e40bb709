// Brings the database to the present: numbered migrations once, views and TTLs always. Run at every start, and by `docker compose`. Idempotent.
import { readdirSync, readFileSync } from 'node:fs';
import { SettingsReader } from '../runtime/config.ts';
import { createLog, type Logger } from '../runtime/log.ts';
import { retry } from '../runtime/retry.ts';
import { runMain } from '../runtime/run-main.ts';
import { connectClickHouse, type ClickHouse, type ClickHouseSettings } from './client.ts';
import { compose } from './compose.ts';
import { applyRetention, retentionSettings, type Retention } from './retention.ts';
import { clickHouseSettings } from './settings.ts';
import { loadSql, statementsOf } from './sql.ts';

const folder = new URL('./', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
const sqlFiles = (sub: string): readonly string[] =>
  readdirSync(new URL(sub, folder))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => `${sub}${file}`);

/** Migration files in order, then view files layer by layer; within a layer in the order its views need each other. */
export const migrationFiles = (): readonly string[] => sqlFiles('migrations/');
export const viewFiles = (): readonly string[] =>
  readdirSync(new URL('views/', folder))
    .sort()
    .flatMap((layer) => inOrder(sqlFiles(`views/${layer}/`)));

/** A view comes after the views of its layer that it names. */
const inOrder = (files: readonly string[]): readonly string[] => {
  const nameOf = (file: string): string => /([a-z_]+)\.sql$/.exec(file)?.[1] ?? '';
  const left = [...files];
  const ordered: string[] = [];
  while (left.length > 0) {
    const next = left.find(
      (file) =>
        !left.some(
          (other) => other !== file && new RegExp(`(FROM|JOIN) ${nameOf(other)}\\b`).test(read(file)),
        ),
    );
    if (!next) throw new Error(`views need each other in a circle: ${left.join(', ')}`);
    ordered.push(...left.splice(left.indexOf(next), 1));
  }
  return ordered;
};

/** Applies what is missing. Resolves to the names of the migrations that were applied now. */
export const migrate = async (
  settings: ClickHouseSettings,
  retention: Retention,
  log: Logger,
): Promise<readonly string[]> => {
  const server = connectClickHouse({ ...settings, database: 'default' });
  await retry(
    'ClickHouse',
    () => server.run(loadSql(import.meta.url, './sql/create-database.sql'), { database: settings.database }),
    log,
    { total_ms_max: 60_000 },
  );
  await server.close();
  const database = connectClickHouse(settings);
  try {
    await database.run(loadSql(import.meta.url, './sql/create-schema-migrations.sql'));
    const applied = await applyMigrations(database);
    for (const file of viewFiles())
      for (const statement of statementsOf(compose(read(file)))) await database.run(statement);
    const ttl_changed = await applyRetention(database, retention);
    log.info({ applied, views: viewFiles().length, ttl_changed }, 'database is up to date');
    return applied;
  } finally {
    await database.close();
  }
};

const applyMigrations = async (database: ClickHouse): Promise<readonly string[]> => {
  const done = new Set(
    (await database.query<{ name: string }>(loadSql(import.meta.url, './sql/applied-migrations.sql'))).map(
      ({ name }) => name,
    ),
  );
  const missing = migrationFiles().filter((file) => !done.has(file));
  for (const file of missing) {
    // 1. Every statement is idempotent: a crash between two leaves a half-applied file, which the next start applies whole.
    for (const statement of statementsOf(read(file))) await database.run(statement);
    // 2. Remembered. A crash before this applies the file once more, which changes nothing.
    await database.insert('schema_migrations', [{ name: file }]);
  }
  return missing;
};

if (import.meta.main) {
  const log = createLog('migrate');
  await runMain(log, () => {
    const settings = new SettingsReader(process.env);
    const { clickhouse, retention } = settings.done({
      clickhouse: clickHouseSettings(settings, 'migrate'),
      retention: retentionSettings(settings),
    });
    return migrate(clickhouse, retention, log);
  });
}
