// Whom to tell and how, from the environment: the directory file, or one webhook; and where alerts may be sent.
import { readFileSync } from 'node:fs';
import type { Environment, SettingsReader } from '@revloop/infra/runtime/config.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { hostOf, readAllowedHosts, type AllowedHosts } from './core/channels/address-rules.ts';
import { readDirectoryFile, withoutFile, type DirectoryFile, type Telling } from './core/directory-file.ts';
import type { Policies } from './core/policy.ts';

export interface TellingSettings extends Telling {
  /** The directory file; undefined where everything goes to one webhook. */
  readonly path: string | undefined;
  /** The text of a directory file → what it says, by the environment and policies of the start. */
  readonly read: (text: string) => DirectoryFile;
  readonly allowed_hosts: AllowedHosts;
}

const readWebhook = (
  settings: SettingsReader,
): { readonly url: string; readonly secrets: readonly string[] } | undefined => {
  const url = settings.text('REVLOOP_ALERT_WEBHOOK_URL', 'none');
  const secret = settings.text('REVLOOP_ALERT_WEBHOOK_SECRET', 'none');
  if (url === 'none') return undefined;
  if (/^https?:\/\//.test(url) && URL.canParse(url))
    return { url, secrets: secret === 'none' ? [] : [secret] };
  settings.fault(`REVLOOP_ALERT_WEBHOOK_URL must be an http or https URL, not "${url}"`);
  return undefined;
};

const directoryReader =
  (env: Environment, { policies, calendar_names }: Policies): TellingSettings['read'] =>
  (text) => {
    // Without policies their file has a fault of its own: no name can be checked.
    const known = policies.length > 0 ? new Set(policies.map(({ policy_id }) => policy_id)) : undefined;
    return readDirectoryFile(text, (name) => env[name], known, known && calendar_names);
  };

const readDirectory = (settings: SettingsReader, path: string, read: TellingSettings['read']): Telling => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    settings.fault(`REVLOOP_SLA_DIRECTORY: ${reasonOf(error)}`);
    return withoutFile(undefined);
  }
  const file = read(text);
  if (file.ok) return file.telling;
  for (const fault of file.faults) settings.fault(`${path}, ${fault}`);
  return withoutFile(undefined);
};

/** Reads REVLOOP_SLA_DIRECTORY or REVLOOP_ALERT_WEBHOOK_*, and REVLOOP_ALERT_ALLOWED_HOSTS. */
export const tellingSettings = (
  settings: SettingsReader,
  env: Environment,
  policies: Policies,
): TellingSettings => {
  const file = settings.text('REVLOOP_SLA_DIRECTORY', 'none');
  const path = file === 'none' ? undefined : file;
  const webhook = readWebhook(settings);
  const read = directoryReader(env, policies);
  const telling = path === undefined ? withoutFile(webhook) : readDirectory(settings, path, read);
  const hosts = settings.list('REVLOOP_ALERT_ALLOWED_HOSTS', '');
  // Whoever sets the one URL means its host, wherever that is.
  const own = path === undefined && webhook ? [hostOf(new URL(webhook.url))] : [];
  const { allowed, faults } = readAllowedHosts([...hosts, ...own]);
  for (const fault of faults) settings.fault(`REVLOOP_ALERT_ALLOWED_HOSTS: ${fault}`);
  return { ...telling, path, read, allowed_hosts: allowed };
};
