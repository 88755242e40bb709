// The Python package ChannelAttribution on the same paths, in a virtual environment of its own that is removed afterwards.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reasonOf } from '@revloop/infra/runtime/errors.ts';
import type { PathCount } from '../../services/attribution/core/markov/path-count.ts';
import { whenBrokenOff } from './process.ts';

const execute = promisify(execFile);
const python = (file: string): string => fileURLToPath(new URL(`./python/${file}`, import.meta.url));

/** It is compiled where it is installed. */
const install_ms_max = 600_000;
const run_ms_max = 600_000;

export interface PeerRun {
  readonly seconds: number;
  readonly shares: Readonly<Record<string, number>>;
}

const textOf = ({ steps, conversions, nulls }: PathCount) => ({
  path: steps.map(({ channel }) => channel).join(' > '),
  conversions,
  nulls,
});

/** One run a seed; undefined, with the reason told, where Python, its venv module or the package is not to be had. */
export const runPeer = async (
  say: (line: string) => void,
  paths: readonly PathCount[],
  seeds: readonly number[],
): Promise<readonly PeerRun[] | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'revloop-bench-python-'));
  const ended = new AbortController();
  const discard = (): void =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  const forget = whenBrokenOff(() => {
    ended.abort();
    discard();
    return Promise.resolve();
  });
  const run = (command: string, args: readonly string[], timeout: number) =>
    execute(command, args, { timeout, signal: ended.signal, maxBuffer: 1e8, cwd: folder });
  const own = join(folder, 'environment', 'bin', 'python');
  try {
    say('installing ChannelAttribution: some minutes');
    try {
      await run('python3', ['-m', 'venv', join(folder, 'environment')], install_ms_max);
      await run(own, ['-m', 'pip', 'install', '-q', '-r', python('requirements.txt')], install_ms_max);
    } catch (error) {
      say(`skipped the comparison with ChannelAttribution, it could not be installed: ${reasonOf(error)}`);
      return undefined;
    }
    const file = join(folder, 'paths.json');
    writeFileSync(file, JSON.stringify(paths.map(textOf)));
    const { stdout } = await run(
      own,
      [python('channel_attribution.py'), file, ...seeds.map(String)],
      run_ms_max,
    );
    return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { runs: PeerRun[] }).runs;
  } finally {
    forget();
    discard();
  }
};
