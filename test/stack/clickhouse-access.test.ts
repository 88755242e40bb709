// Who may do what in ClickHouse, and that nonsense on its port does no harm.
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAs, type Ask } from './ask-clickhouse.ts';
import { newHome, secretOf, startOwnStack, killOwnStack, until, type OwnStack } from './own-stack.ts';

const home = newHome();
let stack: OwnStack;
let services: Ask;
let analyst: Ask;
let console: Ask;

const done = async (ask: Ask, ...statements: readonly string[]): Promise<void> => {
  for (const sql of statements) expect(await ask(sql), sql).toMatchObject({ status: 200 });
};

beforeAll(async () => {
  stack = await startOwnStack(home);
  const { clickhouseUrl } = stack.where;
  services = askAs(clickhouseUrl, 'revloop', secretOf(stack, 'clickhouse-password'));
  analyst = askAs(clickhouseUrl, 'analyst', secretOf(stack, 'analyst-password'));
  console = askAs(clickhouseUrl, 'console', secretOf(stack, 'console-password'));
  await done(
    services,
    'CREATE DATABASE revloop ENGINE = Atomic',
    'CREATE TABLE revloop.kept (id UInt64) ENGINE = MergeTree ORDER BY id',
    'INSERT INTO revloop.kept SELECT number FROM numbers(10)',
    'CREATE VIEW revloop.events DEFINER = revloop SQL SECURITY DEFINER AS SELECT id FROM revloop.kept',
    'CREATE VIEW revloop.attribution DEFINER = revloop SQL SECURITY DEFINER AS SELECT id FROM revloop.kept WHERE id < {below:UInt64}',
  );
});

afterAll(async () => {
  await killOwnStack(stack);
  rmSync(home, { recursive: true, force: true });
});

describe('nobody gets in', () => {
  test.for(['revloop', 'analyst', 'console'])('as %s with a wrong password or none', async (user) => {
    for (const password of ['wrong', '']) {
      const answer = await askAs(stack.where.clickhouseUrl, user, password)('SELECT 1');
      expect(answer.text).toContain('AUTHENTICATION_FAILED');
    }
  });

  test('as default, which has no password: its one session is the server’s own', async () => {
    const { clickhouseUrl } = stack.where;
    expect((await askAs(clickhouseUrl, 'default', '')('SELECT 1')).text).toContain(
      'USER_SESSION_LIMIT_EXCEEDED',
    );
    expect((await fetch(`${clickhouseUrl}/?query=SELECT%201`)).ok).toBe(false);
  });
});

describe('readers', () => {
  test('read the relations of the analyst surface, parameterised views too', async () => {
    for (const ask of [analyst, console]) {
      expect(await ask('SELECT count() FROM revloop.events')).toEqual({ status: 200, text: '10' });
      expect(await ask('SELECT count() FROM revloop.attribution(below = 3)')).toEqual({
        status: 200,
        text: '3',
      });
    }
  });

  test.for([
    'SELECT * FROM revloop.kept',
    'SELECT * FROM system.query_log',
    'SELECT * FROM system.processes',
    'SELECT * FROM system.users',
    "SELECT * FROM file('/etc/hostname', LineAsString)",
    "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
    "SELECT * FROM remote('127.0.0.1', revloop.kept)",
  ])('are refused what is not theirs: %s', async (sql) => {
    for (const ask of [analyst, console]) expect((await ask(sql)).text).toContain('ACCESS_DENIED');
  });

  test.for([
    'INSERT INTO revloop.kept VALUES (11)',
    'ALTER TABLE revloop.kept DELETE WHERE 1',
    'TRUNCATE TABLE revloop.kept',
    'DROP VIEW revloop.events',
    'CREATE TABLE revloop.mine (id UInt64) ENGINE = Memory',
    'CREATE TEMPORARY TABLE mine (id UInt64)',
    'CREATE FUNCTION mine AS (x) -> x',
    'SYSTEM FLUSH LOGS',
  ])('write nothing: %s', async (sql) => {
    for (const ask of [analyst, console]) expect((await ask(sql)).text).toMatch(/ACCESS_DENIED|READONLY/);
    expect((await services('SELECT count() FROM revloop.kept')).text).toBe('10');
  });

  test('see in the lists of tables only what they may read', async () => {
    const { text } = await analyst("SELECT name FROM system.tables WHERE database = 'revloop' ORDER BY name");
    expect(text.split('\n')).toEqual(['attribution', 'events']);
  });

  test('are stopped when a query runs away, and cannot lift the limit', async () => {
    const endless = 'SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))';
    expect((await analyst(`${endless} SETTINGS max_execution_time = 1`)).text).toContain('TIMEOUT_EXCEEDED');
    for (const limit of [
      'max_execution_time = 0',
      'max_execution_time = 3600',
      'max_memory_usage = 0',
      'max_result_rows = 0',
    ])
      expect((await analyst(`SELECT 1 SETTINGS ${limit}`)).text).toContain('SETTING_CONSTRAINT_VIOLATION');
    expect((await analyst('SELECT 1 SETTINGS readonly = 0')).text).toContain('READONLY');
    expect((await analyst("SELECT value FROM system.settings WHERE name = 'max_execution_time'")).text).toBe(
      '30',
    );
  });
});

