// One service of a benchmark, as a process of its own.
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { spawnGuarded } from '@revloop/infra/runtime/guarded-spawn.ts';
import { nodeEnvironment, nodeFlags } from '../../services/cli/start/services.ts';
import { untilHolds } from './process.ts';

export interface RunningService {
  readonly pid: number;
  /** Throws its last words where it has ended. */
  readonly check: () => void;
  /** Resolves to the seconds from its start until it said so in its log; throws with its last words where it ended before. */
  readonly says: (message: string, ms_max: number) => Promise<number>;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

export const spawnService = (
  name: Parameters<typeof nodeFlags>[0],
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): RunningService => {
  const started = performance.now();
  const child = spawnGuarded({
    command: process.execPath,
    args: [...nodeFlags(name), ...flags, join(projectRoot, 'services', name, 'main.ts')],
    env: { ...nodeEnvironment(name), ...env },
    cwd: projectRoot,
    grace_s: 5,
  });
  const saidAt = new Map<string, number>();
  let said = '';
  let last = '';
  const hear = (chunk: Buffer): void => {
    const text = chunk.toString();
    said = (said + text).slice(-2_000);
    const lines = (last + text).split('\n');
    last = lines.pop() ?? '';
    for (const line of lines) {
      const message = /"msg":"([^"]*)"/.exec(line)?.[1];
      if (message !== undefined && !saidAt.has(message))
        saidAt.set(message, (performance.now() - started) / 1_000);
    }
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
  const ended = once(child, 'exit');
  const check = (): void => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the ${name} ended: ${said}`);
  };
  return {
    pid: child.pid ?? NaN,
    check,
    says: async (message, ms_max) => {
      await untilHolds(`${name}: ${message}`, ms_max, () => {
        check();
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
