// The demo's journeys, planted by the CLI's own command in a child process: it is a client like any other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';

/** Runs `revloop demo` on our own terminal. Throws `demo_failed` when it ends badly; it has said why itself. */
export const runDemo = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const program = join(projectRoot, 'services', 'cli', 'revloop.mjs');
  const child = spawn(process.execPath, [program, 'demo'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0)
    throw new SurroundingsError('demo_failed', `the demo ended with exit code ${code}`, { retriable: false });
};
