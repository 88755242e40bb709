// Rates on the command line: imported whole or not at all, listed, corrected, never lost.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { revloop } from './revloop.ts';

const folder = mkdtempSync(join(tmpdir(), 'revloop-rates-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, ...lines: readonly string[]): string => {
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, ['date,from_currency,to_currency,rate', ...lines].join('\n'));
  return path;
};

interface Listed {
  readonly date: string;
  readonly rate: string;
  readonly known_at: string;
  readonly replaced_at: string | null;
}

// No other test has rates of the króna.
const listed = async (...options: readonly string[]): Promise<readonly Listed[]> => {
  const { code, stdout } = await revloop('rates', 'list', '--currency', 'ISK', '--json', ...options);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Listed);
};
const ratesOf = (rows: readonly Listed[]): string[] => rows.map(({ date, rate }) => `${date} ${rate}`);

test('a file with a fault stores nothing and tells every fault with its line', async () => {
  const file = fileOf(
    'faulty',
    '2024-01-01,NOK,ISK,13.5',
    '2024-01-02,NOK,ISK,"13,5"',
    '2024-02-30,NOK,KRONA,13.5',
    '2024-01-04,NOK,ISK',
  );
  const { code, stdout, stderr } = await revloop('rates', 'import', file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([
    'faulty.csv:3  rate "13,5" is no decimal like 1.0845',
    'faulty.csv:4  date "2024-02-30" is no day like 2026-03-31; to_currency "KRONA" is no code of ISO 4217 in capitals, like EUR',
    'faulty.csv:5  has 3 cells where the header has 4',
    'nothing was stored: mend these 3 lines first',
  ]);
  expect(await listed('--replaced')).toEqual([]);
});

test('a dry run says what would change and stores nothing', async () => {
  const { code, stdout } = await revloop(
    'rates',
    'import',
    fileOf('dry', '2024-01-01,NOK,ISK,13.5'),
    '--dry-run',
    '--json',
  );
  expect({ code, outcome: JSON.parse(stdout) as unknown }).toEqual({
    code: 0,
    outcome: { added: 1, corrected: [], unchanged: 0, faults: [] },
  });
  expect(await listed('--replaced')).toEqual([]);
});

test('a repeated day is corrected, back to a former rate too, and what stood is kept', async () => {
  const first = fileOf('first', '2024-01-01,NOK,ISK,13.5', '2024-01-02,NOK,ISK,13.25');
  const second = fileOf('second', '2024-01-02,NOK,ISK,14', '2024-01-03,NOK,ISK,13.75');
  const outcomes: unknown[] = [];
  for (const file of [first, first, second, first]) {
    const { added, corrected, unchanged } = JSON.parse(
      (await revloop('rates', 'import', file, '--json')).stdout,
    ) as {
      added: number;
      corrected: { former: string; rate: string }[];
      unchanged: number;
    };
    outcomes.push([added, corrected.map(({ former, rate }) => `${former} > ${rate}`), unchanged]);
  }
  expect(outcomes).toEqual([
    [2, [], 0],
    [0, [], 2],
    [1, ['13.25 > 14.00'], 0],
    [0, ['14.00 > 13.25'], 1],
  ]);
  expect(ratesOf(await listed())).toEqual(['2024-01-03 13.75', '2024-01-02 13.25', '2024-01-01 13.5']);
  const all = await listed('--replaced');
  expect(ratesOf(all)).toEqual([
    '2024-01-03 13.75',
    '2024-01-02 13.25',
    '2024-01-02 14',
    '2024-01-02 13.25',
    '2024-01-01 13.5',
  ]);
  const [now, between, former] = all.filter(({ date }) => date === '2024-01-02');
  expect([now?.replaced_at, between?.replaced_at, former?.replaced_at]).toEqual([
    null,
    now?.known_at,
    between?.known_at,
  ]);
});

test('a list for people is a table, the newest day first', async () => {
  const { code, stdout } = await revloop('rates', 'list', '--currency', 'ISK', '--limit', '2');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ {2}date +from +to +rate +known at \(UTC\)\n {2}2024-01-03 +NOK +ISK +13\.75 .*\n {2}2024-01-02 .*\n$/,
  );
});
