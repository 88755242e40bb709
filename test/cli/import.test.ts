// Imports into the running stack: complete, once, and resumed after a kill.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { importsFolder } from '../../services/cli/config.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revloop, rows, startInStack, untilAllIsIn } from './revloop.ts';
import { stackSettings } from './where.ts';

const testdata = join(projectRoot, 'services', 'cli', 'testdata');
const realData = join(projectRoot, '..', 'shared', 'data');
const events_per_s_min = 1_500;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'revloop-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const byType = async (condition: string): Promise<Record<string, number>> => {
  const counted = await rows(`SELECT type, count() AS events FROM events WHERE ${condition} GROUP BY type`);
  return Object.fromEntries(counted.map(({ type, events }) => [String(type), Number(events)]));
};

interface Outcome {
  readonly rejected: number;
  readonly events_per_s: number;
  readonly resumed_after_rows: number;
  readonly sent: number;
}

const imported = async (...args: readonly string[]): Promise<Outcome> => {
  const { code, stdout, stderr } = await revloop('import', ...args, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Outcome;
};

test('an Olist export imported twice is there once', async () => {
  for (const _time of ['first', 'second']) {
    await imported(join(testdata, 'olist'), '-m', 'olist');
    await untilAllIsIn();
    expect(await byType("startsWith(event_id, 'olist-test-')")).toEqual({
      content_viewed: 5,
      mql_created: 5,
      mql_accepted: 3,
      opportunity_created: 3,
      opportunity_won: 3,
    });
  }
});

test('a CRM export imported twice is there once, with the attributes of its accounts', async () => {
  const mine = "account_id IN ('cafe-muller-co', 'northwind-optics')";
  for (const _time of ['first', 'second']) {
    await imported(join(testdata, 'crm'), '-m', 'crm');
    await untilAllIsIn();
    expect(await byType(mine)).toEqual({ opportunity_created: 4, opportunity_won: 3, opportunity_lost: 1 });
  }
  const won = `SELECT toString(sum(amount)) AS won, uniqExact(opportunity_id) AS deals, any(properties['sector']) AS sector
    FROM events WHERE type = 'opportunity_won' AND account_id = 'cafe-muller-co'`;
  expect(await rows(won)).toEqual([{ won: '2108', deals: 2, sector: 'retail' }]);
});

test('an import killed in its middle goes on where it was, and every event is there once', async () => {
  const name = `killed-${randomUUID().slice(0, 8)}`;
  const accounts = Array.from({ length: 80 }, (_, index) => `${name}-${index}`);
  const deals = 8_000;
  const header = 'sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
  const lines = Array.from(
    { length: deals },
    (_, index) => `Ada,Frame,${accounts[index % accounts.length]},Won,1/5/2017,3/1/2017,${index}`,
  );
  writeFileSync(join(folder, 'pipeline.csv'), [header, ...lines].join('\n'));
  writeFileSync(
    join(folder, 'accounts.csv'),
    [
      'account,sector,revenue,employees,office_location',
      ...accounts.map((account) => `${account},retail,1,1,Here`),
    ].join('\n'),
  );
  writeFileSync(join(folder, 'sales_teams.csv'), 'sales_agent,manager,regional_office\nAda,Max,West');
  const imports = importsFolder(stackSettings());
  const unfinished = (): string[] =>
    existsSync(imports) ? readdirSync(imports).filter((name) => name.endsWith('.json')) : [];
  const before = unfinished();
  const { child, ended } = startInStack('import', folder, '-m', 'crm');
  await expect
    .poll(() => unfinished().length, { timeout: 30_000, interval: 5 })
    .toBeGreaterThan(before.length);
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();

  const { resumed_after_rows, sent } = await imported(folder, '-m', 'crm');
  expect(resumed_after_rows).toBeGreaterThan(0);
  expect(sent).toBeLessThan(2 * deals);
  expect(unfinished()).toEqual(before);
  await untilAllIsIn();
  expect(await byType(`startsWith(account_id, '${name}')`)).toEqual({
    opportunity_created: deals,
    opportunity_won: deals,
  });
});

const whereReal = existsSync(realData) ? '' : ' (skipped: ../shared/data is not here)';

describe.skipIf(whereReal !== '')(`the real data sets${whereReal}`, () => {
  test('Olist: 8,000 MQLs and 842 wins, twice imported the same, fast enough', async () => {
    for (const _time of ['first', 'second']) {
      const { rejected, events_per_s } = await imported(join(realData, 'olist'), '-m', 'olist');
      expect(rejected).toBe(0);
      expect(events_per_s).toBeGreaterThanOrEqual(events_per_s_min);
      await untilAllIsIn();
      expect(await byType("match(event_id, '^olist-[0-9a-f]{32}-')")).toEqual({
        content_viewed: 8_000,
        mql_created: 8_000,
        mql_accepted: 842,
        opportunity_created: 842,
        opportunity_won: 842,
      });
    }
  });

  test('CRM: 4,238 won, 2,473 lost, and every dollar of it, twice imported the same, fast enough', async () => {
    const mine =
      "startsWith(event_id, 'crm-') AND account_id NOT IN ('cafe-muller-co', 'northwind-optics') AND NOT startsWith(account_id, 'killed-')";
    for (const _time of ['first', 'second']) {
      const { rejected, events_per_s } = await imported(join(realData, 'crm'), '-m', 'crm');
      expect(rejected).toBe(0);
      expect(events_per_s).toBeGreaterThanOrEqual(events_per_s_min);
      await untilAllIsIn();
      expect(await byType(mine)).toEqual({
        opportunity_created: 6_711,
        opportunity_won: 4_238,
        opportunity_lost: 2_473,
      });
    }
    expect(
      await rows(
        `SELECT toString(sum(amount)) AS won FROM events WHERE type = 'opportunity_won' AND ${mine}`,
      ),
    ).toEqual([{ won: '10005534' }]);
  });
});
