import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { lockHome } from './lock.ts';

const home = mkdtempSync(join(tmpdir(), 'revloop-lock-'));
const file = join(home, 'stack.lock');
afterEach(() => rmSync(file, { force: true }));

test('a home is locked by one stack; the next is told its pid and the home', () => {
  const lock = lockHome(home);
  expect(lock.tookOver).toBe(false);
  expect(() => lockHome(home)).toThrow(`the stack of ${home} is already running (pid ${process.pid})`);
  lock.release();
  expect(existsSync(file)).toBe(false);
});

test('the lock of a process that is gone is taken over', () => {
  // No pid is this large: /proc/sys/kernel/pid_max ends at 4194304.
  writeFileSync(file, '99999999 1\n');
  expect(lockHome(home).tookOver).toBe(true);
});

test('a living process that was given the pid of a dead holder does not hold the lock', () => {
  writeFileSync(file, `${process.pid} 1\n`);
  expect(lockHome(home).tookOver).toBe(true);
});
