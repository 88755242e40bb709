// Generated rates between five currencies, with gaps and in both directions: the rate of each deal's day is the reference's.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minorDigits } from '@revloop/schemas/currency.ts';
import { fromScaled, toScaled } from '@revloop/schemas/decimal.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revloop } from '../cli/revloop.ts';
import { analyst, emit, eventually, type NativeEvent } from '../support/revloop.ts';
import { converted, rateOf, type StatedRate } from './reference/currency-rate.ts';
import { untilSettled } from './sending.ts';

const seed = Number(process.env['REVLOOP_TEST_SEED'] ?? 20_260_103);
const run = `rates-${randomUUID().slice(0, 8)}-`;
// No other test has rates of these. Minor units of 0, 2 and 3 decimals among them.
const currencies = ['CLP', 'HKD', 'THB', 'TND', 'ZAR'] as const;
const days = 40;
const dayText = (day: number): string => new Date(Date.UTC(2023, 2, 1 + day)).toISOString().slice(0, 10);

const pairs = currencies.flatMap((from) =>
  currencies.filter((to) => to !== from).map((to) => [from, to] as const),
);
const stated = fc
  .record({
    day: fc.integer({ min: 3, max: days }),
    pair: fc.constantFrom(...pairs),
    units: fc.bigInt({ min: 10n ** 9n, max: 10n ** 15n }),
  })
  .map(({ day, pair: [from, to], units }): StatedRate => ({ date: dayText(day), from, to, units }));

const deal = fc.record({
  day: fc.integer({ min: 0, max: days + 3 }),
  currency: fc.constantFrom(...currencies),
  minor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
});

const [rates = []] = fc.sample(
  fc.uniqueArray(stated, {
    minLength: 45,
    maxLength: 45,
    selector: ({ date, from, to }) => `${date} ${from} ${to}`,
  }),
  { seed, numRuns: 1 },
);
const deals = fc.sample(deal, { seed, numRuns: 60 });

const warehouse = analyst();
const folder = mkdtempSync(join(tmpdir(), 'revloop-rates-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await warehouse.close();
});

beforeAll(async () => {
  const file = join(folder, 'rates.csv');
  const lines = rates.map(({ date, from, to, units }) => [date, from, to, fromScaled(units, 12)].join());
  writeFileSync(file, ['date,from_currency,to_currency,rate', ...lines].join('\n'));
  expect(await revloop('rates', 'import', file)).toMatchObject({ code: 0, stderr: '' });
  await emit(
    ...deals.map(({ day, currency, minor }, index): NativeEvent => {
      const digits = minorDigits(currency);
      const text = digits === 0 ? String(minor) : fromScaled(minor * 10n ** BigInt(4 - digits), 4);
      return {
        type: 'opportunity_won',
        event_id: `${run}${index}`,
        occurred_at: `${dayText(day)}T12:00:00.000Z`,
        account_id: `${run}${index}`,
        opportunity_id: `${run}${index}`,
        amount: text,
        currency,
      };
    }),
  );
  await untilSettled();
  await eventually(
    'attribution_credits has every deal',
    () =>
      warehouse.query(
        `SELECT DISTINCT account_id FROM attribution_credits WHERE startsWith(account_id, '${run}')`,
      ),
    (rows) => rows.length === deals.length,
    30_000,
  );
});

const expected = (target: string): string[] =>
  deals.map(({ day, currency, minor }, index) => {
    const found = rateOf(rates, currency, target, dayText(day));
    const now = rateOf(rates, currency, target, '2100-01-01');
    if (!found || !now) return `${run}${index} -`;
    const digits = minorDigits(target);
    const amount = (rate: bigint): bigint =>
      converted(minor, minorDigits(currency), rate, digits) * 10n ** BigInt(4 - digits);
    return [`${run}${index}`, found.by, found.date, found.units, amount(found.units), amount(now.units)].join(
      ' ',
    );
  });

interface Row {
  readonly account_id: string;
  readonly rate_by: string;
  readonly rate_date: string | null;
  readonly rate: string | null;
  readonly reported: string | null;
  readonly newest: string | null;
}

const reported = async (target: string): Promise<string[]> =>
  (
    await warehouse.query<Row>(
      `SELECT account_id, rate_by, rate_date, rate, reported_amount AS reported, reported_amount + revaluation AS newest
       FROM attribution_credits_in(reporting_currency = '${target}')
       WHERE startsWith(account_id, '${run}') AND model = 'linear' AND stage_credit = 'productive' AND lookback_days = 90`,
    )
  ).map(({ account_id, rate_by, rate_date, rate, reported: amount, newest }) =>
    rate === null
      ? `${account_id} -`
      : [
          account_id,
          rate_by,
          rate_date ?? '',
          toScaled(rate, 18),
          toScaled(amount ?? '', 4),
          toScaled(newest ?? '', 4),
        ].join(' '),
  );

test.each(currencies)(
  'reported in %s, each deal has the rate of its day, and of the newest day',
  async (target) => {
    expect((await reported(target)).sort()).toEqual(expected(target).sort());
  },
);

test('the generated rates lead every way', () => {
  const ways = new Set(currencies.flatMap((target) => expected(target)).map((text) => text.split(' ')[1]));
  expect([...ways].sort()).toEqual(['-', 'direct', 'inverse', 'same', 'through']);
});
