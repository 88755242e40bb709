// Runs one of the project's scripts to its end: migrations, topics, schemas, the build of the page.
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import { spawnGuarded } from '@revloop/infra/runtime/guarded-spawn.ts';
import { lastWordsOf } from '@revloop/infra/runtime/last-words.ts';
import { RotatingFile } from '@revloop/infra/runtime/rotating-file.ts';
import type { Report } from '@revloop/infra/runtime/supervise.ts';

export interface Script {
  readonly name: string;
  /** Node's arguments: the script and what it takes. */
  readonly args: readonly string[];
  readonly cwd?: string;
}

export interface ScriptSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly logs: string;
  readonly report: Report;
  /** Ends the script early. */
  readonly signal: AbortSignal;
}

const tailCharsMax = 2_000;
const graceS = 5;

/** Resolves when the script ended well. Throws `script_failed` with its last words. Its output goes to `<logs>/<name>.log`. */
export const runScript = async (
  { name, args, cwd = projectRoot }: Script,
  { env, logs, report, signal }: ScriptSurroundings,
): Promise<void> => {
  signal.throwIfAborted();
  const startedAt = performance.now();
  const log = new RotatingFile(join(logs, `${name}.log`));
  const child = spawnGuarded({
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', ...args],
    env,
    cwd,
    grace_s: graceS,
  });
  const end = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  let tail = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-tailCharsMax);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  signal.removeEventListener('abort', end);
  log.close();
  signal.throwIfAborted();
  if (code === 0)
    return report({ part: name, text: `done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s` });
  throw new SurroundingsError(
    'script_failed',
    `${name} failed: ${lastWordsOf(tail) || `exit code ${code}`}; more in ${join(logs, name)}.log`,
    {
      retriable: false,
    },
  );
};
