// Writes schema.sql: what the migrations and views make of an empty database, for reviewers. Needs a running ClickHouse (npm run stack).
import { readFileSync, writeFileSync } from 'node:fs';
import { SettingsReader } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { runMain } from '../runtime/run-main.ts';
import { connectClickHouse, type ClickHouse } from './client.ts';
import { clickHouseSettings } from './settings.ts';
import { loadSql } from './sql.ts';

const target = new URL('./schema.sql', import.meta.url);
const statements = loadSql(import.meta.url, './sql/schema-statements.sql');

/** The statements that make every table, and the columns of every view, by name. */
export const schemaSnapshot = async (clickhouse: ClickHouse): Promise<string> => {
  const rows = await clickhouse.query<{ statement: string }>(statements);
  return `-- Made by infra/clickhouse/snapshot.ts from a migrated database: do not edit.\n\n${rows.map(({ statement }) => `${statement};\n`).join('\n')}`;
};

/** The snapshot as checked in. */
export const checkedIn = (): string => readFileSync(target, 'utf8');

if (import.meta.main)
  await runMain(createLog('snapshot'), async () => {
    const settings = new SettingsReader(process.env);
    const clickhouse = connectClickHouse(settings.done(clickHouseSettings(settings, 'snapshot')));
    writeFileSync(target, await schemaSnapshot(clickhouse));
    await clickhouse.close();
  });
