// Revloop as people start it: `revloop start` as a process of its own, with its own home and ports.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import { spawnGuarded } from '@revloop/infra/runtime/guarded-spawn.ts';

const services = ['ingest', 'sink', 'attribution', 'alerting', 'console'] as const;
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

/** Free ports, all held until all are chosen: else two of them may be the same. */
const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
};

/** What is left to end and to remove when the run is broken off. */
const undo = new Set<() => void>();
const running = new Set<ChildProcess>();
const ends = new Set<() => Promise<void>>();

/** What else has to be ended when the run is broken off, before homes are removed; the answer forgets it again. */
export const whenBrokenOff = (end: () => Promise<void>): (() => void) => {
  ends.add(end);
  return () => void ends.delete(end);
};

/** Ctrl-C ends what was started, waits for it, removes what was made, and ends with 130. A second one does not wait. */
export const cleanUpOnSignals = (): void => {
  let asked = false;
  const cleanUp = async (): Promise<void> => {
    if (asked) process.exit(130);
    asked = true;
    await Promise.all([...running].map((child) => stop(child)));
    await Promise.allSettled([...ends].map((end) => end()));
    for (const undoOne of undo) undoOne();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void cleanUp());
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
  const ports = await freePorts(parts.length);
  parts.forEach((part, index) => (env[`REVLOOP_${part}_PORT`] = String(ports[index])));
  env['REVLOOP_INGEST_URL'] = `http://127.0.0.1:${env['REVLOOP_INGEST_PORT']}`;
  // Broken off in mid-start, a part may write its last lines while it ends.
  const discard = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  undo.add(discard);
  return { env, discard };
};

export const secretOf = (env: Readonly<Record<string, string>>, name: string): string => {
  const file = join(env['REVLOOP_HOME'] ?? '', 'secrets', name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/** Spawns `revloop start`; its words go nowhere, its end is watched. It ends with this process, even with kill -9. */
export const spawnStart = (env: Readonly<Record<string, string>>): ChildProcess => {
  const child = spawnGuarded({
    command: process.execPath,
    args: [join(projectRoot, 'services', 'cli', 'revloop.mjs'), 'start'],
    env,
    cwd: projectRoot,
    grace_s: 30,
  });
  for (const stream of [child.stdout, child.stderr]) stream?.resume();
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

export const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
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

/** Asks every 50 ms until it holds; what it throws counts as not yet, and is told when time is up. */
export const untilHolds = async (
  what: string,
  ms_max: number,
  holds: () => Promise<boolean>,
): Promise<void> => {
  const giveUpAt = performance.now() + ms_max;
  let fault: unknown;
  const asked = (): Promise<boolean> =>
    holds().catch((error: unknown) => {
      fault = error;
      return false;
    });
  while (!(await asked())) {
    if (performance.now() > giveUpAt)
      throw new Error(`not within ${ms_max} ms: ${what}${fault ? `: ${reasonOf(fault)}` : ''}`);
    await pause(50);
  }
};

/** Where each part that speaks HTTP says that it is ready. */
export const readiness = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const at = (part: string, path: string): string => `http://127.0.0.1:${env[`REVLOOP_${part}_PORT`]}${path}`;
  return {
    clickhouse: at('CLICKHOUSE', '/ping'),
    registry: at('REGISTRY', '/apis/ccompat/v7/subjects'),
    ...Object.fromEntries(services.map((name) => [name, at(name.toUpperCase(), '/readyz')])),
  };
};

export const answers = async (url: string): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
