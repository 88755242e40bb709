// One whole Revloop for the test run: embedded stack and services on free ports, with a home of its own; told to the tests by `inject('stack')`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { startAll, type Started } from '../../services/cli/start/start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stack: { readonly env: Record<string, string> };
  }
}

const ownPorts: readonly [string, string][] = [
  'KAFKA',
  'REGISTRY',
  'CLICKHOUSE',
  'INGEST',
  'SINK',
  'ATTRIBUTION',
  'ALERTING',
  'CONSOLE',
].map((part) => [`REVLOOP_${part}_PORT`, '0']);

/** Starts everything in a fresh home and waits until all of it answers; `more`: settings besides. `home` is removed by `discard`. */
export const startRevloop = async (
  demo: boolean,
  more: Readonly<Record<string, string>> = {},
): Promise<{ started: Started; env: Record<string, string>; discard: () => Promise<void> }> => {
  const home = mkdtempSync(join(tmpdir(), 'revloop-test-'));
  const jars = process.env['REVLOOP_JARS'] ?? join(projectRoot, '.revloop', 'jars');
  const env: Record<string, string | undefined> = {
    ...process.env,
    ...Object.fromEntries(ownPorts),
    REVLOOP_HOME: home,
    REVLOOP_JARS: jars,
    REVLOOP_STACK: 'embedded',
    REVLOOP_LOG_LEVEL: 'info',
    ...more,
  };
  const started = await startAll({ env, demo }, ({ part, text }) =>
    process.stderr.write(`${part}: ${text}\n`),
  );
  const discard = async (): Promise<void> => {
    await started.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await started.ready;
  } catch (error) {
    await discard();
    throw error;
  }
  const settings = Object.entries(started.env).filter(
    ([name, value]) => name.startsWith('REVLOOP_') && value,
  );
  return { started, env: Object.fromEntries(settings) as Record<string, string>, discard };
};

let discard: (() => Promise<void>) | undefined;

export const setup = async (project: TestProject): Promise<void> => {
  const whole = await startRevloop(false);
  discard = whole.discard;
  project.provide('stack', { env: whole.env });
};

export const teardown = async (): Promise<void> => {
  await discard?.();
};
