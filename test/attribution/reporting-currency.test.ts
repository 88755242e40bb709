// Deals in several currencies told in one: to the last minor unit, by the rate of each one's day, as known at any time.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromScaled, toScaled } from '@revloop/schemas/decimal.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revloop } from '../cli/revloop.ts';
import { analyst, emit, eventually } from '../support/revloop.ts';
import { dealMoney } from './reference/deal.ts';
import {
  correctedReports,
  correction,
  deals,
  eventsOfDeal,
  firstRates,
  missingReports,
  workedReports,
} from './reported-deals.ts';
import { untilSettled } from './sending.ts';

const run = `reported-${randomUUID().slice(0, 8)}-`;
const currencies = ['EUR', 'USD', 'JPY', 'KWD'];
const digits: Readonly<Record<string, number>> = { EUR: 2, USD: 2, JPY: 0, KWD: 3 };
const warehouse = analyst();
const folder = mkdtempSync(join(tmpdir(), 'revloop-rates-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await warehouse.close();
});

interface Row {
  readonly account_id: string;
  readonly model: string;
  readonly stage_credit: string;
  readonly lookback_days: number;
  readonly row_kind: string;
  readonly day: string;
  readonly touched: string;
  readonly weight: string;
  readonly reporting_currency: string;
  readonly reported_amount: string | null;
  readonly revaluation: string | null;
  readonly rate: string | null;
  readonly rate_date: string | null;
  readonly rate_by: string;
  readonly not_reported_because: string;
}

const columns = `account_id, model, stage_credit, lookback_days, row_kind, ifNull(toString(toDate(converted_at, 'UTC')), '-') AS day,
  ifNull(toString(touched_at), '~') AS touched, weight, reporting_currency, reported_amount, revaluation, toString(rate) AS rate, toString(rate_date) AS rate_date,
  rate_by, not_reported_because`;

const ofRun = `startsWith(account_id, '${run}')`;
const rowsOf = (relation: string): Promise<Row[]> =>
  warehouse.query<Row>(`SELECT ${columns} FROM ${relation} WHERE ${ofRun}`);
const credits = (currency: string): Promise<Row[]> =>
  rowsOf(`attribution_credits_in(reporting_currency = '${currency}')`);
const adHoc = (currency: string, as_of = '2100-01-01 00:00:00'): Promise<Row[]> =>
  rowsOf(
    `attribution_in(reporting_currency = '${currency}', lookback_days = 90, stage_credit = 'even', as_of = '${as_of}')`,
  );

const importRates = async (name: string, text: string): Promise<object> => {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, text);
  const { code, stdout, stderr } = await revloop('rates', 'import', file, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as object;
};

const nameOf = (row: Row): string => row.account_id.slice(run.length);
const units = (text: string | null): bigint => toScaled(text ?? '0', 12) ?? 0n;
const sum = (rows: readonly Row[], of: (row: Row) => bigint): bigint =>
  rows.reduce((all, row) => all + of(row), 0n);
const plain = (scaled: bigint): string => fromScaled(scaled, 12).replace(/\.?0+$/, '');

/** The rows of each win, refund and open deal, by model, policy and window. */
const bookings = (rows: readonly Row[]): Row[][] => [
  ...Map.groupBy(rows, (row) =>
    [nameOf(row), row.day, row.reporting_currency, row.model, row.stage_credit, row.lookback_days].join(' '),
  ).values(),
];

const told = (booking: readonly Row[]): string[] => {
  const { rate_by = '', rate = '', rate_date = '' } = booking[0] ?? {};
  const reported = sum(booking, (row) => units(row.reported_amount));
  const newest = reported + sum(booking, (row) => units(row.revaluation));
  return [rate_by, rate ?? '-', rate_date ?? '-', plain(reported), plain(newest)];
};

const expectWorked = (rows: readonly Row[], worked: typeof workedReports, models_min: number): void => {
  const byDeal = Map.groupBy(
    bookings(rows),
    ([row]) => row && `${nameOf(row)} ${row.day} ${row.reporting_currency}`,
  );
  const stated = Object.entries(worked).filter(([name]) =>
    rows.some((row) => name.endsWith(row.reporting_currency)),
  );
  expect(stated).not.toEqual([]);
  for (const [name, wanted] of stated) {
    const found = byDeal.get(name) ?? [];
    const texts = [...new Set(found.map((booking) => told(booking).join(' | ')))];
    expect({ name, texts }).toEqual({ name, texts: [wanted.join(' | ')] });
    expect(found.length, name).toBeGreaterThanOrEqual(models_min);
  }
};

let before = '';

beforeAll(async () => {
  expect(await importRates('first', firstRates)).toMatchObject({ corrected: [], faults: [] });
  await emit(...deals.flatMap((deal) => eventsOfDeal(run, deal)));
  await untilSettled();
  await eventually(
    'attribution_credits has every deal',
    () => warehouse.query(`SELECT DISTINCT account_id FROM attribution_credits WHERE ${ofRun}`),
    (rows) => rows.length === deals.length,
    30_000,
  );
});

