import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { RotatingFile } from './rotating-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'revloop-log-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a log never grows beyond its bound, and keeps the youngest lines', () => {
  const log = new RotatingFile(join(folder, 'part.log'), { file_bytes_max: 100, older_files_max: 2 });
  for (let line = 0; line < 100; line++) log.write(`line number ${line}\n`);
  log.close();
  expect(readdirSync(folder).sort()).toEqual(['part.log', 'part.log.1', 'part.log.2']);
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).size).toBeLessThan(130);
  expect(readFileSync(join(folder, 'part.log'), 'utf8')).toMatch(/line number 99\n$/);
});

test('a log is continued by the next process', () => {
  for (const text of ['one\n', 'two\n']) {
    const log = new RotatingFile(join(folder, 'part.log'));
    log.write(text);
    log.close();
  }
  expect(readFileSync(join(folder, 'part.log'), 'utf8')).toBe('one\ntwo\n');
});
