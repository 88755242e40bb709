// How the page behaves towards the people who use it, with mouse, keyboard or screen reader; as functions of a running console.
import { expect } from 'vitest';
import { report } from './answers.ts';
import { violationsOf } from './axe.ts';
import {
  type Console,
  copiedText,
  focusedName,
  panel,
  settled,
  sidewaysScroll,
  tableOf,
  visit,
  width_px,
} from './page.ts';

/** The first account that was thrown back: its passport has everything in it. */
export const loopedAccount = async (consoleUrl: string): Promise<string> => {
  const accounts = await report<{ account_id: string; loops: number }>(consoleUrl, 'accounts', { q: '-' });
  return accounts.find((account) => account.loops > 0)?.account_id ?? accounts[0]?.account_id ?? 'nobody';
};

export const everyRouteOpens = async ({ consoleUrl, looked }: Console): Promise<void> => {
  const account = await loopedAccount(consoleUrl);
  const routes = {
    '/': 'Funnel',
    '/funnel?basis=visits': 'Funnel',
    '/loops': 'Loops',
    '/attribution': 'Attribution',
    '/handoffs': 'Handoffs',
    '/sla': 'SLAs',
    [`/accounts/${account}`]: account,
  };
  for (const [path, heading] of Object.entries(routes)) {
    const { page, complaints } = await looked.at(path);
    expect(await page.locator('h1').textContent()).toBe(heading);
    expect(await page.locator('.state.failed').count()).toBe(0);
    expect({ path, complaints }).toEqual({ path, complaints: [] });
  }
};

