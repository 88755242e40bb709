import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SurroundingsError } from './errors.ts';
import { SettingsReader } from './config.ts';

const home = mkdtempSync(join(tmpdir(), 'revloop-config-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('settings come from the environment; empty ones are not set', () => {
  const read = new SettingsReader({ A: 'x', N: '7', F: 'true', L: ' a, b ,', U: 'http://host/', E: '' });
  expect(
    read.done({
      a: read.text('A'),
      n: read.integer('N', 1, { min: 0, max: 9 }),
      f: read.flag('F', false),
      l: read.list('L', ''),
      u: read.url('U', ''),
      e: read.text('E', 'default'),
      o: read.oneOf('O', ['one', 'two'], 'two'),
    }),
  ).toEqual({ a: 'x', n: 7, f: true, l: ['a', 'b'], u: 'http://host', e: 'default', o: 'two' });
});

test('all faults are told in one error, which trying again does not heal', () => {
  const read = new SettingsReader({ N: '1.5', M: '70000', F: 'yes', U: 'nowhere', O: 'three' });
  read.text('A');
  read.integer('N', 1, { min: 0, max: 9 });
  read.port('M', 80);
  read.flag('F', false);
  read.url('U', '');
  read.oneOf('O', ['one', 'two'], 'one');
  read.fault('found by the caller');
  const thrown = ((): unknown => {
    try {
      return read.done({});
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(SurroundingsError);
  expect(thrown).toMatchObject({ code: 'bad_settings', retriable: false });
  const { message } = thrown as Error;
  for (const text of [
    'A is not set',
    'N must be a whole number from 0 to 9, not "1.5"',
    'M must be a whole number from 0 to 65535',
    'F must be true or false',
    'U is not a URL',
    'O must be one of one, two',
    'found by the caller',
  ])
    expect(message).toContain(text);
});

test('a secret comes from the environment, else from the file the stack made', () => {
  mkdirSync(join(home, 'secrets'));
  writeFileSync(join(home, 'secrets', 'key'), 'from-file\n');
  const env = { REVLOOP_HOME: home };
  expect(new SettingsReader(env).secret('KEY', 'key')).toBe('from-file');
  expect(new SettingsReader({ ...env, KEY: 'from-env' }).secret('KEY', 'key')).toBe('from-env');
  const read = new SettingsReader(env);
  read.secret('OTHER', 'other');
  expect(() => read.done({})).toThrow(/OTHER is not set and there is no .*secrets\/other/);
});

test('settings do not change once they were read', () => {
  expect(Object.isFrozen(new SettingsReader({}).done({ a: 1 }))).toBe(true);
});
