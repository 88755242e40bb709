import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pageIsStale } from './page.ts';

const folder = mkdtempSync(join(tmpdir(), 'revloop-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeAt = (path: string, time: number): void => {
  writeFileSync(join(folder, path), '');
  utimesSync(join(folder, path), time, time);
};

test('the page is built where it is missing or older than a source, however deep', () => {
  expect(pageIsStale(folder)).toBe(false);
  mkdirSync(join(folder, 'web', 'parts'), { recursive: true });
  writeAt('web/parts/chart.tsx', 1_000);
  expect(pageIsStale(folder)).toBe(true);
  mkdirSync(join(folder, 'dist'));
  writeAt('dist/index.html', 2_000);
  expect(pageIsStale(folder)).toBe(false);
  writeAt('web/parts/chart.tsx', 3_000);
  expect(pageIsStale(folder)).toBe(true);
});
