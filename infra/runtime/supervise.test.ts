// Real child processes, small ones: what becomes of them when they die, stay silent, or lose their parent.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { SupervisedChild, type ChildPlan } from './supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'revloop-supervise-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const waitFor = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 15_000, interval: 20 });
const gone = (pid: number): void => expect(() => process.kill(pid, 0)).toThrow('ESRCH');

const waitForFile = async (path: string, signal: AbortSignal): Promise<void> => {
  while (!existsSync(path)) await pause(10, undefined, { signal });
  rmSync(path);
};

const planOf = (name: string, program: string, more: Partial<ChildPlan> = {}): ChildPlan => {
  const sign = join(folder, `${name}.up`);
  return {
    name,
    command: process.execPath,
    args: ['-e', `const up = () => require('fs').writeFileSync(${JSON.stringify(sign)}, ''); ${program}`],
    env: process.env,
    cwd: folder,
    logs: folder,
    answers: (signal) => waitForFile(sign, signal),
    stopBy: 'SIGTERM',
    stop_ms_max: 5_000,
    ...more,
  };
};

const start = (plan: ChildPlan): { child: SupervisedChild; lines: string[] } => {
  const lines: string[] = [];
  return { child: new SupervisedChild(plan, ({ part, text }) => lines.push(`${part}: ${text}`)), lines };
};

test('a child that is killed is restarted, and the report says so', async () => {
  const { child, lines } = start(planOf('killed', "console.log('alive'); up(); setInterval(() => {}, 1000)"));
  await child.ready;
  const first = child.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await waitFor(() => expect(lines.join('\n')).toContain('answers again'));
  expect(lines).toContain('killed: died unasked (SIGKILL), restarting in 0.2 s');
  expect(child.pid).not.toBe(first);
  await child.stop();
  expect(readFileSync(join(folder, 'killed.log'), 'utf8')).toBe('alive\nalive\n');
});

test('a child that keeps dying before it answers is given up, with its last words', async () => {
  const { child } = start(planOf('hopeless', "console.error('Error: no such disk'); process.exit(3)"));
  await expect(child.ready).rejects.toThrow(/hopeless ended 3 times .+exit code 3.+no such disk/);
  await child.stop();
});

test('a child that never answers is given up, not awaited for ever', async () => {
  const silent = { answers: () => Promise.reject(new Error('silent does not answer')) };
  const { child } = start(planOf('silent', 'setInterval(() => {}, 1000)', silent));
  await expect(child.ready).rejects.toThrow('silent does not answer');
  await child.stop();
});

test('a child that ignores the request to stop is killed at its deadline', async () => {
  const deaf = "process.on('SIGTERM', () => {}); up(); setInterval(() => {}, 1000)";
  const { child } = start(planOf('deaf', deaf, { stop_ms_max: 200 }));
  await child.ready;
  const pid = child.pid ?? 0;
  await child.stop();
  gone(pid);
});

test('a child that is stopped by the end of its standard input ends by itself', async () => {
  const listening = "process.stdin.on('end', () => process.exit(0)).resume(); up()";
  const { child, lines } = start(planOf('listening', listening, { stopBy: 'stdin' }));
  await child.ready;
  await child.stop();
  expect(lines).toEqual([expect.stringMatching(/^listening: answers after/)]);
});

test('no child outlives a parent that is killed with kill -9, deaf ones and their own children included', async () => {
  const parent = join(folder, 'parent.ts');
  const pids = join(folder, 'pids');
  writeFileSync(
    parent,
    `import { spawnGuarded } from ${JSON.stringify(join(import.meta.dirname, 'guarded-spawn.ts'))};
    const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
    const grandchild = "const g = require('child_process').spawn(process.execPath, ['-e', process.env.DEAF]);";
    const told = "require('fs').writeFileSync(process.env.PIDS, process.pid + ' ' + g.pid);";
    const env = { ...process.env, DEAF: deaf, PIDS: ${JSON.stringify(pids)} };
    spawnGuarded({ command: process.execPath, args: ['-e', grandchild + told + deaf], env, cwd: '/', grace_s: 1 });`,
  );
  const running = spawn(process.execPath, [parent], { stdio: 'ignore' });
  await waitFor(() => expect(readFileSync(pids, 'utf8')).toMatch(/^\d+ \d+$/));
  const family = readFileSync(pids, 'utf8').split(' ').map(Number);
  for (const pid of family) process.kill(pid, 0);
  running.kill('SIGKILL');
  await once(running, 'exit');
  await waitFor(() => family.forEach(gone));
});
