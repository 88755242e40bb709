// Passwords and keys of the stack: from the environment, else from the home's `secrets/`, else made now.
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../runtime/config.ts';

export interface StackSecrets {
  readonly writeKey: string;
  readonly clickhousePassword: string;
  readonly analystPassword: string;
  readonly consolePassword: string;
  readonly alertingKey: string;
  readonly linkSecret: string;
}

/** Which setting and which file each secret comes from. */
export const secretSources = {
  writeKey: { setting: 'REVLOOP_WRITE_KEY', file: 'write-key' },
  clickhousePassword: { setting: 'REVLOOP_CLICKHOUSE_PASSWORD', file: 'clickhouse-password' },
  analystPassword: { setting: 'REVLOOP_ANALYST_PASSWORD', file: 'analyst-password' },
  consolePassword: { setting: 'REVLOOP_CONSOLE_PASSWORD', file: 'console-password' },
  alertingKey: { setting: 'REVLOOP_ALERTING_KEY', file: 'alerting-key' },
  linkSecret: { setting: 'REVLOOP_LINK_SECRET', file: 'link-secret' },
} as const satisfies Record<keyof StackSecrets, { setting: string; file: string }>;

/** The SHA-256 of a secret, in hexadecimal: what users.xml and ingest compare with. */
export const sha256Of = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const secretsFolder = (home: string): string => join(home, 'secrets');

const readOrMake = (folder: string, file: string): string => {
  const path = join(folder, file);
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept) return kept;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = randomBytes(24).toString('base64url');
  writeFileSync(path, `${made}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return made;
};

/** Every secret; what is neither set nor kept is made and written with mode 600. */
export const ensureSecrets = (home: string, env: Environment): StackSecrets => {
  const folder = secretsFolder(home);
  const of = ({ setting, file }: { setting: string; file: string }): string =>
    env[setting] || readOrMake(folder, file);
  return {
    writeKey: of(secretSources.writeKey),
    clickhousePassword: of(secretSources.clickhousePassword),
    analystPassword: of(secretSources.analystPassword),
    consolePassword: of(secretSources.consolePassword),
    alertingKey: of(secretSources.alertingKey),
    linkSecret: of(secretSources.linkSecret),
  };
};

const clickhouseSecrets = ['clickhousePassword', 'analystPassword', 'consolePassword'] as const;

/** A sentence when passwords of a ClickHouse that runs elsewhere are neither set nor kept: making them would help nobody. */
export const foreignSecretFaults = (home: string, env: Environment): string[] => {
  const missing = clickhouseSecrets
    .map((name) => secretSources[name])
    .filter(({ setting, file }) => !env[setting] && !existsSync(join(secretsFolder(home), file)))
    .map(({ setting }) => setting);
  if (missing.length === 0) return [];
  return [
    `an external stack needs ${missing.join(', ')}: the passwords of the ClickHouse users that exist there`,
  ];
};
