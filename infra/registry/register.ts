// Registers every record under its full name (record-name strategy), BACKWARD_TRANSITIVE; run at every start. Idempotent.
import { schemaJson } from '@revloop/schemas/codec.ts';
import { allRecords, fullName, type AvroRecord } from '@revloop/schemas/load.ts';
import { SettingsReader } from '../runtime/config.ts';
import { SurroundingsError } from '../runtime/errors.ts';
import { createLog, type Logger } from '../runtime/log.ts';
import { retry } from '../runtime/retry.ts';
import { runMain } from '../runtime/run-main.ts';
import { connectRegistry, type RegistryClient } from './client.ts';
import { readSchemaIds, writeSchemaIds } from './schema-ids.ts';
import { registrySettings } from './settings.ts';

/** Registers all records; resolves to id by record name. */
export const registerSchemas = async (
  registry: RegistryClient,
  records: readonly AvroRecord[] = allRecords,
): Promise<Readonly<Record<string, number>>> => {
  const entries = await Promise.all(
    records.map(async (record) => {
      const id = await registry.register(fullName(record), schemaJson(record));
      return [record.name, id] as const;
    }),
  );
  return Object.fromEntries(entries);
};

const main = async (log: Logger): Promise<void> => {
  const settings = new SettingsReader(process.env);
  const { url, idsFile } = settings.done(registrySettings(settings, process.env));
  const known = readSchemaIds(idsFile);
  const registry = connectRegistry(url);
  const ids = await retry('schema registry', () => registerSchemas(registry), log, {
    total_ms_max: 120_000,
  });
  for (const record of allRecords) await registry.setCompatibility(fullName(record), 'BACKWARD_TRANSITIVE');
  const moved = Object.entries(known).filter(([name, id]) => ids[name] !== undefined && ids[name] !== id);
  // 1. The ids that let services write before the registry answers. A crash before leaves the former ones, which are checked again.
  writeSchemaIds(idsFile, ids);
  if (moved.length > 0)
    throw new SurroundingsError(
      'schema_ids_moved',
      `the registry gave other ids than before to ${moved.map(([name]) => name).join(', ')}: its storage is not the one used before; restart the services`,
      { retriable: false },
    );
  log.info({ records: Object.keys(ids).length }, 'schemas are registered');
};

if (import.meta.main) {
  const log = createLog('schemas');
  await runMain(log, () => main(log));
}
