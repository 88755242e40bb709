// CSV files as exports write them, and as they should not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows, type BadRow, type GoodRow } from './read-rows.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'revloop-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = async (content: string | Buffer, delimiter = ','): Promise<(GoodRow | BadRow)[]> => {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const rows: (GoodRow | BadRow)[] = [];
  for await (const { row } of readRows(path, { delimiter, withKey: true })) rows.push(row);
  return rows;
};

test('a byte order mark, Windows line ends, empty lines and blanks around cells do no harm', async () => {
  const rows = await rowsOf('\uFEFFid;name\r\n1; Ada \r\n\r\n2;Ben\r\n', ';');
  expect(rows).toMatchObject([
    { line: 2, number: 1, cells: { id: '1', name: 'Ada' } },
    { line: 4, number: 2, cells: { id: '2', name: 'Ben' } },
  ]);
});

test('a row that spans lines is known by its first', async () => {
  const rows = await rowsOf('id,text\n1,"two\nlines"\n2,x\n');
  expect(rows).toMatchObject([
    { line: 2, cells: { text: 'two\nlines' } },
    { line: 4, cells: { id: '2' } },
  ]);
});

test('what is not a proper row comes with the reason, and the rows around it are read', async () => {
  const latin1 = Buffer.from('M\xfcller', 'latin1');
  const rows = await rowsOf(
    Buffer.concat([Buffer.from('id,text\n1,a,b\n2,x"y\n3,'), latin1, Buffer.from('\n4,ok\n')]),
  );
  const reasons = rows.flatMap((row) => ('reason' in row ? [`${row.line} ${row.reason}`] : []));
  expect(reasons.sort()).toEqual([
    '2 has 3 cells where the header has 2',
    '3 is not CSV: a quote stands inside a cell; quote the whole cell and double the quotes in it',
    '4 text is not UTF-8: convert the file to UTF-8',
  ]);
  expect(rows.filter((row) => 'cells' in row)).toMatchObject([{ line: 5, cells: { id: '4', text: 'ok' } }]);
});

test('a quote that is never closed is told once', async () => {
  const rows = await rowsOf(`id,text\n1,ok\n2,"${'endless\n'.repeat(400_000)}`);
  expect(rows.filter((row) => 'reason' in row)).toHaveLength(1);
  expect(rows).toMatchObject([
    { number: 1 },
    { number: undefined, reason: expect.stringContaining('opened and not closed') as string },
  ]);
});

test('a row has the same key wherever it stands, and identical rows are told apart by their order', async () => {
  const keys = async (content: string) => (await rowsOf(content)).map((row) => ('key' in row ? row.key : ''));
  const [a1, b, a2] = await keys('id\na\nb\na\n');
  expect(a2).toBe(`${a1}-2`);
  expect(await keys('id\nb\na\na\n')).toEqual([b, a1, a2]);
});
