// `revloop explain` and the views behind it: the worked example as docs/semantics.md states it, and journeys of any kind.
import { randomUUID } from 'node:crypto';
import { stageCreditPolicies } from '@revloop/schemas/stage-credit.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contributionsOf } from '../../services/cli/core/explain/contributions.ts';
import { earnedBy } from '../../services/cli/core/explain/earned.ts';
import type { Credit, Holder, MilestoneModel, Step } from '../../services/cli/core/explain/rows.ts';
import { eventsOf, plan } from '../attribution/journeys.ts';
import { sendShuffled, untilSettled } from '../attribution/sending.ts';
import { isLong } from '../support/long-form.ts';
import { analyst, emit, eventually } from '../support/revloop.ts';
import { at, workedCredits, workedExample } from '../support/worked-example.ts';
import { revloop } from './revloop.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_105);
const run = `explain-${randomUUID().slice(0, 8)}`;
const deal = `${run}-deal`;
const warehouse = analyst();
const generated = fc
  .sample(plan, { seed, numRuns: 6 })
  .map((own, index) => eventsOf(`${run}-g${index}`, own));

beforeAll(async () => {
  await emit(...workedExample(run));
  await sendShuffled(generated.flat(), seed);
  await untilSettled();
});
afterAll(() => warehouse.close());

interface Explained {
  readonly state: string;
  readonly won_at: string | null;
  readonly steps: readonly Step[];
  readonly positions: readonly Holder[];
  readonly models: readonly {
    readonly model: string;
    readonly earned: readonly { touch_no: number; weight: string; amount: string; why: string }[];
  }[];
}

const explained = async (...args: readonly string[]): Promise<Explained> => {
  const { code, stdout, stderr } = await revloop('explain', deal, '--json', ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Explained;
};

const amounts = ({ models }: Explained, name: string): readonly string[] =>
  Array.from({ length: 6 }, (_, index) =>
    String(
      Number(
        models.find(({ model }) => model === name)?.earned.find(({ touch_no }) => touch_no === index + 1)
          ?.amount ?? 0,
      ),
    ),
  );

describe('the worked example', () => {
  test('earns what is stated by every model, each with a reason, the Markov models as last solved', async () => {
    await eventually(
      'Markov credit',
      () =>
        warehouse.query<{ models: string }>(
          `SELECT uniqExact(model) AS models FROM attribution_credits
           WHERE account_id = {run:String} AND lookback_days = 90 AND startsWith(model, 'markov_')`,
          { run },
        ),
      ([row]) => row?.models === '4',
    );
    const told = await explained();
    expect(told).toMatchObject({ state: 'won', won_at: at(70) });
    for (const [name, stated] of Object.entries(workedCredits).filter(([key]) => key.endsWith(' productive')))
      expect([name, ...amounts(told, name.split(' ')[0] ?? '')]).toEqual([name, ...stated]);
    for (const { model, earned } of told.models) {
      expect(
        earned.reduce((sum, { weight }) => sum + Number(weight), 0),
        model,
      ).toBeCloseTo(1, 9);
      for (const { why } of earned) expect(why, model).not.toBe('');
    }
    expect(told.models.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['time_decay', 'shapley', 'markov_1', 'markov_stage_1']),
    );
  });

  test('has the visits, anchors and positions that are stated', async () => {
    const { steps, positions, models } = await explained('--policy', 'rescue', '--model', 'full_path');
    expect(models.map(({ model }) => model)).toEqual(['full_path']);
    expect(
      steps
        .filter(({ milestone }) => milestone !== '')
        .map((step) => [
          step.milestone,
          step.candidate_no,
          step.anchor_event_id.replace(`${run}-`, ''),
          step.is_thrown_back,
        ]),
    ).toEqual([
      ['mql', 1, 't2', true],
      ['mql', 2, 't4', false],
      ['accepted', 1, 't4', false],
      ['opportunity', 1, 't5', false],
      ['won', 1, 't6', false],
    ]);
    const mql = (policy: string): readonly string[] =>
      positions
        .filter((one) => one.stage_credit === policy && one.position === 'mql')
        .map(({ touch_no, part, role }) => `t${touch_no} ${part} ${role}`);
    expect(Object.fromEntries(stageCreditPolicies.map((policy) => [policy, mql(policy)]))).toEqual({
      first: ['t2 1 anchor'],
      last: ['t4 1 anchor'],
      even: ['t2 0.5 anchor', 't4 0.5 anchor'],
      productive: ['t4 1 anchor'],
      rescue: ['t4 0.5 anchor', 't3 0.5 rescuer'],
    });
  });

  test('is told in plain sentences', async () => {
    const { code, stdout, stderr } = await revloop('explain', deal, '--model', 'full_path');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of [
      `${deal} of ${run} was won on 12 Mar 2026 for 100,000.00 EUR.`,
      'touch 2 led to it; thrown back on 6 Jan 2026 (mql rejected, no_budget)',
      'the newest touch before the MQL of 16 Feb 2026 (22.5 %)',
    ])
      expect(stdout).toContain(line);
  });

  test('was unknown before anything of it was received, and an id nobody stated is unknown now', async () => {
    for (const args of [[deal, '--as-of', '2020-01-01T00:00:00Z'], [`${deal}-nobody`]]) {
      const { code, stdout, stderr } = await revloop('explain', ...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('no event of an opportunity');
      expect(stderr).toContain('revloop query');
    }
  });

  test('a model that does not exist is told with those there are', async () => {
    const { code, stderr } = await revloop('explain', deal, '--model', 'fair');
    expect(code).toBe(2);
    expect(stderr).toContain('first_touch, last_touch');
  });
});

