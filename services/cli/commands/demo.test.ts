// The demo as a process.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runRevloop } from '../testing/run-revloop.ts';
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

const settings = (home: string): NodeJS.ProcessEnv => ({
  REVLOOP_HOME: join(folder, home),
  REVLOOP_INGEST_URL: ingest.url,
  REVLOOP_WRITE_KEY: 'test-key',
});

describe('a demo', () => {
  test('sends what it says it planted, and the same when it is sent again', async () => {
    const { requests } = ingest;
    const plan = join(folder, 'plan.json');
    const args = ['demo', '--accounts', '30', '--seed', '5', '--plan', plan, '--json'];
    const first = await runRevloop(args, settings('demo'));
    expect(first.code).toBe(0);
    const planted = JSON.parse(first.stdout) as { events: { sent: number; unique: number } };
    expect(JSON.parse(readFileSync(plan, 'utf8'))).toEqual(planted);
    expect(requests.flat()).toHaveLength(planted.events.sent);
    const again = await runRevloop(args, settings('demo'));
    expect(again.stderr).toContain('this demo was sent before');
    expect(again.stdout).toBe(first.stdout);
    expect(new Set(requests.flat().map((event) => JSON.stringify(event))).size).toBe(planted.events.unique);
  });

  test('printed is nothing but events on stdout', async () => {
    const { stdout, stderr } = await runRevloop([
      'demo',
      '--print',
      '--accounts',
      '5',
      '--now',
      '2026-03-04T10:30:00Z',
    ]);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event_id');
    expect(stderr).toMatch(/^\d+ events printed, nothing sent\n$/);
  });
});
