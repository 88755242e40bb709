// Where the registry is, and where its ids are remembered.
import { join } from 'node:path';
import { homeOf, type Environment, type SettingsReader } from '../runtime/config.ts';

/** `url`: base of the Confluent API; `idsFile`: ids known from the last start, so that nothing waits for the registry (the slow part). */
export const registrySettings = (
  settings: SettingsReader,
  env: Environment,
): { url: string; idsFile: string } => ({
  url:
    settings.url('REVLOOP_REGISTRY_URL', 'http://127.0.0.1:8081') +
    settings.text('REVLOOP_REGISTRY_PATH', '/apis/ccompat/v7'),
  idsFile: env['REVLOOP_SCHEMA_IDS'] ?? join(homeOf(env), 'schema-ids.json'),
});
