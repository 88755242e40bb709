// The CLI against the running stack, as a person uses it.
import { readIngestSettings } from '../../services/cli/config.ts';
import { runRevloop, startRevloop, type Ran, type Running } from '../../services/cli/testing/run-revloop.ts';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { analyst, eventually } from '../support/revloop.ts';
import { stackSettings } from './where.ts';

/** Runs a command to its end. */
export const revloop = async (...args: readonly string[]): Promise<Ran> =>
  await runRevloop(args, stackSettings());

export const startInStack = (...args: readonly string[]): Running => startRevloop(args, stackSettings());

/** Rows of a query, as the analyst. Throws with the reason where it fails. */
export const rows = async (sql: string): Promise<Readonly<Record<string, unknown>>[]> => {
  const { code, stdout, stderr } = await revloop('query', sql, '--json');
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

const marks = 40;

/** Waits until everything sent so far is visible: marks sent after it, enough to meet every partition, are. */
export const untilAllIsIn = async (): Promise<void> => {
  const { url, write_key } = readIngestSettings(stackSettings());
  const mark = `mark-${randomUUID()}`;
  const events = Array.from({ length: marks }, (_, index) => ({
    type: 'content_viewed',
    event_id: `${mark}-${index}`,
    occurred_at: new Date().toISOString(),
    anonymous_id: `${mark}-${index}`,
  }));
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${write_key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  expect(response.status).toBe(202);
  const warehouse = analyst();
  await eventually(
    'all that was sent is visible',
    () => warehouse.query(`SELECT event_id FROM events WHERE startsWith(event_id, '${mark}')`),
    (seen) => seen.length === marks,
  ).finally(() => warehouse.close());
};
