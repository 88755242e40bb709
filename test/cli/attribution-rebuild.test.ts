// `revloop attribution rebuild`: the same table afterwards, whatever it was before, beside the running service.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRevloop } from '../../services/cli/testing/run-revloop.ts';
import { eventsOf, plan } from '../attribution/journeys.ts';
import { sendShuffled, untilSettled } from '../attribution/sending.ts';
import { emit, eventually, services } from '../support/revloop.ts';
import { at, workedExample } from '../support/worked-example.ts';
import { revloop } from './revloop.ts';
import { stackSettings } from './where.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_106);
const run = `rebuild-${randomUUID().slice(0, 8)}`;
const owner = services();
const [worked, broken] = [`${run}-worked`, `${run}-broken`];

/** Every row of the run's accounts, as texts; the Markov models, which all accounts of the stack change, left out. */
const rows = async (): Promise<readonly string[]> =>
  (
    await owner.query<{ row: string }>(
      `SELECT toString(tuple(*)) AS row FROM attribution_credits
       WHERE (startsWith(account_id, {run:String}) OR startsWith(account_id, concat('contact:', {run:String}))) AND NOT startsWith(model, 'markov_')
       ORDER BY row`,
      { run },
    )
  ).map(({ row }) => row);

const versionOf = async (table: string): Promise<bigint> =>
  BigInt(
    (await owner.query<{ version: string }>(`SELECT max(version) AS version FROM ${table}`))[0]?.version ?? 0,
  );

/** Waits until the service has computed everything that has arrived. */
const untilFollowed = (): Promise<unknown> =>
  eventually(
    'credits follow what has arrived',
    () =>
      owner.query<{ behind: string }>(
        `SELECT count() AS behind
         FROM (SELECT partition, max(to_offset) AS last FROM arrived_batches WHERE topic = 'funnel.events' GROUP BY partition) AS arrived
         LEFT JOIN (SELECT partition, offset FROM attribution_progress FINAL WHERE topic = 'funnel.events') AS done ON done.partition = arrived.partition
         WHERE done.offset < arrived.last`,
      ),
    ([row]) => row?.behind === '0',
    180_000,
  );

const rebuild = async (): Promise<{ accounts: number; version: string }> => {
  const { code, stdout, stderr } = await revloop('attribution', 'rebuild', '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { accounts: number; version: string };
};

let before: readonly string[];
beforeAll(async () => {
  const journeys = fc
    .sample(plan, { seed, numRuns: 20 })
    .flatMap((own, index) => eventsOf(`${run}-${index}`, own));
  await sendShuffled([...journeys, ...workedExample(worked), ...workedExample(broken)], seed);
  await untilSettled();
  await untilFollowed();
  before = await rows();
  for (const id of [worked, broken]) expect(before.some((row) => row.includes(id))).toBe(true);
});
afterAll(() => owner.close());

test('leaves the identical rows, and the Markov models are solved anew', async () => {
  const { accounts, version } = await rebuild();
  expect(accounts).toBeGreaterThanOrEqual(22);
  expect(await rows()).toEqual(before);
  await eventually(
    'channel effects',
    () => versionOf('channel_effects'),
    (solved) => solved > BigInt(version),
  );
});

test('restores what was lost and what was damaged, and the service goes on above it', async () => {
  await owner.run(
    'ALTER TABLE account_attribution DELETE WHERE account_id = {worked:String} SETTINGS mutations_sync = 1',
    { worked },
  );
  // Damaged in a way that no round of the service would ever be above.
  await owner.run(
    `INSERT INTO account_attribution (account_id, version, paths) SELECT account_id, version + 1000000000000, arrayMap(path -> path, arraySlice(paths, 1, 1))
     FROM account_attribution FINAL WHERE account_id = {broken:String}`,
    { broken },
  );
  expect(await rows()).not.toEqual(before);
  await rebuild();
  expect(await rows()).toEqual(before);
  await emit({
    type: 'content_viewed',
    event_id: `${run}-new`,
    occurred_at: at(65),
    account_id: broken,
    channel: 'fair',
  });
  await eventually('credit of a touch that came after', rows, (all) =>
    all.some((row) => row.includes(`${run}-new`)),
  );
});

test('killed in the middle, it is run again, and the rows are the same', async () => {
  const former = await rows();
  const failpoints = mkdtempSync(join(tmpdir(), 'revloop-failpoints-'));
  writeFileSync(join(failpoints, 'rebuild.credits'), '');
  const killed = await runRevloop(['attribution', 'rebuild'], {
    ...stackSettings(),
    REVLOOP_FAILPOINTS: failpoints,
  });
  rmSync(failpoints, { recursive: true });
  expect(killed).toMatchObject({ code: null, stdout: '' });
  expect(await rows()).toEqual(former);
  await rebuild();
  expect(await rows()).toEqual(former);
});
