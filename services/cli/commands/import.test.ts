// Imports as a process: what is sent, what is listed, and what a kill leaves.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runRevloop, startRevloop } from '../testing/run-revloop.ts';
import { startRecordingIngest, type RecordingIngest } from '../testing/recording-ingest.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
let ingest: RecordingIngest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'revloop-cli-'));
  ingest = await startRecordingIngest();
});
beforeEach(() => {
  ingest.requests.length = 0;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await ingest.close();
});

const testdata = (name: string): string => join(import.meta.dirname, '..', 'testdata', name);
const settings = (home: string): NodeJS.ProcessEnv => ({
  REVLOOP_HOME: join(folder, home),
  REVLOOP_INGEST_URL: ingest.url,
  REVLOOP_WRITE_KEY: 'test-key',
});

describe('an import', () => {
  test('checked only counts what the files would give, and sends nothing', async () => {
    const { code, stdout } = await runRevloop([
      'import',
      testdata('olist'),
      '-m',
      'olist',
      '--dry-run',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      mapping: 'olist',
      rows: 8,
      events: 19,
      rejected: 0,
      by_type: {
        content_viewed: 5,
        mql_created: 5,
        mql_accepted: 3,
        opportunity_created: 3,
        opportunity_won: 3,
      },
    });
  });

  test('lists every row that does not fit with file, line and reason, and ends with exit code 1', async () => {
    const rejects = join(folder, 'rejects.ndjson');
    const { code, stderr } = await runRevloop([
      'import',
      testdata('crm-faulty'),
      '-m',
      'crm',
      '--dry-run',
      '--rejects',
      rejects,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('sales_pipeline.csv:3  opportunity_won: date "31/1/2017" is not like M/D/YYYY');
    const lines = readFileSync(rejects, 'utf8').trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual([3, 4, 6, 7, 8, 9]);
  });

  test('gives the same events for the same rows, in whatever order the rows stand', async () => {
    const print = async (path: string): Promise<string[]> =>
      (
        await runRevloop([
          'import',
          path,
          testdata('crm/accounts.csv'),
          testdata('crm/sales_teams.csv'),
          '-m',
          'crm',
          '--print',
        ])
      ).stdout
        .trim()
        .split('\n')
        .sort();
    const original = testdata('crm/sales_pipeline.csv');
    const [header, ...rows] = readFileSync(original, 'utf8').trim().split('\r\n');
    const turned = join(folder, 'turned-pipeline.csv');
    writeFileSync(turned, [header, ...rows.reverse()].join('\n'));
    const events = await print(original);
    expect(events).toHaveLength(8);
    expect(await print(turned)).toEqual(events);
    expect(new Set(events.map((line) => (JSON.parse(line) as { event_id: string }).event_id)).size).toBe(8);
  });

  test('sends the events in the order of the files, and sent again the same', async () => {
    const { requests } = ingest;
    const run = () => runRevloop(['import', testdata('olist'), '-m', 'olist', '--json'], settings('twice'));
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 8,
      sent: 19,
      accepted: 19,
      rejected: 0,
      resumed_after_rows: 0,
    });
    const types = requests.flat().map(({ type }) => type);
    expect(types.lastIndexOf('mql_created')).toBeLessThan(types.indexOf('mql_accepted'));
    await run();
    const [first, second] = requests;
    expect(second).toEqual(first);
  });

  test('that was killed goes on where it was, and loses nothing', async () => {
    const pipeline = join(folder, 'long-pipeline.csv');
    const header = readFileSync(testdata('crm/sales_pipeline.csv'), 'utf8').split('\r\n')[0];
    const rows = Array.from(
      { length: 4_000 },
      (_, index) => `Ada Brook,Frame,Northwind Optics,Won,1/5/2017,3/1/2017,${index}`,
    );
    writeFileSync(pipeline, [header, ...rows].join('\n'));
    const args = [
      'import',
      pipeline,
      testdata('crm/accounts.csv'),
      testdata('crm/sales_teams.csv'),
      '-m',
      'crm',
      '--json',
    ];
    const { requests, limit } = ingest;
    limit.answers_max = 8;
    const env = settings('killed');
    const { child, ended } = startRevloop(args, env);
    await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(8);
    const [file] = readdirSync(join(folder, 'killed', 'imports'));
    child.kill('SIGKILL');
    await ended;
    expect(file).toBeDefined();

    limit.answers_max = Infinity;
    const again = await runRevloop(args, env);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('an earlier run was interrupted after');
    const outcome = JSON.parse(again.stdout) as { resumed_after_rows: number; rows: number; sent: number };
    expect(outcome.resumed_after_rows).toBeGreaterThan(0);
    expect(outcome.sent).toBeLessThan(8_000);
    expect(outcome.rows).toBe(4_000);
    expect(new Set(requests.flat().map(({ event_id }) => event_id)).size).toBe(8_000);
    expect(readdirSync(join(folder, 'killed', 'imports'))).toEqual([]);
  });
});
