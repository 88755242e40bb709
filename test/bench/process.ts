// Revloop as people start it: `revloop start` as a process of its own, with its own home and ports.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@revloop/infra/runtime/config.ts';

const parts = [
  'KAFKA',
  'REGISTRY',
  'CLICKHOUSE',
  'INGEST',
  'SINK',
  'ATTRIBUTION',
  'ALERTING',
  'CONSOLE',
] as const;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

/** Settings of a home of its own on free ports; `discard` removes the home. */
export const ownHome = async (): Promise<{ env: Record<string, string>; discard: () => void }> => {
  const home = mkdtempSync(join(tmpdir(), 'revloop-bench-'));
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    REVLOOP_STACK: 'embedded',
    REVLOOP_HOME: home,
    REVLOOP_JARS: process.env['REVLOOP_JARS'] ?? join(projectRoot, '.revloop', 'jars'),
  };
  for (const part of parts) env[`REVLOOP_${part}_PORT`] = String(await freePort());
  env['REVLOOP_INGEST_URL'] = `http://127.0.0.1:${env['REVLOOP_INGEST_PORT']}`;
  return { env, discard: () => rmSync(home, { recursive: true, force: true }) };
};

export const secretOf = (env: Readonly<Record<string, string>>, name: string): string => {
  const file = join(env['REVLOOP_HOME'] ?? '', 'secrets', name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/** Spawns `revloop start`; its words go nowhere, its end is watched. */
export const spawnStart = (env: Readonly<Record<string, string>>): ChildProcess => {
  const child = spawn(process.execPath, [join(projectRoot, 'services', 'cli', 'revloop.mjs'), 'start'], {
    env,
    stdio: 'ignore',
  });
  process.once('exit', () => child.kill('SIGINT'));
  return child;
};

export const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
};

/** Asks every 20 ms until it holds; throws when the process ends first or after two minutes. */
export const until = async (
  what: string,
  child: ChildProcess,
  holds: () => Promise<boolean>,
): Promise<void> => {
  const giveUpAt = performance.now() + 120_000;
  while (!(await holds().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`revloop ended (${child.exitCode}) before ${what}`);
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within two minutes`);
    await pause(20);
  }
};

/** Whether a service says it is ready. */
export const isReady = async (env: Readonly<Record<string, string>>, part: string): Promise<boolean> =>
  (
    await fetch(`http://127.0.0.1:${env[`REVLOOP_${part}_PORT`]}/readyz`, {
      signal: AbortSignal.timeout(1_000),
    })
  ).ok;
