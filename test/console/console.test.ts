// `npm run demo` on a machine where nothing ran before: the page shows what the demo says it planted, and behaves.
import { connectClickHouse } from '@revloop/infra/clickhouse/client.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Planted } from '../../services/cli/core/demo/plan-demo.ts';
import { runRevloop } from '../../services/cli/testing/run-revloop.ts';
import { isLong } from '../support/long-form.ts';
import { eventually } from '../support/revloop.ts';
import { startRevloop } from '../support/stack.ts';
import * as acts from './acts.ts';
import * as manners from './manners.ts';
import * as numbers from './numbers.ts';
import { type Console, factOf, keptPages, openBrowser, panel, tableOf } from './page.ts';
import { aPauseHoldsTheCountdown, policiesWithPause } from './pausing.ts';

const long = test.runIf(isLong);

let whole: Awaited<ReturnType<typeof startRevloop>>;
let running: Console;
let planted: Planted;

const count = (value: number): string => new Intl.NumberFormat('en').format(value);
const euros = (amount: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(amount as `${number}`);

/** Opens the page until a figure is as planted, and keeps it: credits and clocks follow the events within seconds. */
const shows = async (
  path: string,
  what: string,
  figure: (page: Page) => Promise<unknown>,
  expected: unknown,
): Promise<Page> => {
  await eventually(
    what,
    async () => figure((await running.read.again(path)).page),
    (found) => JSON.stringify(found) === JSON.stringify(expected),
  );
  return (await running.read.at(path)).page;
};

/** The revenue cell of a channel's row: its heading names the model. */
const revenueOf = (row: Record<string, string>): string =>
  Object.entries(row).find(([heading]) => heading.startsWith('Revenue'))?.[1] ?? '';

beforeAll(async () => {
  const [started, browser] = await Promise.all([
    startRevloop(true, { REVLOOP_SLA_POLICIES: policiesWithPause() }),
    openBrowser(),
  ]);
  whole = started;
  const { env } = whole;
  const consoleUrl = `http://127.0.0.1:${env['REVLOOP_CONSOLE_PORT']}`;
  const warehouse = connectClickHouse({
    url: env['REVLOOP_CLICKHOUSE_URL'] ?? '',
    database: 'revloop',
    user: 'analyst',
    password: env['REVLOOP_ANALYST_PASSWORD'] ?? '',
    application: 'console-test',
  });
  const [read, looked] = [keptPages(browser, consoleUrl), keptPages(browser, consoleUrl)];
  running = {
    consoleUrl,
    ingestUrl: `http://127.0.0.1:${env['REVLOOP_INGEST_PORT']}`,
    writeKey: env['REVLOOP_WRITE_KEY'] ?? '',
    warehouse,
    browser,
    read,
    looked,
  };
  // The same demo said once more: it is the same events, and tells what was planted.
  const { code, stdout, stderr } = await runRevloop(['demo', '--json'], whole.env);
  if (code !== 0) throw new Error(stderr);
  planted = JSON.parse(stdout) as Planted;
});

afterAll(async () => {
  await running.browser.close();
  await running.warehouse.close();
  await whole.discard();
});

test('the funnel has the planted visits of every stage', async () => {
  const { by_type } = planted.events;
  const expected = [
    by_type.mql_created,
    by_type.mql_accepted,
    by_type.opportunity_created,
    by_type.opportunity_won,
  ].map((visits) => count(visits ?? 0));
  const read = async (page: Page) =>
    (await tableOf(page, 'Stage by stage')).slice(1).map((row) => row['Entered (visits)']);
  const page = await shows('/funnel?basis=visits', 'visits', read, expected);
  expect(await read(page)).toEqual(expected);
});

test('the loops are the planted ones', async () => {
  const expected = count(planted.loops.count);
  const page = await shows('/loops', 'loops', (one) => factOf(one, 'Loop rate', 'Loops'), expected);
  const rows = await tableOf(page, 'Why buyers were thrown back');
  expect(rows.map((row) => Number(row['Loops'])).sort()).toEqual(
    planted.loops.by_reason.map((loop) => loop.count).sort(),
  );
});

test.each(['first_touch', 'linear'] as const)(
  'the revenue of %s is the planted one, channel by channel',
  async (model) => {
    const planned = Object.values({ ...planted.revenue[model], unattributed: planted.revenue.unattributed })
      .filter((amount) => Number(amount) > 0)
      .map(euros)
      .sort();
    const read = async (page: Page) => [
      (await tableOf(page, 'Revenue by channel'))
        .map((row) => revenueOf(row))
        .filter((text) => planned.includes(text))
        .sort(),
      await factOf(page, 'Won and credited', 'Revenue won'),
    ];
    const expected = [planned, euros(planted.revenue.won)];
    const page = await shows(`/attribution?model=${model}`, 'revenue', read, expected);
    expect(await read(page)).toEqual(expected);
  },
);

test('the handoffs and the breaches are the planted ones', async () => {
  const { undecided, breached, open: waiting } = planted.handoffs;
  const overdue = undecided - waiting;
  const read = async (page: Page) =>
    /(\d+) handoffs open: (\d+) overdue/
      .exec((await panel(page, 'Waiting for a decision').textContent()) ?? '')
      ?.slice(1);
  const expected = [String(undecided), String(overdue)];
  const page = await shows('/handoffs', 'handoffs', read, expected);
  const rows = await Promise.all(
    ['Breached, no answer yet', 'Breached, answered late'].map((title) => tableOf(page, title)),
  );
  const levels = rows.flat().map((row) => row['Level']);
  const total = Object.values(planted.breaches).reduce((sum, each) => sum + each, 0);
  expect(levels.filter((level) => level === 'breach').length).toBe(total);
  expect(breached).toBe(planted.breaches.first_decision);
});

test('every page opens without a complaint of the browser', () => manners.everyRouteOpens(running));
test('at 800 pixels no page scrolls sideways', () => manners.narrowPagesDoNotScrollSideways(running));
test('on a telephone the board fits, and bars nobody out', () => manners.theBoardFitsATelephone(running));
test('axe finds nothing that bars people out, in light and dark', () =>
  manners.nothingBarsPeopleOut(running));
test('the funnel shows what the API answers, by accounts and by visits', () =>
  numbers.funnelEqualsTheApi(running));
long('a single month of the funnel is what the relation funnel has for it', () =>
  numbers.monthsEqualTheRelation(running),
);
test('every loop is counted, drawn and explained', () => numbers.loopsEqualTheApi(running));
test('the channels of every model add up to what was won', () => numbers.channelsAddUpToWhatWasWon(running));
long('two models stand side by side', () => numbers.twoModelsStandSideBySide(running));
test('open handoffs and breaches are those the API answers, and count down', () =>
  numbers.handoffsEqualTheApiAndCountDown(running));
long('people act on a handoff by keyboard: it is said to be sent, then who has taken it on', () =>
  acts.peopleActFromTheBoard(running),
);
test('what a reader’s filters show of the shared board is what the query with those filters answers', () =>
  numbers.filtersShowWhatTheirQueryAnswers(running));
test('of a board too large to be shared each reader is shown their own rows all the same', () =>
  numbers.largeBoardsAreAskedByEach(running));
test('an act that is sent twice counts once', () => acts.anActCountsOnce(running));
long('the clocks of policies, teams and owners are the same clocks', () => acts.slasAddUp(running));
long('an account is found by its id and shows every visit', () => manners.accountsAreFound(running));
test('everything works by keyboard, a chart is one tab stop', () =>
  manners.everythingWorksByKeyboard(running));
long('filters are in the address, and a copied link shows the same', () =>
  manners.filtersAreInTheAddress(running),
);
test('every panel shows its SQL', () => manners.everyPanelShowsItsSql(running));
long('where there is nothing, the page says so', () => manners.emptyMonthsSaySo(running));
long('a lost connection is said, and mended by trying again', () =>
  manners.aLostConnectionIsSaidAndMended(running),
);
test('a paused clock holds its countdown with the reason, and goes on where it stood', () =>
  aPauseHoldsTheCountdown(running));
