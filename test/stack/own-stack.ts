// A stack for one test file: its own home and free ports, started as people start it, so that its process can be killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@revloop/infra/runtime/config.ts';

export interface Where {
  readonly provider: string;
  readonly home: string;
  readonly kafka: string;
  readonly registryUrl: string;
  readonly clickhouseUrl: string;
  readonly pids: Readonly<Record<'kafka' | 'registry' | 'clickhouse', number>>;
}

export interface OwnStack {
  readonly process: ChildProcess;
  readonly where: Where;
  /** What it has said on standard error so far. */
  readonly said: () => string;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** The fetched jars are shared with the stack people start in this checkout: fetched once for all. */
const sharedJars = process.env['REVLOOP_JARS'] ?? join(projectRoot, '.revloop', 'jars');
const program = join(projectRoot, 'infra', 'stack', 'main.ts');

export const newHome = (): string => mkdtempSync(join(tmpdir(), 'revloop-stack-'));

const environmentFor = (home: string, more: Record<string, string>): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  REVLOOP_STACK: 'embedded',
  REVLOOP_HOME: home,
  REVLOOP_JARS: sharedJars,
  REVLOOP_KAFKA_PORT: '0',
  REVLOOP_REGISTRY_PORT: '0',
  REVLOOP_CLICKHOUSE_PORT: '0',
  ...more,
});

const launch = (home: string, more: Record<string, string>): { child: ChildProcess; said: () => string } => {
  const child = spawn(process.execPath, [program, '--json'], {
    env: environmentFor(home, more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
};

/** Starts a stack and waits until all of it answers. */
export const startOwnStack = async (
  home = newHome(),
  more: Record<string, string> = {},
): Promise<OwnStack> => {
  const { child, said } = launch(home, more);
  let line = '';
  child.stdout?.on('data', (chunk: Buffer) => (line += chunk.toString()));
  await until('the stack is up', () => line.endsWith('\n') || child.exitCode !== null);
  if (child.exitCode !== null) throw new Error(`the stack ended: ${said()}`);
  return { process: child, where: JSON.parse(line) as Where, said };
};

/** Starts a stack that is expected to refuse. */
export const startInVain = async (home: string, more: Record<string, string> = {}): Promise<Ended> => {
  const { child, said } = launch(home, more);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said: said() };
};

/** Ctrl-C, and wait for the end. */
export const stopOwnStack = async ({ process: child, said }: OwnStack): Promise<Ended> => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGINT');
    await once(child, 'close');
  }
  return { code: child.exitCode, said: said() };
};

/** kill -9, and wait until every process of it is gone: sooner than a clean stop, where nobody looks at the data afterwards. */
export const killOwnStack = async ({ process: child }: OwnStack): Promise<void> => {
  const family = familyOf(child.pid ?? 0);
  child.kill('SIGKILL');
  await until('every process of the stack is gone', () => !family.some(runs));
};

/** Waits for a condition; fails with its name after `ms_max`. */
export const until = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  ms_max = 90_000,
): Promise<void> => {
  const giveUpAt = performance.now() + ms_max;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${ms_max} ms: ${what}`);
    await pause(25);
  }
};

export const secretOf = ({ where }: OwnStack, file: string): string =>
  readFileSync(join(where.home, 'secrets', file), 'utf8').trim();

/** Every process whose parent, or parent's parent and so on, is `pid`, and `pid` itself; from /proc. */
export const familyOf = (pid: number): number[] => {
  const childrenOf = (parent: number): number[] => {
    try {
      const text = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
      return text === '' ? [] : text.split(' ').map(Number);
    } catch {
      return [];
    }
  };
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
};

/** True while a process runs; a zombie that nobody has collected does not. */
export const runs = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return false;
  }
};
