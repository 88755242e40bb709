import { expect, test } from 'vitest';
import { clickhouseEnvironment, clickhouseMemory } from './clickhouse-environment.ts';
import { sha256Of } from './secrets.ts';

const secrets = {
  writeKey: 'w',
  clickhousePassword: 'c',
  analystPassword: 'a',
  consolePassword: 'o',
  alertingKey: 'k',
  linkSecret: 'l',
};

test('no password appears in clear', () => {
  const values = Object.values(clickhouseEnvironment(secrets, { logs: '/logs', ownSession: true }));
  for (const secret of Object.values(secrets)) expect(values).not.toContain(secret);
  expect(values).toContain(sha256Of('a'));
});

test('default can log in only where the server itself does', () => {
  const of = (ownSession: boolean) => clickhouseEnvironment(secrets, { logs: '/logs', ownSession });
  expect(of(true)['REVLOOP_DEFAULT_PASSWORD_SHA256']).toBe(sha256Of(''));
  expect(of(false)['REVLOOP_DEFAULT_PASSWORD_SHA256']).toBe('0'.repeat(64));
});

test('the server takes 60 % of the memory, at most 4 GB', () => {
  expect(clickhouseMemory(2_000_000_000)).toBe(1_200_000_000);
  expect(clickhouseMemory(64_000_000_000)).toBe(4_000_000_000);
});