describe('services', () => {
  test('have inserts deduplicated by token, in the targets of materialised views too', async () => {
    await done(
      services,
      'CREATE TABLE revloop.once (id UInt64) ENGINE = MergeTree ORDER BY id',
      'CREATE TABLE revloop.doubled (id UInt64) ENGINE = MergeTree ORDER BY id',
      'CREATE MATERIALIZED VIEW revloop.doubler TO revloop.doubled DEFINER = revloop SQL SECURITY DEFINER AS SELECT id * 2 AS id FROM revloop.once',
    );
    for (const _attempt of [1, 2])
      await done(
        services,
        "INSERT INTO revloop.once SETTINGS insert_deduplication_token = 'batch-1' VALUES (1), (2)",
      );
    expect((await services('SELECT count() FROM revloop.once')).text).toBe('2');
    expect((await services('SELECT count() FROM revloop.doubled')).text).toBe('2');
  });

  test('reach no other database and make no users', async () => {
    expect((await services('CREATE DATABASE other')).text).toContain('ACCESS_DENIED');
    expect((await services("CREATE USER other IDENTIFIED BY 'x'")).text).toContain('ACCESS_DENIED');
  });

  test('pass parameters of megabytes in the URL', async () => {
    const url = `${stack.where.clickhouseUrl}/?query=${encodeURIComponent('SELECT length({text:String})')}`;
    const response = await fetch(`${url}&param_text=${'a'.repeat(3_000_000)}`, {
      headers: { 'X-ClickHouse-User': 'revloop', 'X-ClickHouse-Key': secretOf(stack, 'clickhouse-password') },
    });
    expect((await response.text()).trim()).toBe('3000000');
  });
});

describe('nonsense on the ClickHouse port', () => {
  const sent = (bytes: string, reset: boolean): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(stack.where.clickhouseUrl).port), '127.0.0.1', () => {
        socket.write(bytes, () => (reset ? socket.resetAndDestroy() : socket.destroy()));
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });

  test('does not take it down', async () => {
    const nonsense = [
      '\x00\x01\x02\xff garbage',
      'GET /',
      'GET / HTTP/1.1\r\nHost: x\r\nX-Half',
      'POST /?query=INSERT HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nshort',
      'BREW / HTTP/9.9\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ];
    for (let round = 0; round < 25; round++)
      await Promise.all(nonsense.flatMap((bytes) => [sent(bytes, true), sent(bytes, false)]));
    await until('ClickHouse answers', async () => (await services('SELECT 1')).text === '1');
    expect(stack.said()).not.toContain('clickhouse: died');
  });

  test('nor do clients that break off their inserts and their reading', async () => {
    const { clickhouseUrl } = stack.where;
    const headers = {
      'X-ClickHouse-User': 'revloop',
      'X-ClickHouse-Key': secretOf(stack, 'clickhouse-password'),
    };
    const brokenOff = async (body: string | ReadableStream): Promise<void> => {
      const abort = new AbortController();
      const asked = fetch(clickhouseUrl, {
        method: 'POST',
        body,
        headers,
        signal: abort.signal,
        duplex: 'half',
      });
      const reading = asked.then((response) => response.body?.getReader().read());
      await Promise.race([reading, new Promise((resolve) => setImmediate(resolve))]);
      abort.abort();
      await reading.catch(() => undefined);
    };
    const endlessInsert = (): ReadableStream =>
      new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from('INSERT INTO revloop.kept FORMAT CSV\n1\n2\n')),
      });
    for (let round = 0; round < 50; round++)
      await Promise.all([brokenOff(endlessInsert()), brokenOff('SELECT number FROM numbers(100000000)')]);
    expect((await services('SELECT count() FROM revloop.kept')).text).toBe('10');
    expect(stack.said()).not.toContain('clickhouse: died');
  });
});
