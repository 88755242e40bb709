// What the page shows is what the API answers, and the API what the relations hold; as functions of a running console.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { Reports } from '../../services/console/answer.ts';
import { parseParams } from '../../services/console/core/params.ts';
import { reports } from '../../services/console/core/report.ts';
import { eventually } from '../support/eventually.ts';
import { defaultMonths, options, report } from './answers.ts';
import { type Console, factOf, panel, tableOf } from './page.ts';

const count = (value: number): string => new Intl.NumberFormat('en').format(value);

const money = (amount: string, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount as `${number}`);

export const funnelEqualsTheApi = async ({ consoleUrl, read }: Console): Promise<void> => {
  const months = defaultMonths(await options(consoleUrl));
  const rows = await report<Record<string, number>>(consoleUrl, 'funnel', months);
  for (const basis of ['accounts', 'visits'] as const) {
    const { page } = await read.at(`/funnel?basis=${basis}`);
    const shown = await tableOf(page, 'Stage by stage');
    expect(shown.map((row) => row[`Entered (${basis})`])).toEqual(
      rows.map((row) => count(row[`entered_${basis}`] ?? -1)),
    );
  }
};

/** Unique accounts of one month are what the relation `funnel` has for it. */
export const monthsEqualTheRelation = async ({ consoleUrl }: Console): Promise<void> => {
  for (const month of (await options(consoleUrl)).months) {
    const range = { from: month, to: month };
    const whole = await report<Record<string, unknown>>(consoleUrl, 'funnel', range);
    for (const row of await report<Record<string, unknown>>(consoleUrl, 'funnel-months', range)) {
      const same = whole.find((one) => one['stage'] === row['stage']);
      expect(same).toMatchObject({
        entered_visits: row['entered_visits'],
        entered_accounts: row['entered_accounts'],
        converted_accounts: row['converted_accounts'],
        account_median_seconds: row['median_seconds_to_convert'],
        account_p90_seconds: row['p90_seconds_to_convert'],
      });
    }
  }
};

export const loopsEqualTheApi = async ({ consoleUrl, read }: Console): Promise<void> => {
  const months = defaultMonths(await options(consoleUrl));
  const reasons = await report<{ loops: number }>(consoleUrl, 'loops', months);
  const total = reasons.reduce((sum, row) => sum + row.loops, 0);
  const { page } = await read.at('/loops');
  expect(await factOf(page, 'Loop rate', 'Loops')).toBe(count(total));
  expect((await tableOf(page, 'Why buyers were thrown back')).length).toBe(reasons.length);
  const back = await panel(page, 'From stage to stage').locator('.cell.back b').allTextContents();
  expect(back.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0)).toBe(total);
  // Unrolled: a loop is drawn as a band into the next cycle.
  expect(await panel(page, 'The way, visit by visit').locator('.link.back').count()).toBeGreaterThan(0);
};

export const channelsAddUpToWhatWasWon = async ({ consoleUrl, read }: Console): Promise<void> => {
  const known = await options(consoleUrl);
  const months = defaultMonths(known);
  for (const currency of known.currencies)
    for (const model of known.models) {
      const asked = { model, currency, ...months };
      const [total] = await report<{ won_amount: string }>(consoleUrl, 'attribution-total', asked);
      const [channel] = await report<{ total_revenue: string }>(consoleUrl, 'attribution', asked);
      expect({ model, currency, credited: Number(channel?.total_revenue ?? 0) }).toEqual({
        model,
        currency,
        credited: Number(total?.won_amount),
      });
    }
  const asked = { model: 'full_path', currency: known.currencies[0] ?? '', ...months };
  const [total] = await report<{ won_amount: string }>(consoleUrl, 'attribution-total', asked);
  const { page } = await read.at(`/attribution?${new URLSearchParams(asked).toString()}`);
  expect(await factOf(page, 'Won and credited', 'Revenue won')).toBe(
    money(total?.won_amount ?? '', asked.currency),
  );
  expect(await panel(page, 'Won and credited').textContent()).toContain('exactly what was won');
};

