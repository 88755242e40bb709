// Real processes: a failpoint ends one only when it is armed, and only once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'revloop-failpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const armed = join(folder, 'test.effect');
const program = `
  import { failpoint } from ${JSON.stringify(join(import.meta.dirname, 'failpoint.ts'))};
  console.log('effect'); failpoint('test.effect'); console.log('next effect');`;

const run = (failpoints: string | undefined): { signal: string | null; out: string } => {
  const env: NodeJS.ProcessEnv = { ...process.env, REVLOOP_FAILPOINTS: failpoints };
  if (failpoints === undefined) delete env['REVLOOP_FAILPOINTS'];
  const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env });
  return { signal, out: stdout.toString() };
};

test('an armed failpoint kills the process between two effects, and its next life passes', () => {
  writeFileSync(armed, '');
  expect(run(folder)).toEqual({ signal: 'SIGKILL', out: 'effect\n' });
  expect(existsSync(armed)).toBe(false);
  expect(run(folder)).toEqual({ signal: null, out: 'effect\nnext effect\n' });
});

test('a failpoint of another name, or without the setting, does nothing', () => {
  writeFileSync(join(folder, 'test.other'), '');
  expect(run(folder).signal).toBeNull();
  writeFileSync(armed, '');
  expect(run(undefined).signal).toBeNull();
  expect(existsSync(armed)).toBe(true);
});
