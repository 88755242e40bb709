// The audit on the command line, against what is really stored.
import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { runRevloop } from '../../services/cli/testing/run-revloop.ts';
import type { Audit } from '../../services/cli/core/audit/audit.ts';
import { emit, eventually, services, settings } from '../support/revloop.ts';
import { revloop, untilAllIsIn } from './revloop.ts';

const owner = services();
afterAll(() => owner.close());

const audited = async (): Promise<{ readonly code: number | null; readonly audit: Audit }> => {
  const { code, stdout } = await revloop('audit', '--json');
  return { code, audit: JSON.parse(stdout) as Audit };
};

test('what became of every message adds up, partition by partition', async () => {
  await untilAllIsIn();
  const { code, audit } = await audited();
  expect(code).toBe(0);
  expect(audit.partitions.length).toBeGreaterThanOrEqual(4);
  for (const one of audit.partitions)
    expect(one.stored + one.dead_letters + one.repeated + one.erased + one.absent + one.missing).toBe(
      one.consumed,
    );
  const { stdout } = await revloop('audit');
  expect(stdout).toMatch(/ {2}partition +consumed = +stored \+/);
  expect(stdout).toMatch(/complete: [\d,]+ messages consumed, none missing, none stored twice\n$/);
});

test('a row that is gone is missing, with exit code 1, until it is back', async () => {
  const event_id = `audit-${randomUUID()}`;
  await emit({
    type: 'content_viewed',
    event_id,
    occurred_at: new Date().toISOString(),
    account_id: event_id,
  });
  await eventually(
    'the row',
    () => owner.query(`SELECT 1 FROM stored_events WHERE event_id = '${event_id}'`),
    (rows) => rows.length === 1,
  );
  await owner.run(
    `CREATE TABLE audit_kept ENGINE = MergeTree ORDER BY () AS SELECT * FROM stored_events WHERE event_id = '${event_id}'`,
  );
  try {
    await owner.run(
      `ALTER TABLE stored_events DELETE WHERE event_id = '${event_id}' SETTINGS mutations_sync = 1`,
    );
    const { code, audit } = await eventually('the audit', audited, (one) => one.audit.missing > 0);
    expect({ code, missing: audit.missing, complete: audit.complete }).toEqual({
      code: 1,
      missing: 1,
      complete: false,
    });
    expect((await revloop('audit')).stdout).toMatch(/NOT complete: of [\d,]+ messages consumed 1 missing\n$/);
    await owner.run('INSERT INTO stored_events SELECT * FROM audit_kept');
    expect((await audited()).code).toBe(0);
  } finally {
    await owner.run('DROP TABLE audit_kept');
  }
});

test('a sink that is away is told in one sentence', async () => {
  const { code, stdout, stderr } = await runRevloop(['audit'], { ...settings(), REVLOOP_SINK_PORT: '1' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^revloop: the sink at http:\/\/127\.0\.0\.1:1 gives no audit \(.*\): start it with .*\n$/,
  );
});
