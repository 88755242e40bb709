// People act on handoffs from the board: by keyboard, seen at once as sent, and kept; as functions of a running console.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { report } from './answers.ts';
import { violationsOf } from './axe.ts';
import { type Console, focusedName, panel, settled, tableOf, visit } from './page.ts';

interface Waiting {
  readonly handoff_id: string;
  readonly account_id: string;
  readonly contact_id: string;
  readonly owner_id: string;
  readonly acknowledged_by: string;
}

interface Update {
  readonly event_id: string;
  readonly action: string;
  readonly actor: string;
  readonly note: string;
}

const board = 'Waiting for a decision';

const rowOf = (page: Page, contact: string) =>
  panel(page, board).locator('tbody tr').filter({ hasText: contact }).first();

/** The first handoff that waits, and the page in which it is acted on. */
const opened = async ({ consoleUrl, browser }: Console): Promise<{ page: Page; handoff: Waiting }> => {
  const [handoff] = await report<Waiting>(consoleUrl, 'handoffs', { state: 'open' });
  if (!handoff) throw new Error('the demo leaves no handoff open');
  const { page } = await visit(browser, `${consoleUrl}/handoffs`);
  return { page, handoff };
};

/** Acknowledging and reassigning with the keyboard; nobody is barred from the dialog; the focus comes back; the board says who. */
export const peopleActFromTheBoard = async (running: Console): Promise<void> => {
  const { page, handoff } = await opened(running);
  const row = rowOf(page, handoff.contact_id);
  const button = row.getByRole('button', { name: `Act on ${handoff.contact_id}` });
  await button.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Act on ${handoff.contact_id}` });
  await dialog.waitFor();
  await dialog.getByText('Nobody has acted on it.').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect({ colorScheme, violations: await violationsOf(page) }).toEqual({ colorScheme, violations: [] });
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await focusedName(page)).toBe(`Acknowledge or act on ${handoff.contact_id}`);

  await button.press('Enter');
  expect(await dialog.getByLabel('What to do').inputValue()).toBe('acknowledged');
  await dialog.getByLabel('Note').fill('calling today');
  await dialog.getByLabel('Your name').fill('kim');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(await focusedName(page)).toContain(`ct on ${handoff.contact_id}`);
  await expect
    .poll(() => row.textContent(), { timeout: 60_000 })
    .toMatch(/Acknowledge: sent, waiting for alerting|acknowledged by kim/);
  await expect.poll(() => row.textContent(), { timeout: 60_000 }).toContain('acknowledged by kim');
  await expect.poll(() => row.textContent(), { timeout: 60_000 }).not.toContain('sent, waiting');

  // The name is remembered, what was said is shown, and what comes next is likely another thing.
  await button.press('Enter');
  await dialog.getByText('calling today').waitFor();
  expect(await dialog.getByLabel('Your name').inputValue()).toBe('kim');
  expect(await dialog.getByLabel('What to do').inputValue()).toBe('commented');
  await dialog.getByLabel('What to do').selectOption('reassigned');
  await dialog.getByLabel('New owner').fill('robin');
  await dialog.getByRole('button', { name: 'Reassign' }).press('Enter');
  await expect.poll(() => row.textContent(), { timeout: 60_000 }).toContain('robin');
  // The new owner has not seen it.
  await expect.poll(() => row.textContent(), { timeout: 60_000 }).not.toContain('acknowledged by kim');
  await page.context().close();
};

/** Sent twice, as after an answer that was lost, an act counts once; a handoff that is not there is said. */
export const anActCountsOnce = async ({ consoleUrl }: Console): Promise<void> => {
  const [handoff] = (await report<Waiting>(consoleUrl, 'handoffs', { state: 'open' })).slice(-1);
  const send = async (body: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${consoleUrl}/api/handoffs/updates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: consoleUrl },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const update = {
    update_id: 'test-an-act-counts-once',
    handoff_id: handoff?.handoff_id ?? '',
    action: 'commented',
    actor: 'kim',
    note: 'said once',
    acted_at: new Date().toISOString(),
  };
  expect(await send(update)).toMatchObject({ status: 202 });
  expect(await send(update)).toMatchObject({ status: 202 });
  const marker = { ...update, update_id: 'test-the-act-after-it', note: 'said after it' };
  expect(await send(marker)).toMatchObject({ status: 202 });
  const updates = () => report<Update>(consoleUrl, 'updates', { handoff: update.handoff_id });
  await expect
    .poll(async () => (await updates()).map(({ note }) => note), { timeout: 60_000 })
    .toContain('said after it');
  expect((await updates()).filter(({ note }) => note === 'said once')).toMatchObject([
    { event_id: update.update_id, action: 'commented', actor: 'kim' },
  ]);
  const unknown = await send({ ...update, update_id: 'test-no-such-handoff', handoff_id: 'crm/none' });
  expect(unknown).toMatchObject({ status: 404 });
  expect(unknown.text).toContain('no_such_handoff');
};

/** Compliance by team and owner and the policies that judged add up to the same clocks; the page says what it has no file for. */
export const slasAddUp = async ({ consoleUrl, looked }: Console): Promise<void> => {
  const clocks = new Set<number>();
  for (const by of ['team', 'owner']) {
    const rows = await report<{ clocks: number }>(consoleUrl, 'compliance', { by });
    clocks.add(rows.reduce((sum, row) => sum + row.clocks, 0));
  }
  const policies = await report<{ policy_id: string; clocks: number }>(consoleUrl, 'policies');
  clocks.add(policies.reduce((sum, row) => sum + row.clocks, 0));
  expect(clocks.size).toBe(1);
  const { page } = await looked.at('/sla');
  await settled(page);
  expect((await tableOf(page, 'Policies in force')).map((row) => row['Policy'])).toEqual(
    policies.map((row) => row.policy_id),
  );
  for (const [title, said] of [
    ['Silences', 'REVLOOP_SLA_DIRECTORY'],
    ['Simulation of a draft', 'REVLOOP_SLA_SIMULATION'],
    ['Pauses', 'No clock was paused in these months.'],
  ] as const)
    expect(await panel(page, title).textContent()).toContain(said);
};
