// The console on the whole stack with a demo in it, in a real browser.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { revloop, rows, untilAllIsIn } from '../cli/revloop.ts';
import { eventually, serviceUrl } from '../support/revloop.ts';
import * as manners from './manners.ts';
import * as numbers from './numbers.ts';
import { type Console, openBrowser } from './page.ts';

// A seed of its own in each run, so that some handoffs are open from now on; its accounts carry a mark that no other demo's have.
const seed = Math.floor(Date.now() / 1000) % 4_000_000_000;
const mine = `endsWith(account_id, '-s${seed}n60')`;

/** How many won opportunities have no credits yet and handoffs no clock: services derive both after the events are in. */
const lacking = async (): Promise<number> => {
  const [left] = await rows(
    `SELECT (SELECT uniqExact(opportunity_id) FROM stage_visits WHERE ${mine} AND stage = 'won')
          - (SELECT uniqExact(opportunity_id) FROM attribution_credits WHERE ${mine} AND row_kind != 'pending') AS credits,
            (SELECT countIf(due_at IS NULL) FROM handoffs WHERE ${mine}) AS clocks`,
  );
  return Number(left?.['credits']) + Number(left?.['clocks']);
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
  const { code, stderr } = await revloop('demo', '--seed', String(seed), '--accounts', '60', '--json');
  if (code !== 0) throw new Error(stderr);
  await untilAllIsIn();
  await eventually('credits and clocks are there', lacking, (left) => left === 0, 120_000);
});
afterAll(() => browser.close());

const running = (): Console => ({ consoleUrl: serviceUrl('CONSOLE'), browser });

test('every page opens without a complaint of the browser', () => manners.everyRouteOpens(running()));
test('the funnel shows what the API answers, by accounts and by visits', () =>
  numbers.funnelEqualsTheApi(running()));
test('a single month of the funnel is what the relation funnel has for it', () =>
  numbers.monthsEqualTheRelation(running()));
test('every loop is counted, drawn and explained', () => numbers.loopsEqualTheApi(running()));
test('the channels of every model add up to what was won', () =>
  numbers.channelsAddUpToWhatWasWon(running()));
test('two models stand side by side', () => numbers.twoModelsStandSideBySide(running()));
test('open handoffs and breaches are those the API answers, and count down', () =>
  numbers.handoffsEqualTheApiAndCountDown(running()));
test('an account is found by its id and shows every visit', () => manners.accountsAreFound(running()));
test('everything works by keyboard, a chart is one tab stop', () =>
  manners.everythingWorksByKeyboard(running()));
test('filters are in the address, and a copied link shows the same', () =>
  manners.filtersAreInTheAddress(running()));
test('every panel shows its SQL', () => manners.everyPanelShowsItsSql(running()));
test('where there is nothing, the page says so', () => manners.emptyMonthsSaySo(running()));
test('a lost connection is said, and mended by trying again', () =>
  manners.aLostConnectionIsSaidAndMended(running()));
test('axe finds nothing that bars people out, in light and dark', () =>
  manners.nothingBarsPeopleOut(running()));
test('at 800 pixels no page scrolls sideways', () => manners.narrowPagesDoNotScrollSideways(running()));
