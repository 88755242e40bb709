// Settings of the attribution service.
import { clickHouseSettings } from '@revloop/infra/clickhouse/settings.ts';
import { SettingsReader, type Environment } from '@revloop/infra/runtime/config.ts';
import { readFileSync } from 'node:fs';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { parse } from 'yaml';
import { readCustomModels, type CustomModel } from './core/custom-models.ts';
import { parseWindows } from './core/windows.ts';

/** The custom models of the file REVLOOP_ATTRIBUTION_MODELS names; none where it names none. */
const readModels = (settings: SettingsReader): readonly CustomModel[] => {
  const path = settings.text('REVLOOP_ATTRIBUTION_MODELS', 'none');
  if (path === 'none') return [];
  try {
    const file = readCustomModels(parse(readFileSync(path, 'utf8')));
    if (file.ok) return file.models;
    for (const fault of file.faults) settings.fault(`${path}: ${fault}`);
  } catch (error) {
    settings.fault(`REVLOOP_ATTRIBUTION_MODELS: ${reasonOf(error)}`);
  }
  return [];
};

/** Reads REVLOOP_*; throws one error that lists every fault. */
export const readConfig = (env: Environment) => {
  const settings = new SettingsReader(env);
  const windows = parseWindows(settings.text('REVLOOP_ATTRIBUTION_LOOKBACK_DAYS', '30,90,365'));
  if ('fault' in windows) settings.fault(`REVLOOP_ATTRIBUTION_LOOKBACK_DAYS: ${windows.fault}`);
  return settings.done({
    host: settings.text('REVLOOP_HOST', '127.0.0.1'),
    port: settings.port('REVLOOP_ATTRIBUTION_PORT', 8083),
    clickhouse: { ...clickHouseSettings(settings, 'attribution'), request_ms_max: 120_000 },
    lookback_days: 'fault' in windows ? [] : windows.lookback_days,
    custom_models: readModels(settings),
    poll_ms: settings.integer('REVLOOP_ATTRIBUTION_POLL_MS', 500, { min: 50, max: 60_000 }),
  });
};