test('an opportunity id of two accounts needs the account', async () => {
  const opportunity_id = `${run}-shared`;
  const won = (account_id: string) => ({
    ...{
      type: 'opportunity_won',
      event_id: `${account_id}-${opportunity_id}`,
      occurred_at: at(1),
      account_id,
      opportunity_id,
    },
    ...{ amount: '5.00', currency: 'EUR' },
  });
  await emit(won(`${run}-one`), won(`${run}-two`));
  await untilSettled();
  const { code, stderr } = await revloop('explain', opportunity_id);
  expect(code).toBe(2);
  expect(stderr).toContain(`--account ${run}-one or --account ${run}-two`);
  const one = await revloop('explain', opportunity_id, '--account', `${run}-two`, '--model', 'linear');
  expect(one.stdout).toContain('no touch is eligible: nobody earns it');
});

test.runIf(isLong)(
  'on generated journeys, what the positions explain is what milestone models pay, under every policy',
  async () => {
    const deals = await warehouse.query<{ account_id: string; opportunity_id: string }>(
      `SELECT DISTINCT account_id, opportunity_id FROM attribution_credits
     WHERE startsWith(account_id, {accounts:String}) AND row_kind = 'touch' ORDER BY opportunity_id LIMIT 6`,
      { accounts: `${run}-g` },
    );
    expect(deals.length).toBeGreaterThan(2);
    const models = await warehouse.query<MilestoneModel>('SELECT * FROM milestone_models(as_of = now64(3))');
    for (const which of deals) {
      const opportunity = `account_id = {account_id:String}, opportunity_id = {opportunity_id:String}, lookback_days = 90, as_of = now64(3)`;
      const steps = await warehouse.query<Step>(
        `SELECT * FROM attribution_explained(${opportunity}) ORDER BY step`,
        which,
      );
      const holders = await warehouse.query<Holder>(
        `SELECT * FROM attribution_positions(${opportunity})`,
        which,
      );
      const credits = await warehouse.query<Credit & { stage_credit: string }>(
        `SELECT * FROM attribution_rows(lookbacks = [90], policies = ['first', 'last', 'even', 'productive', 'rescue'], as_of = now64(3), accounts = [{account_id:String}])
       WHERE opportunity_id = {opportunity_id:String}`,
        which,
      );
      const touches = steps.filter(({ touch_no }) => touch_no > 0).length;
      for (const policy of stageCreditPolicies) {
        const told = {
          ...which,
          lookback_days: 90,
          stage_credit: policy,
          as_of: undefined,
          steps,
          holders,
          models,
        };
        const paid = earnedBy({
          ...told,
          credits: credits.filter(({ stage_credit }) => stage_credit === policy),
        });
        for (const model of models) {
          const { byTouch } = contributionsOf(
            model,
            holders.filter(({ stage_credit }) => stage_credit === policy),
            touches,
          );
          const why = [...byTouch].map(
            ([no, own]) => [no, own.reduce((sum, { part }) => sum + part, 0)] as const,
          );
          const weights = new Map(
            paid
              .find((one) => one.model === model.model)
              ?.earnings.map(({ touch_no, weight }) => [touch_no, Number(weight) / 1e12]),
          );
          for (const [no, part] of why)
            expect(
              weights.get(no) ?? 0,
              `${which.opportunity_id} ${policy} ${model.model} ${no}`,
            ).toBeCloseTo(part, 9);
          expect(why.length).toBeGreaterThanOrEqual(weights.size);
        }
      }
    }
  },
);
