// Where ClickHouse is and who we are there.
import type { SettingsReader } from '../runtime/config.ts';
import { pemFile } from '../runtime/tls.ts';
import type { ClickHouseSettings } from './client.ts';

/** The services' own user, `revloop`. */
export const clickHouseSettings = (settings: SettingsReader, application: string): ClickHouseSettings => ({
  url: settings.url('REVLOOP_CLICKHOUSE_URL', 'http://127.0.0.1:8123'),
  database: 'revloop',
  user: settings.text('REVLOOP_CLICKHOUSE_USER', 'revloop'),
  password: settings.secret('REVLOOP_CLICKHOUSE_PASSWORD', 'clickhouse-password'),
  application,
  tls_ca_pem: pemFile(settings, 'REVLOOP_CLICKHOUSE_TLS_CA_FILE'),
});
