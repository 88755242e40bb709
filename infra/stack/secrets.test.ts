import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensureSecrets, foreignSecretFaults, secretSources, secretsFolder } from './secrets.ts';

const home = mkdtempSync(join(tmpdir(), 'revloop-secrets-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('secrets are made once, all different, readable by their owner alone', () => {
  const made = ensureSecrets(home, {});
  expect(new Set(Object.values(made)).size).toBe(6);
  for (const secret of Object.values(made)) expect(secret).toMatch(/^[\w-]{32}$/);
  for (const { file } of Object.values(secretSources))
    expect(statSync(join(secretsFolder(home), file)).mode & 0o777).toBe(0o600);
  expect(ensureSecrets(home, {})).toEqual(made);
});

test('a secret that is set is used and not written', () => {
  const other = join(home, 'other');
  const env = {
    REVLOOP_WRITE_KEY: 'w',
    REVLOOP_CLICKHOUSE_PASSWORD: 'c',
    REVLOOP_ANALYST_PASSWORD: 'a',
    REVLOOP_CONSOLE_PASSWORD: 'o',
    REVLOOP_ALERTING_KEY: 'k',
    REVLOOP_LINK_SECRET: 'l',
  };
  expect(ensureSecrets(other, env)).toEqual({
    writeKey: 'w',
    clickhousePassword: 'c',
    analystPassword: 'a',
    consolePassword: 'o',
    alertingKey: 'k',
    linkSecret: 'l',
  });
  expect(() => statSync(secretsFolder(other))).toThrow('ENOENT');
});

test('passwords of a ClickHouse that runs elsewhere are asked for, not made', () => {
  const elsewhere = join(home, 'elsewhere');
  expect(foreignSecretFaults(elsewhere, { REVLOOP_CLICKHOUSE_PASSWORD: 'c' })).toEqual([
    expect.stringContaining('needs REVLOOP_ANALYST_PASSWORD, REVLOOP_CONSOLE_PASSWORD:'),
  ]);
  ensureSecrets(elsewhere, {});
  expect(foreignSecretFaults(elsewhere, {})).toEqual([]);
});
