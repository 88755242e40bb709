// docker-compose.yml against what the embedded stack and ClickHouse's files rely on. No Docker engine is needed to read it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../runtime/config.ts';
import { composeEnvironment } from './environment.ts';
import { jarVersions } from './jars.ts';

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly healthcheck?: object;
}

const text = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Readonly<Record<string, Service>> };

test('every port is bound to loopback', () => {
  for (const { ports = [] } of Object.values(services))
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('every part and service has a health check', () => {
  for (const [name, { healthcheck }] of Object.entries(services)) expect(healthcheck, name).toBeDefined();
});

test('no secret has a default: a missing one is named', () => {
  const secrets = [...text.matchAll(/\$\{(REVLOOP_\w*(?:PASSWORD|KEY)\w*)([^}]*)\}/g)];
  expect(secrets.length).toBeGreaterThan(5);
  for (const [, name, rest = ''] of secrets) expect(rest, name).not.toMatch(/^:?-/);
  for (const name of new Set(secrets.map(([, name]) => name))) expect(text).toContain(`\${${name}:?`);
});

test('it needs nothing that --print-env and the docker provider do not give', () => {
  const secrets = {
    writeKey: 'w',
    clickhousePassword: 'c',
    analystPassword: 'a',
    consolePassword: 'o',
    alertingKey: 'k',
    linkSecret: 'l',
  };
  const given = composeEnvironment(secrets, { kafka: 1, registry: 2, clickhouse: 3 });
  for (const [, name = ''] of text.matchAll(/\$\{(\w+):\?/g)) expect(given).toHaveProperty(name);
});

test('ClickHouse gets every variable its configuration takes from the environment', () => {
  const read = (file: string): string =>
    readFileSync(new URL(`./clickhouse/${file}`, import.meta.url), 'utf8');
  const taken = [...`${read('config.xml')}${read('users.xml')}`.matchAll(/from_env="(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(Object.keys(services['clickhouse']?.environment ?? {})).toEqual(expect.arrayContaining(taken));
});

test('the versions are those of the embedded stack', () => {
  expect(services['kafka']?.image).toBe(`apache/kafka:${jarVersions.kafka}`);
  expect(services['registry']?.image).toBe(`apicurio/apicurio-registry:${jarVersions.registry}`);
  const library = JSON.parse(readFileSync(join(projectRoot, 'infra', 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const version = library.optionalDependencies['@chdb/lib-linux-x64-gnu']?.split('.').slice(0, 2).join('.');
  expect(services['clickhouse']?.image).toBe(`clickhouse/clickhouse-server:${version}`);
});
