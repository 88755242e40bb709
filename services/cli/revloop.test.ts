// The command line as people and scripts meet it.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runRevloop, startRevloop } from './testing/run-revloop.ts';

vi.setConfig({ testTimeout: 60_000 });

const testdata = (name: string): string => join(import.meta.dirname, 'testdata', name);
let folder = '';
let closedPort = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'revloop-cli-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closedPort = String((server.address() as AddressInfo).port);
  server.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('revloop', () => {
  test.each(['list', 'show', 'replay'])('explains dead-letters %s, with examples', async (command) => {
    const help = await runRevloop(['dead-letters', command, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`  $ revloop dead-letters ${command}`);
  });

  test.each(['import', 'list'])('explains rates %s, with examples', async (command) => {
    const help = await runRevloop(['rates', command, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`  $ revloop rates ${command}`);
  });

  test.each(['changes', 'rebuild'])('explains attribution %s, with examples', async (command) => {
    const help = await runRevloop(['attribution', command, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`  $ revloop attribution ${command}`);
  });

  test('explains itself and every command, with examples', async () => {
    const { code, stdout } = await runRevloop(['--help']);
    expect(code).toBe(0);
    const commands = [
      'start',
      'stack',
      'import',
      'demo',
      'query',
      'explain',
      'attribution',
      'dead-letters',
      'rates',
      'audit',
      'erase',
      'status',
    ];
    for (const command of commands) expect(stdout).toContain(`  ${command} `);
    for (const command of commands) {
      const help = await runRevloop([command, '--help']);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(`  $ revloop ${command}`);
    }
  });

  test.each([
    [[], 'Usage: revloop'],
    [['fly'], "unknown command 'fly'"],
    [['import', 'x.csv'], "required option '-m, --mapping"],
    [['import', '/nowhere', '--mapping', 'crm'], 'there is no /nowhere'],
    [['import', 'x.csv', '--mapping', 'nope'], 'one of crm, olist'],
    [['query'], 'give either the SQL or -f FILE'],
    [['query', 'SELECT 1', '--format', 'xml'], 'Allowed choices are pretty, json, csv, tsv'],
    [['query', 'SELECT 1', '--param', 'x'], 'must read name=value'],
    [['explain'], "missing required argument 'opportunity'"],
    [['explain', 'deal', '--policy', 'fair'], 'Allowed choices are first, last, even, productive, rescue'],
    [['explain', 'deal', '--lookback-days', '0'], 'must be a whole number from 1 to 3650'],
    [['attribution', 'changes'], "required option '--from <time>'"],
    [['attribution', 'changes', '--from', '7d', '--to', '9d'], '--from must be earlier than --to'],
    [['dead-letters', 'show', 'funnel.events'], 'must read topic/partition/offset'],
    [['dead-letters', 'list', '--since', 'yesterday'], 'must be a time with a zone'],
    [['dead-letters', 'replay'], 'say which: places'],
    [['dead-letters', 'replay', 'funnel.events/0/1', '--all'], 'either places or filters'],
    [['rates', 'import'], "missing required argument 'file'"],
    [['rates', 'import', '/nowhere.csv'], 'there is no file /nowhere.csv'],
    [['rates', 'import', testdata('crm/accounts.csv')], 'it needs exactly the columns date, from_currency'],
    [['rates', 'list', '--currency', 'euro'], 'must be a code of ISO 4217'],
    [['erase', '--yes'], 'say whom'],
    [['erase', '--contact', 'a', '--visitor', 'b', '--yes'], 'say whom'],
    [['erase', '--contact', 'a'], 'give --yes to erase'],
    [['demo', '--accounts', '-3'], 'must be a whole number'],
    [['demo', '--print', '--now', 'yesterday'], '--now must be a time with a zone'],
  ])('called as %j is told how to call it, with exit code 2 and nothing on stdout', async (args, says) => {
    const { code, stdout, stderr } = await runRevloop(args, { REVLOOP_HOME: folder, REVLOOP_WRITE_KEY: 'k' });
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('says in one sentence what is missing around it, with exit code 1', async () => {
    const home = { REVLOOP_HOME: folder };
    const noKey = await runRevloop(['import', testdata('crm'), '-m', 'crm'], home);
    expect(noKey).toMatchObject({ code: 1, stdout: '' });
    expect(noKey.stderr).toContain('REVLOOP_WRITE_KEY is not set and there is no');
    const away = await runRevloop(['query', 'SELECT 1'], {
      ...home,
      REVLOOP_ANALYST_PASSWORD: 'x',
      REVLOOP_CLICKHOUSE_URL: `http://127.0.0.1:${closedPort}`,
    });
    expect(away).toMatchObject({ code: 1, stdout: '' });
    expect(away.stderr).toMatch(
      /^revloop: ClickHouse at http:\/\/127.0.0.1:\d+ does not answer .*start it with.*\n$/,
    );
  });

  test('tells by its status what is down, also as JSON', async () => {
    const ports = Object.fromEntries(
      ['KAFKA', 'REGISTRY', 'CLICKHOUSE', 'INGEST', 'SINK', 'ATTRIBUTION', 'ALERTING', 'CONSOLE'].map(
        (name) => [`REVLOOP_${name}_PORT`, closedPort],
      ),
    );
    const { code, stdout } = await runRevloop(['status', '--json'], ports);
    const status = JSON.parse(stdout) as {
      ok: boolean;
      parts: { name: string; ok: boolean; reason: string }[];
    };
    expect(code).toBe(1);
    expect(status.ok).toBe(false);
    expect(status.parts.map(({ name }) => name)).toEqual([
      'kafka',
      'registry',
      'clickhouse',
      'ingest',
      'sink',
      'attribution',
      'alerting',
      'console',
    ]);
    for (const part of status.parts)
      expect(part).toMatchObject({ ok: false, reason: 'nothing listens there' });
  });

  test('ends quietly when its reader has enough', async () => {
    const { child, ended } = startRevloop(['demo', '--print', '--accounts', '400']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});
