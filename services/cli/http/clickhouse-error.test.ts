// What ClickHouse says, for people.
import { expect, test } from 'vitest';
import { clickhouseSentence } from './clickhouse-error.ts';

test.each([
  [
    "Code: 60. DB::Exception: Unknown table expression identifier 'evnts' in scope SELECT count() FROM evnts. Maybe you meant: ['events']. (UNKNOWN_TABLE) (version 26.7.2.1 (official build))\n",
    "Unknown table expression identifier 'evnts' in scope SELECT count() FROM evnts. Maybe you meant: ['events'] (UNKNOWN_TABLE)",
  ],
  [
    'Code: 497. DB::Exception: analyst: Not enough privileges. (ACCESS_DENIED) (version 26.7.2.1)',
    'analyst: Not enough privileges (ACCESS_DENIED)',
  ],
  ['a\tb\n1\t2\nCode: 395. DB::Exception: Too much. (X_Y) (version 26.7.2.1)', 'Too much (X_Y)'],
  ['', 'ClickHouse gave no reason'],
])('%j becomes one sentence', (text, sentence) => {
  expect(clickhouseSentence(text)).toBe(sentence);
});
