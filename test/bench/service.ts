// One service of a benchmark, as a process of its own.
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { spawnGuarded } from '@revloop/infra/runtime/guarded-spawn.ts';
import { nodeFlags } from '../../services/cli/start/services.ts';
import { untilHolds } from './process.ts';

export interface RunningService {
  readonly pid: number;
  /** Resolves to the seconds from its start until it said so in its log; throws with its last words where it ended before. */
  readonly says: (message: string, ms_max: number) => Promise<number>;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

export const spawnService = (
  name: Parameters<typeof nodeFlags>[0],
  env: Readonly<Record<string, string>>,
): RunningService => {
  const started = performance.now();
  const child = spawnGuarded({
    command: process.execPath,
    args: [...nodeFlags(name), join(projectRoot, 'services', name, 'main.ts')],
    env,
    cwd: projectRoot,
    grace_s: 5,
  });
  const saidAt = new Map<string, number>();
  let last = '';
  const hear = (chunk: Buffer): void => {
    const lines = (last + chunk.toString()).split('\n');
    last = (lines.pop() ?? '').slice(-2_000);
    for (const line of lines) {
      const message = /"msg":"([^"]*)"/.exec(line)?.[1];
      if (message !== undefined && !saidAt.has(message))
        saidAt.set(message, (performance.now() - started) / 1_000);
    }
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? NaN,
    says: async (message, ms_max) => {
      await untilHolds(`${name}: ${message}`, ms_max, () => {
        if (child.exitCode !== null) throw new Error(`${name} ended: ${[...saidAt.keys()].at(-1)} ${last}`);
        return Promise.resolve(saidAt.has(message));
      });
      return saidAt.get(message) ?? NaN;
    },
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};
