import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { refusalOf } from './core/channels/address-rules.ts';

const env = { REVLOOP_CLICKHOUSE_PASSWORD: 'secret' };
const faultsOf = (more: Record<string, string>): string => {
  try {
    readConfig({ ...env, ...more });
    return '';
  } catch (error) {
    return String(error);
  }
};

test('without settings the shipped policies are in force and nobody is told', () => {
  const config = readConfig(env);
  expect(config.policies.policies.length).toBe(4);
  expect(config.telling.plans).toEqual([]);
});

test('faults of settings and of the policy file are told together, with path and line', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-policies-')), 'policies.yaml');
  const shipped = readFileSync(new URL('./policies.yaml', import.meta.url), 'utf8');
  writeFileSync(
    path,
    shipped.replace('time_zone: UTC', 'time_zone: Mars/Base').replace('warning: 75 %', 'warning: 175 %'),
  );
  const said = faultsOf({
    REVLOOP_SLA_POLICIES: path,
    REVLOOP_ALERT_WEBHOOK_URL: 'ftp://alerts',
    REVLOOP_SLA_SETTLE_MS: 'soon',
  });
  const line = shipped.slice(0, shipped.indexOf('time_zone: UTC')).split('\n').length;
  expect(said).toContain(
    `${path}, line ${line}: calendars.office[0].time_zone "Mars/Base" is not a time zone`,
  );
  expect(said).toContain('"175 %" is not a time');
  expect(said).toContain('REVLOOP_ALERT_WEBHOOK_URL must be an http or https URL, not "ftp://alerts"');
  expect(said).toContain('REVLOOP_SLA_SETTLE_MS must be a whole number');
});

test('faults of the directory are told with those of the policies', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'revloop-directory-')), 'directory.yaml');
  writeFileSync(
    path,
    'channels: { chat: { kind: slack, url_from: SLACK_URL } }\nroutes: [{ channels: [pager] }]\nteams: { west: { calendar: moon } }\n',
  );
  const said = faultsOf({ REVLOOP_SLA_DIRECTORY: path, REVLOOP_ALERT_ALLOWED_HOSTS: '10.0.0.0/99' });
  expect(said).toContain(`${path}, line 3: teams.west.calendar "moon" is not one of the calendars: office`);
  expect(said).toContain(`${path}, line 1: channels.chat.url_from needs the environment variable SLACK_URL`);
  expect(said).toContain(`${path}, line 2: routes[0].channels[0] "pager" is not one of the channels`);
  expect(said).toContain('REVLOOP_ALERT_ALLOWED_HOSTS: "10.0.0.0/99" is neither a host name nor an address');
});

test('the host of the one webhook may be anywhere, those of a directory only where it is allowed', () => {
  const { telling } = readConfig({ ...env, REVLOOP_ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/alerts' });
  expect(refusalOf('127.0.0.1', '127.0.0.1', telling.allowed_hosts)).toBeUndefined();
  expect(refusalOf('127.0.0.1', '127.0.0.1', readConfig(env).telling.allowed_hosts)).toContain('loopback');
});

test('a policy file that is not there is said with its path', () => {
  expect(faultsOf({ REVLOOP_SLA_POLICIES: '/nowhere/policies.yaml' })).toContain('/nowhere/policies.yaml');
});

test('an iCalendar file is looked for beside the policy file, and its faults are told like those of the policies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'revloop-policies-'));
  const path = join(folder, 'policies.yaml');
  const shipped = readFileSync(new URL('./policies.yaml', import.meta.url), 'utf8');
  const office = readFileSync(new URL('./testdata/office.ics', import.meta.url), 'utf8');
  writeFileSync(path, shipped.replace('holidays: []', 'holidays: [{ ics: office.ics }]'));
  expect(faultsOf({ REVLOOP_SLA_POLICIES: path })).toContain('holidays[0].ics "office.ics" cannot be read');
  writeFileSync(join(folder, 'office.ics'), office.replace('20240617', '20240631'));
  expect(faultsOf({ REVLOOP_SLA_POLICIES: path })).toContain(
    `"office.ics": event "Founders' day" dtstart "2024-06-31" does not exist`,
  );
  writeFileSync(join(folder, 'office.ics'), office);
  const { policies } = readConfig({ ...env, REVLOOP_SLA_POLICIES: path }).policies;
  const { calendar } = policies[0]!.versions[0]!.calendar[0]!;
  expect(calendar.dayAt('2026-06-17')).toEqual({ open: [], closed_by: ["Founders' day"] });
});
