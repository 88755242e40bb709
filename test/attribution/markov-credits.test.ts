// The Markov models from end to end: stored paths are the reference's, effects are those of all stored paths, and credit follows the effects.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyst, eventually, services } from '../support/revloop.ts';
import { facts } from './credits.ts';
import { eventsOf, plan } from './journeys.ts';
import { ledgersOf } from './reference/attribution.ts';
import { pathsOf, type Path } from './reference/paths.ts';
import { stages } from './reference/ledger.ts';
import { removalEffects } from './reference/removal-effects.ts';
import { sendShuffled, untilSettled } from './sending.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_103);
const lookback_days = 90;
const run = `markov-${randomUUID().slice(0, 8)}-`;
const all = fc.sample(plan, { seed, numRuns: 60 }).flatMap((own, index) => eventsOf(`${run}${index}`, own));
const warehouse = analyst();
const tables = services();

beforeAll(async () => {
  await sendShuffled(all, seed);
  await untilSettled();
});
afterAll(() => Promise.all([warehouse.close(), tables.close()]));

interface PathRow {
  readonly account_id: string;
  readonly opportunity_id: string;
  readonly is_won: boolean;
  readonly channels: readonly string[];
  readonly stage_nos: readonly number[];
  readonly touches: readonly string[];
}

const storedPaths = (): Promise<PathRow[]> =>
  tables.query<PathRow>(
    `SELECT account_id, path.opportunity_id AS opportunity_id, path.is_won AS is_won, path.eligible.channel AS channels,
       path.eligible.stage_no AS stage_nos, path.eligible.event_id AS touches
     FROM (SELECT account_id, arrayJoin(paths) AS path FROM account_attribution FINAL)
     WHERE path.lookback_days = {lookback_days:UInt16} AND (path.is_won OR path.is_null_path) AND notEmpty(path.eligible)
     ORDER BY ALL`,
    { lookback_days },
  );

const pathOf = ({ is_won, channels, stage_nos }: PathRow): Path => ({
  converts: is_won,
  steps: channels.map((channel, index) => ({ channel, stage: stages[stage_nos[index] ?? 0] ?? 'engaged' })),
});
const pathText = ({ converts, steps }: Path): string =>
  `${converts ? 'win' : 'null'} ${steps.map(({ channel, stage }) => `${stage}/${channel}`).join(' > ')}`;

interface EffectsRow {
  readonly channels: readonly string[];
  readonly effects: readonly number[];
  readonly conversion: number;
}

const storedEffects = async (model: string): Promise<ReadonlyMap<string, number>> => {
  const [row] = await tables.query<EffectsRow>(
    `SELECT channels, effects, conversion FROM channel_effects FINAL WHERE model = {model:String} AND lookback_days = {lookback_days:UInt16}`,
    { model, lookback_days },
  );
  return new Map(row?.channels.map((channel, index) => [channel, row.effects[index] ?? NaN]));
};

test('stored paths of these accounts, null paths included, are the reference’s', async () => {
  const wanted = pathsOf(ledgersOf(facts(all)).values(), lookback_days)
    .map(pathText)
    .sort();
  const ofRun = ({ account_id }: PathRow): boolean => account_id.includes(run);
  const found = await eventually(
    'paths',
    async () =>
      (await storedPaths())
        .filter(ofRun)
        .map((row) => pathText(pathOf(row)))
        .sort(),
    (texts) => texts.join('\n') === wanted.join('\n'),
    30_000,
  );
  expect(found).toEqual(wanted);
});

for (const model of ['markov_1', 'markov_stage_1'] as const)
  test(`effects of ${model} are those of all stored paths, solved exactly`, async () => {
    const furthest = await eventually(
      'effects',
      async () => {
        const exact = removalEffects((await storedPaths()).map(pathOf), model);
        const stored = await storedEffects(model);
        return Math.max(
          ...[...exact].map(([channel, { over, under }]) =>
            Math.abs((stored.get(channel) ?? Infinity) - Number(over) / Number(under)),
          ),
          stored.size === exact.size ? 0 : Infinity,
        );
      },
      (difference) => difference < 1e-12,
      30_000,
    );
    expect(furthest).toBeLessThan(1e-12);
  });

test('each won opportunity is divided among the channels of its path by their effects, and sums to exactly 1', async () => {
  const effects = await storedEffects('markov_1');
  const won = (await storedPaths()).filter(({ is_won, account_id }) => is_won && account_id.includes(run));
  const rows = await warehouse.query<{ opportunity_id: string; touch_event_id: string; weight: string }>(
    `SELECT opportunity_id, touch_event_id, toString(credits.weight) AS weight FROM attribution_credits AS credits
     WHERE model = 'markov_1' AND stage_credit = 'even' AND lookback_days = {lookback_days:UInt16} AND credits.weight > 0
       AND startsWith(opportunity_id, {run:String}) AND row_kind = 'touch'`,
    { lookback_days, run },
  );
  expect(won.length).toBeGreaterThan(10);
  for (const { opportunity_id, channels, touches } of won) {
    const own = new Map(
      rows
        .filter((row) => row.opportunity_id === opportunity_id)
        .map((row) => [row.touch_event_id, Number(row.weight)]),
    );
    const distinct = [...new Set(channels)];
    const sum = distinct.reduce((total, channel) => total + (effects.get(channel) ?? 0), 0);
    channels.forEach((channel, index) => {
      const share = sum === 0 ? 1 / distinct.length : (effects.get(channel) ?? 0) / sum;
      const expected = share / channels.filter((other) => other === channel).length;
      expect(own.get(touches[index] ?? '') ?? 0).toBeCloseTo(expected, 10);
    });
    expect(Math.round([...own.values()].reduce((total, weight) => total + weight, 0) * 1e9)).toBe(1e9);
  }
});