describe.each(currencies)('amounts reported in %s', (currency) => {
  let ahead: readonly Row[] = [];
  let asked: readonly Row[] = [];
  beforeAll(async () => {
    ahead = await credits(currency);
    asked = await adHoc(currency);
  });

  test('are the amount of each win and refund at the rate of its day, and at the newest, for every model, policy and window', () => {
    expectWorked(ahead, workedReports, 30);
    expectWorked(asked, workedReports, 10);
  });

  test('are dealt out by the weights of the credits: by largest remainder, ties to the earlier touch', () => {
    const places = 12 - (digits[currency] ?? 2);
    const minor = (scaled: bigint): bigint => {
      expect(scaled % 10n ** BigInt(places)).toBe(0n);
      return scaled / 10n ** BigInt(places);
    };
    let refunds = 0;
    for (const booking of bookings(asked).filter(([row]) => row?.reported_amount !== null)) {
      const inOrder = booking.toSorted((a, b) => (a.touched < b.touched ? -1 : 1));
      const [first] = inOrder;
      const isRefund = sum(booking, (row) => units(row.weight)) === 0n;
      refunds += Number(isRefund);
      // A refund has weight 0 and is dealt out as the win is.
      const win = isRefund
        ? asked
            .filter(
              (row) =>
                row.account_id === first?.account_id && row.model === first.model && units(row.weight) > 0n,
            )
            .toSorted((a, b) => (a.touched < b.touched ? -1 : 1))
        : inOrder;
      const weights = win.map((row) => units(row.weight));
      const reported = inOrder.map((row) => minor(units(row.reported_amount)));
      const newest = inOrder.map((row) => minor(units(row.reported_amount) + units(row.revaluation)));
      const total = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
      expect(reported, `${first?.account_id} ${first?.model}`).toEqual(dealMoney(total(reported), weights));
      expect(newest, `${first?.account_id} ${first?.model}`).toEqual(dealMoney(total(newest), weights));
    }
    expect(refunds).toBeGreaterThan(0);
  });

  test('are null where no rate is known for the day, and say why', () => {
    for (const rows of [ahead, asked])
      for (const [name, reason] of Object.entries(missingReports).filter(([one]) => one.endsWith(currency))) {
        const own = rows.filter((row) => `${nameOf(row)} ${currency}` === name);
        expect(own.length, name).toBeGreaterThan(0);
        for (const row of own)
          expect(row, name).toMatchObject({
            reported_amount: null,
            revaluation: null,
            rate: null,
            rate_by: '',
            not_reported_because: reason,
          });
      }
    for (const row of asked) expect(row.reported_amount === null).toBe(row.not_reported_because !== '');
  });
});

test('the same currency is its own rate: the credits of attribution, and no revaluation', async () => {
  const [difference] = await warehouse.query(
    `SELECT countIf(reported_amount != amount OR revaluation != 0) AS rows, count() > 0 AS some
     FROM attribution_credits_in(reporting_currency = 'EUR') WHERE ${ofRun} AND currency = 'EUR'`,
  );
  expect(difference).toEqual({ rows: '0', some: 1 });
});

test('a reporting currency that is no code is refused', async () => {
  await expect(credits('eur')).rejects.toThrow('reporting_currency is a code of ISO 4217, like EUR');
});

describe('after a correction', () => {
  beforeAll(async () => {
    const [row] = await warehouse.query<{ moment: string }>(`SELECT toString(now64(3, 'UTC')) AS moment`);
    before = row?.moment ?? '';
    expect(await importRates('correction', correction)).toEqual({
      added: 0,
      corrected: [
        { date: '2024-03-10', from_currency: 'EUR', to_currency: 'USD', rate: '1.1111', former: '1.10' },
      ],
      unchanged: 0,
      faults: [],
    });
  });

  test('what it concerns is reported anew, nothing else', async () => {
    expectWorked(await credits('EUR'), { ...workedReports, ...correctedReports }, 30);
    expectWorked(await adHoc('EUR'), { ...workedReports, ...correctedReports }, 10);
  });

  test('a report as of an earlier time has the rates known by then', async () => {
    expectWorked(await adHoc('EUR', before), workedReports, 10);
    const untilThen = await warehouse.query(
      `SELECT toString(rate) AS rate, replaced_at IS NULL AS stands FROM currency_rates
       WHERE date = '2024-03-10' AND from_currency = 'EUR' AND to_currency = 'USD' ORDER BY known_at`,
    );
    expect(untilThen).toEqual([
      { rate: '1.1', stands: 0 },
      { rate: '1.1111', stands: 1 },
    ]);
  });
});
