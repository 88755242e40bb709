// Queries as the analyst: formats, parameters, long answers, and failures told in one sentence.
import { expect, test } from 'vitest';
import { revloop } from './revloop.ts';

test('rows come as a table, as JSON lines, as CSV and as TSV', async () => {
  const sql = "SELECT 'a,b' AS name, 1 AS value";
  const as = async (format: string): Promise<string> =>
    (await revloop('query', sql, '--format', format)).stdout;
  expect(await as('json')).toBe('{"name":"a,b","value":1}\n');
  expect(await as('csv')).toBe('"name","value"\n"a,b",1\n');
  expect(await as('tsv')).toBe('name\tvalue\na,b\t1\n');
  expect(await as('pretty')).toContain('│ a,b  │     1 │');
});

test('parameters are values, never SQL', async () => {
  const { stdout } = await revloop('query', 'SELECT {x:String} AS x', '--param', "x=' OR 1", '--json');
  expect(JSON.parse(stdout)).toEqual({ x: "' OR 1" });
});

test('a long answer comes whole, also as a table', async () => {
  const { stdout } = await revloop('query', 'SELECT number FROM numbers(50000)', '--format', 'pretty');
  expect(stdout).toContain('49999 │');
  expect(stdout).not.toContain('Showed');
});

test('what the server refuses is said in one sentence on stderr, with exit code 1', async () => {
  const unknown = await revloop('query', 'SELECT * FROM nowhere');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^revloop: .*nowhere.*\(UNKNOWN_TABLE\)\n$/);
  const write = await revloop('query', "INSERT INTO events (event_id) VALUES ('x')");
  expect(write.code).toBe(1);
  expect(write.stderr).toContain('ACCESS_DENIED');
});

test('a failure in the middle of an answer is told after the rows that came before it', async () => {
  const { code, stdout, stderr } = await revloop(
    'query',
    'SELECT throwIf(number = 3000000) AS x FROM numbers(10000000)',
    '--format',
    'tsv',
  );
  expect(code).toBe(1);
  expect(stdout.startsWith('x\n0\n')).toBe(true);
  expect(stdout).not.toContain('Exception');
  expect(stderr).toMatch(/^revloop: [^\n]*FUNCTION_THROW_IF_VALUE_IS_NON_ZERO\)\n$/);
});

test('the status tells that ClickHouse and ingest answer', async () => {
  const { stdout } = await revloop('status', '--json');
  const { parts } = JSON.parse(stdout) as { parts: { name: string; ok: boolean; reason?: string }[] };
  for (const name of ['kafka', 'registry', 'clickhouse', 'ingest'])
    expect(parts.find((part) => part.name === name)).toMatchObject({ name, ok: true });
});
