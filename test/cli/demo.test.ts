// What the demo says it planted against what the analyst finds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Planted } from '../../services/cli/core/demo/plan-demo.ts';
import { analyst } from '../support/revloop.ts';
import { revloop, rows, untilAllIsIn } from './revloop.ts';

// A seed of its own in each run, so that handoffs still open are so from now on; its accounts carry a mark that no other demo's have.
const seed = Math.floor(Date.now() / 1000) % 4_000_000_000;
const mark = `-s${seed}n60`;
const mine = `endsWith(account_id, '${mark}')`;
let planted: Planted;

const warehouse = analyst();
afterAll(() => warehouse.close());

const counts = async (sql: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await warehouse.query<{ name: string; value: string }>(sql)).map(({ name, value }) => [
      name,
      Number(value),
    ]),
  );

beforeAll(async () => {
  const { code, stdout, stderr } = await revloop(
    'demo',
    '--seed',
    String(seed),
    '--accounts',
    '60',
    '--json',
  );
  if (code !== 0) throw new Error(stderr);
  planted = JSON.parse(stdout) as Planted;
  await untilAllIsIn();
});

describe('a demo in the warehouse', () => {
  test('has every event once, the late and the doubled ones too', async () => {
    const found = await counts(
      `SELECT type AS name, count() AS value FROM events WHERE startsWith(event_id, 'demo${mark}-') GROUP BY type`,
    );
    expect(found).toEqual(planted.events.by_type);
  });

  test('has the planted loops by stages and reason', async () => {
    const found = await counts(
      `SELECT concat(from_stage, ' ', stage, ' ', reason) AS name, count() AS value
       FROM stage_visits WHERE direction = 'back' AND ${mine} GROUP BY name`,
    );
    expect(found).toEqual(
      Object.fromEntries(
        planted.loops.by_reason.map(({ from, to, reason, count }) => [`${from} ${to} ${reason}`, count]),
      ),
    );
  });

  test.each(['first_touch', 'linear'] as const)(
    'has the planted revenue by channel of %s, to the cent',
    async (model) => {
      const found = await rows(
        `SELECT if(row_kind = 'touch', channel, 'unattributed') AS name, toString(toDecimal64(sum(amount), 2)) AS value
       FROM attribution(lookback_days = 90, stage_credit = 'productive', as_of = now64(3))
       WHERE model = '${model}' AND row_kind != 'pending' AND ${mine} GROUP BY name`,
      );
      const { revenue } = planted;
      const expected = {
        ...revenue[model],
        ...(revenue.unattributed_wins > 0 && { unattributed: revenue.unattributed }),
      };
      const cents = (amount: unknown): number => Math.round(Number(amount) * 100);
      expect(Object.fromEntries(found.map(({ name, value }) => [String(name), cents(value)]))).toEqual(
        Object.fromEntries(Object.entries(expected).map(([name, amount]) => [name, cents(amount)])),
      );
    },
  );

  test('has the planted open opportunities as pending', async () => {
    const found = await rows(
      `SELECT uniqExact(opportunity_id) AS pending FROM attribution(lookback_days = 90, stage_credit = 'productive', as_of = now64(3))
       WHERE row_kind = 'pending' AND ${mine}`,
    );
    expect(found).toEqual([{ pending: planted.opportunities.open }]);
  });

  test('has the planted handoffs, decided and not', async () => {
    const { accepted, rejected, undecided } = planted.handoffs;
    const outcomes = async () =>
      await counts(`SELECT outcome AS name, count() AS value FROM handoffs WHERE ${mine} GROUP BY outcome`);
    await expect
      .poll(outcomes, { timeout: 60_000, interval: 500 })
      .toEqual({ accepted, rejected, open: undecided });
  });

  test('has the planted breaches, and no others', async () => {
    const breached = async () =>
      await counts(
        `SELECT multiIf(policy_id IN ('hand_raiser_decision', 'mql_decision'), 'first_decision',
                        policy_id = 'accepted_to_opportunity', 'acceptance',
                        policy_id = 'rejected_answered', 'handback', policy_id) AS name, uniqExact(handoff_id) AS value
         FROM sla_breaches WHERE level = 'breach' AND ${mine} GROUP BY name`,
      );
    await expect.poll(breached, { timeout: 60_000, interval: 500 }).toEqual(planted.breaches);
  });
});