export const accountsAreFound = async ({ consoleUrl, browser }: Console): Promise<void> => {
  const account = await loopedAccount(consoleUrl);
  const visits = await report(consoleUrl, 'visits', { account });
  const { page } = await visit(browser, `${consoleUrl}/funnel`);
  await page.getByRole('combobox', { name: 'Find an account by its id' }).fill(account);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/accounts/${encodeURIComponent(account)}`);
  await panel(page, 'Visits').locator('tbody tr').first().waitFor();
  await settled(page);
  expect((await tableOf(page, 'Visits')).length).toBe(visits.length);
  expect(await panel(page, 'Visits').locator('tr.back').count()).toBeGreaterThan(0);
  await page.context().close();
};

export const everythingWorksByKeyboard = async ({ consoleUrl, browser }: Console): Promise<void> => {
  const { page } = await visit(browser, `${consoleUrl}/funnel`);
  await page.keyboard.press('Tab');
  expect(await focusedName(page)).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  // The two ways to count: arrows move between them.
  await page.keyboard.press('ArrowRight');
  await page.waitForURL('**/funnel?basis=visits');
  await settled(page);
  await panel(page, 'Stage by stage').getByRole('button', { name: 'Show SQL' }).focus();
  await page.keyboard.press('Tab');
  expect(await focusedName(page)).toMatch(/^Engaged: /);
  await page.keyboard.press('ArrowDown');
  expect(await focusedName(page)).toMatch(/^MQL: /);
  await page.keyboard.press('End');
  expect(await focusedName(page)).toMatch(/^Won: /);
  expect(await page.locator('.readout strong').textContent()).toBe('Won');
  await page.keyboard.press('Escape');
  expect(await page.locator('.readout').count()).toBe(0);
  // One tab stop per chart: the next Tab leaves it.
  await page.keyboard.press('Tab');
  expect(await focusedName(page)).toBe('Show table');
  // After a move to another page its heading has the focus.
  await page.getByRole('link', { name: 'Loops', exact: true }).press('Enter');
  await settled(page);
  await expect.poll(() => focusedName(page)).toBe('Loops');
  await page.context().close();
};

export const filtersAreInTheAddress = async ({ consoleUrl, browser }: Console): Promise<void> => {
  const { page } = await visit(browser, `${consoleUrl}/attribution`);
  await page.getByLabel('Model').selectOption('linear');
  await page.waitForURL('**/attribution?model=linear');
  await page.getByLabel('Credit of repeated visits').selectOption('rescue');
  await page.waitForURL('**/attribution?model=linear&stage_credit=rescue');
  await settled(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await copiedText(page);
  // Defaults are written out: the link shows the same tomorrow.
  for (const part of ['model=linear', 'stage_credit=rescue', 'lookback_days=90', 'from=', 'to=', 'currency='])
    expect(link).toContain(part);
  const shared = await visit(browser, link);
  expect(await tableOf(shared.page, 'Revenue by channel')).toEqual(await tableOf(page, 'Revenue by channel'));
  await shared.page.context().close();
  await page.goBack();
  expect(await page.getByLabel('Credit of repeated visits').inputValue()).toBe('productive');
  await page.context().close();
};

export const everyPanelShowsItsSql = async ({ read }: Console): Promise<void> => {
  const { page } = await read.at('/loops');
  expect(await page.getByRole('button', { name: 'Show SQL' }).count()).toBe(
    await page.locator('.panel').count(),
  );
  const loops = panel(page, 'Why buyers were thrown back');
  await loops.getByRole('button', { name: 'Show SQL' }).click();
  await loops.getByRole('button', { name: 'Copy SQL' }).click();
  const copied = await copiedText(page);
  expect(copied).toMatch(/^SET param_/);
  expect(copied).toContain('FROM stage_visits');
};

export const emptyMonthsSaySo = async ({ consoleUrl, browser }: Console): Promise<void> => {
  const cases = {
    '/funnel?from=1971-01&to=1971-02': 'No stage was entered in these months.',
    '/loops?from=1971-01&to=1971-02': 'Nobody was thrown back in these months.',
    '/attribution?from=1971-01&to=1971-02': 'Nothing was won in',
    '/handoffs?from=1971-01&to=1971-02': 'No late answer in these months.',
    '/accounts/nobody': 'No visits of an account called “nobody”.',
    '/nowhere': 'This address leads to no page of the console.',
  };
  for (const [path, said] of Object.entries(cases)) {
    const { page } = await visit(browser, consoleUrl + path);
    expect(await page.locator('main').textContent()).toContain(said);
    await page.context().close();
  }
};

export const aLostConnectionIsSaidAndMended = async ({ consoleUrl, browser }: Console): Promise<void> => {
  const { page } = await visit(browser, `${consoleUrl}/handoffs`);
  await page.getByRole('link', { name: 'Funnel', exact: true }).click();
  await settled(page);
  await page.context().setOffline(true);
  await page.getByLabel('From').selectOption({ index: 0 });
  const failed = panel(page, 'Stage by stage').getByRole('alert');
  await failed.waitFor();
  expect(await failed.textContent()).toContain('The console does not answer.');
  await page.context().setOffline(false);
  await failed.getByRole('button', { name: 'Try again' }).click();
  await failed.waitFor({ state: 'detached' });
  await settled(page);
  await page.context().close();
};

export const nothingBarsPeopleOut = async ({ consoleUrl, looked }: Console): Promise<void> => {
  const account = await loopedAccount(consoleUrl);
  for (const path of [
    '/',
    '/loops',
    '/attribution?compare=linear',
    '/handoffs',
    '/sla',
    `/accounts/${account}`,
  ]) {
    const { page } = await looked.at(path);
    await page.getByRole('button', { name: 'Show SQL' }).first().click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const violations = await violationsOf(page);
      expect({ path, colorScheme, violations }).toEqual({ path, colorScheme, violations: [] });
    }
  }
};

export const narrowPagesDoNotScrollSideways = async ({ looked }: Console): Promise<void> => {
  for (const path of ['/', '/loops', '/attribution', '/handoffs', '/sla']) {
    const { page } = await looked.at(path);
    await page.setViewportSize({ width: 800, height: 900 });
    await expect.poll(() => sidewaysScroll(page), { message: path, timeout: 10_000 }).toBe(0);
    await page.setViewportSize({ width: width_px, height: 900 });
  }
};

const telephone_px = 390;

export const theBoardFitsATelephone = async ({ looked }: Console): Promise<void> => {
  for (const path of ['/handoffs', '/sla']) {
    const { page } = await looked.at(path);
    await page.setViewportSize({ width: telephone_px, height: 900 });
    await expect.poll(() => sidewaysScroll(page), { message: path, timeout: 10_000 }).toBe(0);
    expect({ path, violations: await violationsOf(page) }).toEqual({ path, violations: [] });
    // Whatever a card's styles do, it is still a row of a table to those who hear it.
    expect(await page.getByRole('row').count()).toBeGreaterThan(0);
    await page.setViewportSize({ width: width_px, height: 900 });
  }
};
