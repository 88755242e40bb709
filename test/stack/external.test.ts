// The external provider against containers: the official images by docker-compose.yml, through testcontainers. Needs a Docker engine.
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { readStackSettings } from '@revloop/infra/stack/settings.ts';
import { startStack } from '@revloop/infra/stack/stack.ts';
import { DockerComposeEnvironment, type StartedDockerComposeEnvironment } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const engineAnswers = (): boolean => {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

const passwords = ['CLICKHOUSE', 'ANALYST', 'CONSOLE'].map(
  (user) => [`REVLOOP_${user}_PASSWORD`, randomUUID()] as const,
);
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const secrets: Record<string, string> = {
  ...Object.fromEntries(passwords),
  ...Object.fromEntries(passwords.map(([name, password]) => [`${name}_SHA256`, hashOf(password)])),
  REVLOOP_WRITE_KEY: randomUUID(),
  REVLOOP_WRITE_KEYS: `local:${hashOf(randomUUID())}`,
};

describe.skipIf(!engineAnswers())('the stack in containers (skipped where no Docker engine answers)', () => {
  let containers: StartedDockerComposeEnvironment;
  beforeAll(async () => {
    containers = await new DockerComposeEnvironment(projectRoot, 'docker-compose.yml')
      .withEnvironment(secrets)
      .up(['kafka', 'registry', 'clickhouse']);
  });
  afterAll(async () => {
    await containers.down();
  });

  test('answers at the addresses given', async () => {
    const env = {
      ...secrets,
      REVLOOP_STACK: 'external',
      REVLOOP_KAFKA_BROKERS: '127.0.0.1:9092',
      REVLOOP_REGISTRY_URL: 'http://127.0.0.1:8081',
      REVLOOP_CLICKHOUSE_URL: 'http://127.0.0.1:8123',
    };
    const stack = await startStack(readStackSettings(env), () => undefined);
    await Promise.all(Object.values(stack.ready));
    expect(stack.provider).toBe('external');
    await stack.stop();
  });
});