export const twoModelsStandSideBySide = async ({ consoleUrl, read }: Console): Promise<void> => {
  const known = await options(consoleUrl);
  const asked = { currency: known.currencies[0] ?? '', ...defaultMonths(known) };
  const other = await report<{ channel: string; revenue: string }>(consoleUrl, 'attribution', {
    model: 'first_touch',
    ...asked,
  });
  const { page } = await read.at('/attribution?model=linear&compare=first_touch');
  const shown = await tableOf(page, 'Revenue by channel');
  for (const { channel, revenue } of other.filter(
    (row) => row.channel !== 'unattributed' && row.channel !== '',
  ))
    expect(shown.find((row) => row['Channel'] === channel.replaceAll('_', ' '))).toMatchObject({
      'Revenue, First touch': money(revenue, asked.currency),
    });
};

export const handoffsEqualTheApiAndCountDown = async ({ consoleUrl, read }: Console): Promise<void> => {
  const open = await report<{ account_id: string }>(consoleUrl, 'handoffs', { state: 'open' });
  const { page } = await read.again('/handoffs');
  expect((await tableOf(page, 'Waiting for a decision')).length).toBe(open.length);
  const late = await report(consoleUrl, 'breaches', { answered: 'no' });
  expect((await tableOf(page, 'Breached, no answer yet')).length).toBe(late.length);
  const months = defaultMonths(await options(consoleUrl));
  const answered = await report(consoleUrl, 'breaches', { answered: 'yes', ...months });
  expect((await tableOf(page, 'Breached, answered late')).length).toBe(answered.length);
  const countdown = panel(page, 'Waiting for a decision').locator('.badge', { hasText: /\d s$/ }).first();
  if ((await countdown.count()) > 0) {
    const before = await countdown.textContent();
    await expect.poll(() => countdown.textContent(), { timeout: 10_000 }).not.toBe(before);
  }
};

interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The console asks once for everybody: each reader is shown the rows that ClickHouse answers to the query the panel shows. */
export const filtersShowWhatTheirQueryAnswers = async ({ consoleUrl, warehouse }: Console): Promise<void> => {
  const asked = [
    ['handoffs', { state: 'open' }],
    ['breaches', { answered: 'no' }],
    ['breaches', { answered: 'yes' }],
    ['withdrawn', {}],
  ] as const;
  const [owner] = (await report<{ owner_id: string }>(consoleUrl, 'breaches')).map((row) => row.owner_id);
  const filters = [{}, { owner: owner ?? '' }, { policy: 'mql_decision' }, { owner: 'nobody at all' }];
  for (const [name, params] of asked)
    for (const filter of filters) {
      const search = new URLSearchParams({ ...params, ...filter }).toString();
      // Where a clock runs out in between, the console says so with its next answer.
      const apart = async (): Promise<string> => {
        const response = await fetch(`${consoleUrl}/api/reports/${name}?${search}`);
        const { rows, sql, params } = (await response.json()) as Answered;
        const found = await warehouse.query<object>(sql, params);
        return isDeepStrictEqual(rows, found) ? '' : JSON.stringify({ rows, found });
      };
      await expect.poll(apart, { message: `${name} ${search}`, timeout: 30_000 }).toBe('');
    }
};

export const largeBoardsAreAskedByEach = async ({ warehouse }: Console): Promise<void> => {
  const breachesOf = async (shared: Reports, policy: string) => {
    const parsed = parseParams(reports.breaches.params, { policy });
    if (!parsed.ok) throw new Error(parsed.faults.join('; '));
    const { rows } = await shared.answer('breaches', parsed.values);
    return rows as readonly { readonly policy_id: string }[];
  };
  const rows = await eventually(
    'breaches of two policies',
    () => breachesOf(new Reports(warehouse, () => new Date()), ''),
    (found) => new Set(found.map(({ policy_id }) => policy_id)).size > 1,
  );
  // Of another policy than the one row that is kept.
  const other = rows.find(({ policy_id }) => policy_id !== rows[0]?.policy_id);
  const cut = new Reports(warehouse, () => new Date(), 1);
  expect(await breachesOf(cut, '')).toEqual(rows.slice(0, 1));
  expect((await breachesOf(cut, other?.policy_id ?? ''))[0]).toEqual(other);
};
